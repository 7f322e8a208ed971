// Writing together: each textarea is one shared text (Yjs), everything goes over one socket, and nothing is thrown away before it is kept.
import * as Y from "yjs";

const root = document.querySelector("[data-live]");
const say = root.dataset;
const REMOTE = "remote";
const SEND_EVERY = 40;
const KEEP_MINUTES = 30;
const MOST_ASTRAY = 4;

const b64 = (bytes) => btoa(String.fromCharCode(...bytes));
const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

let socket = null;
let ready = false;
let me = null;
let names = {};
let tries = 0;
let last = 0;
let ended = false;
const boxes = new Map();
const waiting = new Map(); // number → box, until it is kept
const chosen = new Map(); // box → who and when, until the room has heard it

class Box {
  constructor(area) {
    this.id = area.dataset.liveBox;
    this.area = area;
    this.later = [];
    this.composing = false;
    this.begun = false; // the page's own text counts until the room has said what stands there
    this.wrote = false; // somebody wrote here, on this page
    this.refused = false; // not taken, so that it reads differently elsewhere; the page says so
    this.astray = 0; // how often it did not read as the room said it does
    this.anew = false; // comes in again under a new number, with nothing from before
    this.asked = 0; // with which hello
    this.blank();
    area.addEventListener("compositionstart", () => (this.composing = true));
    area.addEventListener("compositionend", () => {
      this.composing = false;
      this.typed();
      for (const update of this.later.splice(0)) this.take(update);
      if (this.anew) hello();
    });
    area.addEventListener("input", () => this.composing || this.typed());
    area.addEventListener("focus", () => tell({ t: "at", box: this.id }));
    area.addEventListener("blur", () => tell({ t: "at", box: null }));
  }

  // An empty text under a number nobody has seen.
  blank() {
    this.doc?.destroy();
    this.doc = new Y.Doc();
    this.text = this.doc.getText("t");
    this.unsent = [];
    this.doc.on("update", (update, origin) => {
      if (origin === REMOTE) return;
      this.wrote = true;
      this.unsent.push(update);
      remember();
      soon();
    });
  }

  // The room says what stands here. What was typed before the line was open goes in where it was typed; so does what this page shows
  // and nobody else, when it comes in anew.
  begin(update) {
    const { anew } = this;
    if (anew) this.blank();
    const before = left.boxes[this.id];
    delete left.boxes[this.id];
    if (before && !anew) {
      this.wrote = true;
      Y.applyUpdate(this.doc, bytes(before), REMOTE);
    }
    Y.applyUpdate(this.doc, update, REMOTE);
    const now = this.text.toString();
    const typed = anew && !this.wrote ? now : lines(this.area.value);
    const shown = anew ? now : this.area.defaultValue;
    this.anew = false;
    this.asked = 0;
    this.begun = true;
    if (typed !== shown && !this.area.readOnly) {
      let start = 0;
      while (start < Math.min(typed.length, shown.length) && typed[start] === shown[start]) start += 1;
      let end = 0;
      while (end < Math.min(typed.length, shown.length) - start && typed[typed.length - 1 - end] === shown[shown.length - 1 - end]) end += 1;
      this.text.insert(Math.min(start, now.length), typed.slice(start, typed.length - end));
    }
    const words = this.text.toString();
    if (this.area.value === words) return;
    const caret = this.area.selectionEnd;
    this.area.value = words;
    if (document.activeElement === this.area) this.area.setSelectionRange(caret, caret);
    grow(this.area);
  }

  // What the person did to the textarea becomes one edit of the shared text.
  typed() {
    if (this.area.readOnly || !this.begun) return;
    const caret = this.area.selectionEnd;
    const was = this.text.toString();
    const now = lines(this.area.value);
    if (now !== this.area.value) {
      this.area.value = now;
      this.area.setSelectionRange(caret, caret);
    }
    if (was === now) return;
    let end = 0;
    const mostEnd = Math.min(was.length, now.length, Math.max(0, now.length - caret));
    while (end < mostEnd && was[was.length - 1 - end] === now[now.length - 1 - end]) end += 1;
    let start = 0;
    const mostStart = Math.min(was.length, now.length) - end;
    while (start < mostStart && was[start] === now[start]) start += 1;
    // Never through the middle of a letter that takes two places.
    if (start > 0 && isHigh(was, start - 1)) start -= 1;
    if (end > 0 && isLow(was, was.length - end)) end -= 1;
    this.doc.transact(() => {
      if (was.length - end > start) this.text.delete(start, was.length - end - start);
      if (now.length - end > start) this.text.insert(start, now.slice(start, now.length - end));
    });
  }

  // Somebody else's edit. The caret stays after the letter it stood after (association -1), whatever came before or behind it.
  take(update) {
    if (this.composing) {
      this.later.push(update);
      return;
    }
    const focused = document.activeElement === this.area;
    const marks = focused ? [this.area.selectionStart, this.area.selectionEnd].map((at) => Y.createRelativePositionFromTypeIndex(this.text, at, -1)) : [];
    const top = this.area.scrollTop;
    Y.applyUpdate(this.doc, update, REMOTE);
    const now = this.text.toString();
    if (this.area.value === now) return;
    this.area.value = now;
    if (focused) {
      const [from, to] = marks.map((mark) => Y.createAbsolutePositionFromRelativePosition(mark, this.doc)?.index ?? now.length);
      this.area.setSelectionRange(from, to);
    }
    this.area.scrollTop = top;
    grow(this.area);
  }

  // The room says how this box reads there, with all that it has sent here before. As long as nothing is under way, it must read so here:
  // somebody may have written under this page's number, so that the room took its letters for known. The first time the two tell each
  // other what they have; then this page comes in anew, so that what is only here goes to everybody; and after a while it says that it cannot.
  hold(sum) {
    if (sum === undefined || !this.begun || this.refused || this.composing || this.later.length || this.anew || notKept(this)) return;
    if (sum === sumOf(this.text.toString())) {
      this.astray = 0;
      return;
    }
    this.astray += 1;
    if (this.astray > MOST_ASTRAY) return refuse(this);
    this.anew = this.astray > 1;
    silent ||= Date.now();
    remember();
    hello();
  }
}

// What some programs make of the end of a line.
const lines = (text) => text.replace(/[\r\v\f\x85\u2028\u2029]/g, "\n");

// CRC-32, as the room counts it.
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  for (let bit = 0; bit < 8; bit += 1) byte = byte & 1 ? (byte >>> 1) ^ 0xedb88320 : byte >>> 1;
  return byte;
});
const sumOf = (text) => ~new TextEncoder().encode(text).reduce((sum, byte) => table[(sum ^ byte) & 255] ^ (sum >>> 8), -1) >>> 0;

const isHigh = (text, at) => /[\ud800-\udbff]/.test(text[at] ?? "");
const isLow = (text, at) => /[\udc00-\udfff]/.test(text[at] ?? "");

// Style says that a box is as high as its words. For a browser that cannot, they are measured, all together: once, not once for each box.
const growsAlone = CSS.supports("field-sizing", "content");
function grow(...areas) {
  if (growsAlone) return;
  for (const area of areas) area.style.height = "auto";
  const heights = areas.map((area) => area.scrollHeight + 4);
  areas.forEach((area, number) => (area.style.height = `${heights[number]}px`));
}

// -- the line ------------------------------------------------------------------------------------------------------------------

function tell(frame) {
  if (ready && socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
}

let timer = null;
function soon() {
  status(say.keepingText);
  timer ??= setTimeout(send, SEND_EVERY);
}

function send() {
  timer = null;
  if (!ready) return status(say.offlineText);
  for (const box of boxes.values()) {
    if (!box.unsent.length || box.anew) continue;
    const edit = box.unsent.length === 1 ? box.unsent[0] : Y.mergeUpdates(box.unsent);
    box.unsent = [];
    push(box, edit, false);
  }
}

function push(box, edit, again) {
  last += 1;
  waiting.set(last, box);
  silent ||= Date.now();
  tell({ t: "edit", box: box.id, u: b64(edit), n: last, again });
  status(say.keepingText);
}

function connect() {
  const scheme = location.protocol === "https:" ? "wss://" : "ws://";
  const first = globalThis.roundtableLine; // opened by line.js, before this script was here
  globalThis.roundtableLine = null; // from here on, lines are opened here
  const early = first?.line.readyState <= WebSocket.OPEN;
  const line = early ? first.line : new WebSocket(scheme + location.host + say.live);
  socket = line;
  let opened = false;
  const open = () => {
    if (line !== socket) return;
    opened = true;
    asked = answered = 0;
    for (const box of boxes.values()) box.asked = 0;
    if (early) asked = 1; // said by the address, with nothing here
    else hello();
  };
  const take = (message) => line === socket && heard(JSON.parse(message.data));
  line.addEventListener("open", open);
  line.onmessage = take;
  line.addEventListener("close", (event) => {
    if (line !== socket) return;
    if (event.code === 1008) {
      ready = false;
      stop(say.endedText);
    } else gone(opened);
  });
  if (early && line.readyState === WebSocket.OPEN) open();
  if (early) first.said.forEach(take);
}

// What is here. The room answers each with what it has beyond that, in order.
let asked = 0;
let answered = 0;
function hello() {
  if (socket?.readyState !== WebSocket.OPEN) return;
  asked += 1;
  const have = {};
  for (const box of boxes.values()) {
    if (box.anew) box.asked ||= asked;
    else have[box.id] = b64(Y.encodeStateVector(box.doc));
  }
  socket.send(JSON.stringify({ t: "hello", have }));
  if (ready) status(say.keepingText);
}

// The line is cut, or answers no more: another one, soon, and later if that does not come about either.
function gone(opened) {
  const old = socket;
  ready = false;
  socket = null;
  silent = 0;
  waiting.clear();
  old?.close();
  status(say.offlineText);
  tries = opened ? 0 : tries + 1;
  setTimeout(connect, Math.min(5000, 300 * 2 ** tries) * (0.5 + Math.random() / 2));
}

// A network that is gone says nothing: twelve seconds without hearing that something is kept count as gone.
const PATIENCE = 12_000;
let silent = 0;
setInterval(() => ready && silent && Date.now() - silent > PATIENCE && gone(true), 1000);
window.addEventListener("offline", () => ready && gone(true));

function stop(text) {
  ended = true;
  for (const box of boxes.values()) box.area.readOnly = true;
  status(text);
}

function heard(frame) {
  if (frame.t === "edit") boxes.get(frame.box)?.take(bytes(frame.u));
  else if (frame.t === "kept") kept(frame);
  else if (frame.t === "stands") {
    const box = boxes.get(frame.box);
    const astray = box?.astray;
    box?.hold(frame.sum);
    if (astray) settled();
  }
  else if (frame.t === "all") welcome(frame);
  else if (frame.t === "here") here(frame.people);
  else if (frame.t === "box") {
    show(frame);
    stands(frame);
  } else if (frame.t === "signal") signal(frame.kind, frame.name);
  else if (frame.t === "private" || frame.t === "told") quietly(frame);
  else if (frame.t === "refused" && frame.code !== "nobody_looks_after") {
    chosen.clear();
    settled();
    status(frame.code === "day_out_of_reach" ? say.dayText : say.refusedText);
  } else if (frame.t === "refused") put("[data-live-private]", say.nobodyText);
  else if (frame.t === "chose") chose(frame);
  else if (frame.t === "again") gone(true);
  else if (frame.t === "no") refused(frame);
}

function welcome(frame) {
  me = frame.me;
  names = frame.names;
  ready = true;
  answered += 1;
  for (const row of frame.boxes) {
    const box = show(row);
    if (!box) continue;
    bring(row.box);
    if (chosen.get(row.box) && !chosen.get(row.box).heard) choose(row.box);
    else stands(row);
    if (box.anew && (box.composing || !box.asked || box.asked > answered)) continue; // when that is done, when all of it comes
    if (box.begun && !box.anew) box.take(bytes(row.u));
    else box.begin(bytes(row.u));
    box.unsent = [];
    if (!box.area.readOnly) {
      const missing = Y.encodeStateAsUpdate(box.doc, bytes(row.state));
      if (missing.length > 2 && !sameState(box.doc, bytes(row.state), missing)) push(box, missing, true);
    }
    box.hold(row.sum);
  }
  asks(frame.signal.kind, frame.signal.name);
  quietly(frame.quiet);
  root.querySelectorAll("[data-live-plain]").forEach((part) => (part.hidden = true));
  root.querySelectorAll("[data-live-only]").forEach((part) => (part.hidden = false));
  root.dataset.liveReady = "yes";
  settled();
  const focused = document.activeElement?.dataset?.liveBox;
  if (focused) tell({ t: "at", box: focused });
}

// An update always carries all deletions; with no letter the room lacks, and none deleted since, there is nothing to send.
function sameState(doc, state, missing) {
  const decoded = Y.decodeUpdate(missing);
  return decoded.structs.length === 0 && decoded.ds.clients.size === 0;
}

function kept(frame) {
  for (const number of frame.n) waiting.delete(number);
  for (const [id, sum] of Object.entries(frame.sums ?? {})) boxes.get(id)?.hold(sum);
  settled();
}

// Something was heard: if that was all, nothing waits here any more.
function settled() {
  const open = underWay();
  silent = open ? Date.now() : 0;
  const all = [...boxes.values()];
  if (open || all.some((box) => box.unsent.length)) return;
  forget();
  status(all.some((box) => box.refused) ? say.refusedText : say.keptText);
}

function refused(frame) {
  waiting.delete(frame.n);
  if (!waiting.size) silent = 0;
  const box = boxes.get(frame.box);
  if (box) refuse(box);
  else status(say.refusedText);
}

function refuse(box) {
  box.refused = box.area.readOnly = true;
  box.anew = false;
  status(say.refusedText);
}

// -- what was typed and is not kept yet survives a reload of this page, in this tab, for this person, for half an hour -----------

const store = `rt-live:${say.live}:${say.who}`;

// What an earlier page of this tab left here, read once, before this page writes there itself.
const left = { boxes: {}, sets: {} };
try {
  const found = JSON.parse(sessionStorage.getItem(store) ?? "null");
  if (found && Date.now() - found.at <= KEEP_MINUTES * 60_000) Object.assign(left, found);
} catch {
  // No storage: there is nothing from before.
}

const notKept = (box) => box.unsent.length > 0 || [...waiting.values()].includes(box);
const strayed = (box) => box.astray > 0 && !box.refused;
const underWay = () => waiting.size > 0 || unheard().length > 0 || [...boxes.values()].some(strayed);
const unheard = () => [...chosen.values()].filter((frame) => !frame.heard);

function remember() {
  try {
    const found = {};
    for (const box of boxes.values()) {
      if (!box.begun && left.boxes[box.id]) found[box.id] = left.boxes[box.id];
      else if (box.begun && !box.area.readOnly && (notKept(box) || strayed(box))) found[box.id] = b64(Y.encodeStateAsUpdate(box.doc));
    }
    const sets = { ...left.sets };
    for (const frame of unheard()) sets[frame.box] = frame;
    sessionStorage.setItem(store, JSON.stringify({ at: Date.now(), boxes: found, sets }));
  } catch {
    // No storage: the page itself still has it.
  }
}

// Nobody else's words, and no old ones, wait in this tab.
for (const key of Object.keys(sessionStorage)) if (key.startsWith("rt-live:") && !key.endsWith(`:${say.who}`)) sessionStorage.removeItem(key);

function forget() {
  sessionStorage.removeItem(store);
}

// -- what people see -----------------------------------------------------------------------------------------------------------

function status(text) {
  const line = root.querySelector("[data-live-status]");
  if (ended && text !== say.endedText) return;
  if (line.textContent !== text) line.textContent = text;
}

function put(where, text, name = "") {
  root.querySelector(where).textContent = text.replace("NAME", name);
}

function signal(kind, name) {
  put("[data-live-private]", ""); // what was said quietly has been heard, and others may look at this screen
  asks(kind, name);
}

function asks(kind, name) {
  put("[data-live-signal]", kind === "pause" ? say.pauseText : kind === "stop" ? say.stopText : "", name);
}

// What stands quietly between two: on no page that everybody looks at. While it waits for somebody, this page asks now and then whether
// they were shown it: that may have been on another page, in another process.
const ASK_EVERY = 4000;
const between = root.querySelector("[data-live-quiet]");
let asking = null;
function quietly(frame) {
  if (!between) return;
  const { name } = frame;
  const text = frame.t === "private" ? say.privateText : frame.seen ? between.dataset.seenText : between.dataset.waitsText;
  const line = between.querySelector("[data-live-quiet-text]");
  const words = name ? text.replace("NAME", name) : "";
  if (line.textContent !== words) line.textContent = words;
  const end = between.querySelector("[data-live-quiet-end]");
  end.hidden = !name;
  end.dataset.liveQuietEnd = frame.id ?? "";
  clearInterval(asking);
  if (name && frame.t === "told" && !frame.seen) asking = setInterval(() => tell({ t: "quiet" }), ASK_EVERY);
}
between?.querySelector("[data-live-quiet-end]").addEventListener("submit", (event) => {
  if (!ready) return;
  event.preventDefault();
  tell({ t: "seen", id: event.target.dataset.liveQuietEnd });
});

let spoken = "";
function here(people) {
  put("[data-live-people]", say.hereText, people.map((person) => person.name).join(", "));
  const says = [];
  for (const box of boxes.values()) {
    const others = people.filter((person) => person.box === box.id && person.id !== me).map((person) => person.name);
    const line = box.area.closest("[data-live-group]").querySelector("[data-live-writers]");
    const text = others.length ? say.writesText.replace("NAME", others.join(", ")) : "";
    if (line.textContent !== text) line.textContent = text;
    if (others.length) says.push(`${box.area.labels[0]?.textContent}: ${text}`);
  }
  const all = says.join(". ");
  if (all !== spoken) root.querySelector("[data-live-says]").textContent = spoken = all;
}

// Who does it and by when: what is chosen here counts until the room has heard it; until then it is kept like the words.
const beside = (id) => [...root.querySelectorAll(`[data-live-of="${id}"]`)];
let choices = 0;

function choose(id) {
  const frame = { t: "set", box: id, n: (choices += 1) };
  for (const control of beside(id)) frame[control.dataset.liveSet] = control.value;
  chosen.set(id, frame);
  remember();
  status(ready ? say.keepingText : say.offlineText);
  if (ready) silent ||= Date.now();
  tell(frame);
}

function chose(frame) {
  const sent = chosen.get(frame.box);
  if (sent?.n !== frame.n) return;
  sent.heard = true;
  remember();
  settled();
}

// What was chosen before a reload and not heard.
function bring(id) {
  const frame = left.sets[id];
  delete left.sets[id];
  const controls = beside(id).filter((control) => !control.disabled);
  if (!frame || !controls.length || chosen.has(id)) return;
  for (const control of controls) control.value = frame[control.dataset.liveSet] ?? "";
  chosen.set(id, frame);
}

// As the room has it; what somebody is just writing here stays.
function stands(row) {
  const sent = chosen.get(row.box) ?? {};
  chosen.delete(row.box);
  for (const control of beside(row.box)) {
    const now = row[control.dataset.liveSet] ?? "";
    const known = [control.dataset.stood, sent[control.dataset.liveSet], now].includes(control.value);
    if (control !== document.activeElement || known) control.value = control.dataset.stood = now;
  }
}

root.addEventListener("change", (event) => event.target.dataset.liveOf && choose(event.target.dataset.liveOf));

// A box that was not there when the page was made: a step somebody added.
function show(row) {
  if (boxes.has(row.box)) return boxes.get(row.box);
  if (row.kind !== "step") return null;
  const group = root.querySelector("[data-live-template]").content.firstElementChild.cloneNode(true);
  const area = group.querySelector("textarea");
  for (const control of group.querySelectorAll("textarea, select, input")) {
    const label = group.querySelector(`label[for="${control.id}"]`);
    control.id = `${control.name}-${row.box}`;
    label.htmlFor = control.id;
    label.textContent = label.textContent.replace("NUMBER", row.place + 1);
    control.removeAttribute("name");
    if (control !== area) control.dataset.liveOf = row.box;
  }
  area.removeAttribute("aria-describedby");
  area.dataset.liveBox = row.box;
  area.readOnly = !root.querySelector("[data-live-add]");
  root.querySelector("[data-live-steps]").append(group);
  const box = new Box(area);
  box.begun = true;
  boxes.set(box.id, box);
  if (wanted === row.box) area.focus();
  return box;
}

let wanted = null;
root.querySelector("[data-live-add]")?.addEventListener("submit", (event) => {
  if (!ready) return;
  event.preventDefault();
  wanted = crypto.randomUUID();
  tell({ t: "step", box: wanted });
});
root.querySelector("[data-live-ask]")?.addEventListener("submit", (event) => {
  if (!ready) return;
  event.preventDefault();
  tell({ t: "signal", kind: event.submitter.value });
});
root.querySelector("[data-live-quietly]")?.addEventListener("submit", (event) => {
  if (!ready) return;
  event.preventDefault();
  tell({ t: "private" });
});
// Enter in no field sends the form while the page is live; whoever leaves with words that are not kept is asked.
root.querySelector("[data-live-form]").addEventListener("submit", (event) => ready && event.preventDefault());
window.addEventListener("beforeunload", (event) => {
  const at = document.activeElement; // a day typed and not left yet
  if (at?.dataset?.liveOf && at.value !== (at.dataset.stood ?? at.defaultValue ?? at.value)) choose(at.dataset.liveOf);
  if (ready) send();
  if (document.body.hidden) return forget(); // leaving quickly: nothing asks, nothing stays
  if (!ended && (underWay() || [...boxes.values()].some((box) => box.unsent.length))) event.preventDefault();
});

for (const area of root.querySelectorAll("textarea[data-live-box]")) {
  const box = new Box(area);
  boxes.set(box.id, box);
  area.addEventListener("input", () => grow(area));
}
connect();
grow(...[...boxes.values()].map((box) => box.area));
