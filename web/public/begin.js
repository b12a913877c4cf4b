/**
 * Runs before the app has come: puts the chosen language and look on the page, shows the room with her picture in it
 * (index.html) where that is what will be shown, and has the app fetched when this has been painted: a slow line then
 * carries the picture first. The build writes the addresses on this script's element (web/vite/begin.ts).
 */
(() => {
  const files = document.currentScript.dataset;
  const root = document.documentElement;
  const known = ["ja", "en", "ko"];
  const primary = (tag) => tag.slice(0, 2).toLowerCase();
  const kept = (key) => {
    try {
      return JSON.parse(localStorage.getItem(key) ?? "{}") ?? {};
    } catch {
      // Without storage, or with one that is damaged, the browser's own choices stand.
      return {};
    }
  };
  const chosen = kept("hisho.settings");
  const prefers = (what) => matchMedia(`(prefers-${what})`).matches;
  const isReception = new URLSearchParams(location.search).has("kiosk") || kept("hisho.kiosk").on === true;

  const language =
    known.find((one) => one === chosen.language) ??
    navigator.languages.map(primary).find((one) => known.includes(one)) ??
    "en";
  root.lang = language;
  // By the hour on a reception screen: the app knows it.
  if (chosen.theme === "light" || chosen.theme === "dark") root.dataset.theme = chosen.theme;
  else if (!isReception) root.dataset.theme = prefers("color-scheme: dark") ? "dark" : "light";
  if (chosen.contrast === "more" || prefers("contrast: more")) root.dataset.contrast = "more";
  if (Number.isFinite(chosen.captionSize)) root.style.setProperty("--caption-scale", String(chosen.captionSize / 100));

  /** @returns whether there is something to paint */
  const showRoom = () => {
    const room = document.getElementById("room");
    if (room === null || isReception || !/^#?\/?$/.test(location.hash)) return false;
    if (chosen.welcomed === true) room.dataset.mode = "talk";
    if (typeof chosen.captions === "string") room.dataset.captions = chosen.captions;
    const isHers = (chosen.avatar ?? "shiori") === "shiori" && (chosen.shot ?? "bust") === "bust";
    if (!isHers) room.querySelector("img").remove();
    room.hidden = false;
    return true;
  };
  let isAsked = false;
  const fetchApp = () => {
    if (isAsked) return;
    isAsked = true;
    const add = (tag, facts) => document.head.append(Object.assign(document.createElement(tag), facts));
    const beside = [...files.beside.split(" "), ...files[language].split(" ")];
    for (const href of beside) add("link", { rel: "modulepreload", href, crossOrigin: "" });
    add("link", { rel: "preload", href: files.face, as: "font", type: "font/woff2", crossOrigin: "" });
    add("script", { type: "module", src: files.app, crossOrigin: "" });
  };
  document.addEventListener("DOMContentLoaded", () => {
    // Nothing is painted where nobody looks or there is nothing yet; and a paint that nobody tells of must not keep the app.
    if (!showRoom() || document.hidden) fetchApp();
    setTimeout(fetchApp, 1_500);
    new PerformanceObserver(fetchApp).observe({ type: "paint", buffered: true });
  });
})();
