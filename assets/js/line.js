// Opens the meeting's line before anything else of its page is there: on a slow network that is most of a second. The address says that
// nothing is here yet, so the room speaks first; what it says waits for live.js, which takes the line over.
if (!("roundtableLine" in globalThis)) {
  const { line: path } = document.currentScript.dataset;
  const line = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + path);
  const said = [];
  line.onmessage = (message) => said.push(message);
  globalThis.roundtableLine = { line, said };
}
