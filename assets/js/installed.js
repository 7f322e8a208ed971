// Only the installed app, which starts here, gets a page for when there is no network. In a tab nothing is left behind.
if (new URLSearchParams(window.location.search).has("app") && "serviceWorker" in navigator) {
  navigator.serviceWorker.register("/static/ui/service-worker.js", { scope: "/" }).catch(() => {});
}
