// Opens the meeting's line while the rest of its page is still on the way: on a slow network that is half a second. What the room says
// meanwhile waits for live.js, which takes the line over.
if (!("roundtableLine" in globalThis)) {
  const { line: path } = document.currentScript.dataset;
  const line = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + path);
  const said = [];
  line.onopen = () => line.send('{"t":"hello","have":{}}');
  line.onmessage = (message) => said.push(message);
  globalThis.roundtableLine = { line, said };
}
