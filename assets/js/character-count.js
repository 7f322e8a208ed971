// Says how much room is left, only once it gets short: a number that moves from the first letter makes people nervous.
const QUIET_UNTIL = 0.8;
const SAY_AFTER = 1000;

for (const group of document.querySelectorAll("[data-character-count]")) {
  const text = group.querySelector("textarea");
  const words = group.querySelector("[data-character-count-words]");
  if (!text || !words) continue;
  const most = Number(group.dataset.characterCount);
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  let waiting;

  const show = () => {
    // Counted as the server does: characters, not UTF-16 units.
    const length = [...text.value].length;
    const over = length > most;
    words.toggleAttribute("data-quiet", length < most * QUIET_UNTIL);
    words.toggleAttribute("data-over", over);
    const pattern = over ? words.dataset.characterCountOver : words.dataset.characterCountWords;
    words.textContent = pattern.replace("{n}", number.format(Math.abs(most - length)));
  };

  words.setAttribute("aria-live", "polite");
  show();
  text.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, SAY_AFTER);
  });
}
