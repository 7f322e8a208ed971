// Read aloud: the page's main text, in its own language, sentence by sentence. No sound before somebody asks for it, none after the page
// is left. Only a voice that lives on the device: others would send the words of the page to somebody else's house.
const speech = window.speechSynthesis;
const place = document.querySelector("[data-read-aloud]");
const language = document.documentElement.lang.slice(0, 2);
const button = document.createElement("button");
// What somebody does here, what is said to one person only just now, and marks: not the text.
const PASSED_OVER =
  "nav, button, [role=button], select, input, textarea, svg, script, style, template, [aria-hidden=true], [role=status], [aria-live]," +
  " .rt-no-print, .rt-chip, .rt-who-reads, .rt-quiet-links, .rt-live__people, .rt-live__writers, .govuk-hint, .govuk-visually-hidden";

let turn = 0;
let saying = null; // kept, since a browser may forget an utterance nobody holds, and with it that it ended

export function hush() {
  if (!saying) return;
  turn += 1;
  saying = null;
  speech.cancel();
  button.textContent = place.dataset.readAloud;
}

const voice = () => speech.getVoices().find((one) => one.localService && one.lang.slice(0, 2).toLowerCase() === language);

// What stands in the boxes of a form, each after its name; what is empty is passed over.
function filledIn(label) {
  const { control } = label;
  if (!control?.matches("textarea, select, input:not([type=radio], [type=checkbox])") || !control.value.trim()) return "";
  return `${label.textContent.trim()}: ${control.matches("select") ? control.selectedOptions[0].textContent : control.value}`;
}

// The texts somebody sees under `at`, in order, one for each line or paragraph.
function gather(at, texts) {
  for (const node of at.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) texts[texts.length - 1] += node.data.replace(/\s+/g, " ");
    else if (node.nodeType !== Node.ELEMENT_NODE || node.matches(PASSED_OVER) || !(node.checkVisibility?.() ?? true)) continue;
    else if (node.matches("label")) texts.push(...filledIn(node).split("\n"), "");
    else if (getComputedStyle(node).display.startsWith("inline") && node.tagName !== "BR") gather(node, texts);
    else {
      texts.push("");
      gather(node, texts);
      texts.push("");
    }
  }
  return texts;
}

function sentences() {
  const cut = Intl.Segmenter && new Intl.Segmenter(language, { granularity: "sentence" });
  return gather(document.getElementById("main"), [""]).flatMap((text) =>
    (cut ? Array.from(cut.segment(text), (one) => one.segment) : (text.match(/[^.!?]+[.!?]*/g) ?? [])).map((one) => one.trim()).filter((one) => /[\p{L}\p{N}]/u.test(one)),
  );
}

function read() {
  const mine = (turn += 1);
  const all = sentences();
  const next = () => {
    if (mine !== turn) return;
    if (!all.length) return hush();
    saying = new SpeechSynthesisUtterance(all.shift());
    saying.lang = document.documentElement.lang;
    saying.voice = voice();
    saying.onend = next;
    saying.onerror = () => mine === turn && hush();
    speech.speak(saying);
  };
  next();
  if (saying) button.textContent = place.dataset.readAloudStop;
}

// Some browsers know their voices only a moment later.
function offer() {
  if (button.isConnected || !voice()) return;
  button.type = "button";
  button.className = "govuk-button govuk-button--secondary";
  button.textContent = place.dataset.readAloud;
  button.addEventListener("click", () => (saying ? hush() : read()));
  place.append(button);
  place.hidden = false;
}

if (speech && place) {
  offer();
  speech.addEventListener?.("voiceschanged", offer);
  window.addEventListener("pagehide", hush);
}
