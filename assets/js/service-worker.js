// Without a network the installed app says so, in place of the browser's own page. Keeps static files and that one page: never a page
// with something of anybody's, and nothing under a sign-in.
const CACHE = "roundtable-1";
const OFFLINE = "/offline/";
const KEPT = [
  OFFLINE,
  "/static/ui/roundtable.css",
  "/static/ui/roundtable.js",
  "/static/ui/icon.svg",
  "/static/ui/fonts/source-sans-3-latin-wght-normal.woff2",
];
// Who leaves quickly gets the browser's own page, where nothing is ours.
const LEAVING = ["/quick-exit/", "/clouds/"];

const keep = async () => {
  const cache = await caches.open(CACHE);
  for (const path of KEPT) {
    const answer = await fetch(new Request(path, { credentials: "omit", cache: "reload" }));
    if (answer.ok && !answer.redirected) await cache.put(path, answer);
  }
};

const forgetOld = async () => {
  for (const name of await caches.keys()) if (name !== CACHE) await caches.delete(name);
};

const kept = async (path) => (await caches.match(path)) ?? Response.error();

self.addEventListener("install", (event) => event.waitUntil(keep()));
self.addEventListener("activate", (event) => event.waitUntil(forgetOld()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin || LEAVING.includes(pathname)) return;
  if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => kept(OFFLINE)));
  else if (KEPT.includes(pathname)) event.respondWith(fetch(request).catch(() => kept(pathname)));
});
