// Everything here is an extra: each page works without it.
import "./quick-exit.js";
import "./send-once.js";
import "./character-count.js";
import "./print.js";
import "./read-aloud.js";
import "./error-summary.js";
import "./installed.js";
import "./ear.js";
import "./stay.js";

document.documentElement.classList.add("rt-js");
