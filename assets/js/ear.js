// On a page without a line of its own: what was asked of everybody in the meeting, asked for every few seconds while the page is looked at.
const ear = document.querySelector("[data-ear]");
const EVERY = 5000;
const LONGEST = 4 * 3600_000;
const since = Date.now();

async function listen() {
  if (!document.hidden) {
    try {
      const answer = await fetch(ear.dataset.ear);
      const { begun, said } = await answer.json();
      if (begun && "earBegins" in ear.dataset) return location.reload();
      if (ear.textContent !== said) ear.textContent = said;
    } catch {
      // No network just now, or signed out: the page stays as it is.
    }
  }
  if (Date.now() - since < LONGEST) setTimeout(listen, EVERY);
}

if (ear) listen();
