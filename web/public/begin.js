/**
 * Runs before the app has come: puts the chosen language and theme on the page, and has the words of that language
 * fetched beside the app. The build writes their addresses on this script's element (web/vite/begin.ts).
 */
(() => {
  const known = ["ja", "en", "ko"];
  const primary = (tag) => tag.slice(0, 2).toLowerCase();
  let chosen = {};
  try {
    chosen = JSON.parse(localStorage.getItem("hisho.settings") ?? "{}") ?? {};
  } catch {
    // Without storage, or with one that is damaged, the browser's own choices stand.
  }
  const language =
    known.find((one) => one === chosen.language) ??
    navigator.languages.map(primary).find((one) => known.includes(one)) ??
    "en";
  const root = document.documentElement;
  root.lang = language;
  if (chosen.theme === "light" || chosen.theme === "dark") root.dataset.theme = chosen.theme;
  for (const href of document.currentScript.dataset[language].split(" ")) {
    const link = document.createElement("link");
    Object.assign(link, { rel: "modulepreload", href, crossOrigin: "" });
    document.head.append(link);
  }
})();
