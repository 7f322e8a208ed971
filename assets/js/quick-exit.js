// Leave quickly: the link, or Escape three times within two seconds, opens a neutral page in place of this one.
import { hush } from "./read-aloud.js";

const link = document.querySelector("[data-quick-exit]");
const WINDOW = 2000;
let presses = [];

function leave() {
  // Nothing may be read over a shoulder, or heard, while the next page loads.
  document.body.hidden = true;
  hush();
  window.location.replace(link.href);
}

if (link) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      presses = [];
      return;
    }
    const now = Date.now();
    presses = [...presses.filter((at) => now - at < WINDOW), now];
    if (presses.length >= 3) leave();
  });
}
