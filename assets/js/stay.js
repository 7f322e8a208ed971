// A page that is left open says an hour before its sign-in would end that it ends, and how to stay. Whoever says so has as long again.
const HOUR = 3600_000;
const place = document.querySelector("[data-stay-in]");

if (place) {
  const wait = Number(place.dataset.stayIn) * 1000;
  const what = document.querySelector("template[data-stay]");
  let at = Date.now() + wait;
  const look = () => {
    if (Date.now() < at || place.querySelector("section")) return;
    const said = what.content.cloneNode(true);
    const ends = new Date(at + HOUR).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hour12: false });
    said.querySelector("p").textContent = said.querySelector("p").textContent.replace("TIME", ends);
    place.append(said);
  };
  setInterval(look, 30_000);
  document.addEventListener("visibilitychange", look); // the timers of a device that slept were late
  place.addEventListener("submit", () => {
    at = Date.now() + wait;
    setTimeout(() => place.querySelector("section")?.remove(), 1000);
  });
}
