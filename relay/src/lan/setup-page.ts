/**
 * The page over plain HTTP: the certificate authority, how to install it, the way on to the secretary. All three
 * languages are in it, and nothing from outside. Without its script a person types the pairing code.
 */
import { createHash } from "node:crypto";
import { PAIRING_FRAGMENT } from "@hisho/protocol";
import { renderSVG } from "uqr";
import { SETUP_STRINGS, type SetupStrings } from "./setup-strings.ts";

/** Where the page expects the authority's certificate, on its own server. */
export const CERTIFICATE_PATH = "/root.crt";

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { margin: 0 auto; max-width: 40rem; padding: 1.5rem }
nav { display: flex; gap: .5rem; flex-wrap: wrap }
nav a { padding: .75rem }
h1 { font-size: 1.5rem; line-height: 1.3 }
section + section { border-top: 1px solid; margin-top: 3rem; padding-top: 1rem }
.one section + section { border: 0; margin: 0; padding: 0 }
.go { display: block; margin: 1rem 0; padding: 1rem; border: 2px solid; border-radius: .75rem; text-align: center }
.go { color: inherit; font-weight: 600; text-decoration: none }
dt { font-weight: 600; margin-top: .75rem }
dd { margin: 0 }
figure { margin: 1rem 0 0 }
figure svg { background: #fff; width: 12rem; height: 12rem }
`;

/** The person's language alone, and the others on request; a code in the address goes on to the secretary. */
const SCRIPT = `
const code = location.hash.startsWith("${PAIRING_FRAGMENT}") ? location.hash : "";
for (const link of document.querySelectorAll("a[data-on]")) link.hash = code;
const sections = [...document.querySelectorAll("section")];
const show = (lang) => {
  document.documentElement.lang = lang;
  for (const section of sections) section.hidden = section.lang !== lang;
};
for (const link of document.querySelectorAll("nav a")) link.addEventListener("click", (event) => {
  event.preventDefault();
  show(link.lang);
});
document.querySelector("main").className = "one";
show(navigator.languages.map((tag) => tag.slice(0, 2)).find((lang) => document.getElementById(lang) !== null) ?? "en");
`;

const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
const POLICY = `default-src 'none'; style-src ${hashOf(STYLE)}; script-src ${hashOf(SCRIPT)}; base-uri 'none'; form-action 'none'`;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

const NAMES: Readonly<Record<SetupStrings["lang"], string>> = { ja: "日本語", en: "English", ko: "한국어" };

/** Where things are. Addresses are origins. */
export interface SetupPlaces {
  /** This page, for the code that other devices scan. */
  page: string;
  /** Where the secretary is, by https. */
  secretary: string;
}

function section(strings: SetupStrings, { secretary }: SetupPlaces): string {
  const steps = strings.install.map(({ device, how }) => `<dt>${escaped(device)}</dt><dd>${escaped(how)}</dd>`);
  return `<section lang="${strings.lang}" id="${strings.lang}">
<h1>${escaped(strings.title)}</h1>
<p>${escaped(strings.why)}</p>
<a class="go" href="${CERTIFICATE_PATH}">${escaped(strings.get)}</a>
<dl>${steps.join("")}</dl>
<a class="go" data-on href="${escaped(secretary)}/">${escaped(strings.open)}</a>
<p>${escaped(strings.scan)}</p>
</section>`;
}

/** The whole document. */
export function setupPage(places: SetupPlaces): string {
  const links = SETUP_STRINGS.map(({ lang }) => `<a href="#${lang}" lang="${lang}">${NAMES[lang]}</a>`);
  const page = `${places.page}/`;
  return `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>秘書 Hisho</title>
<style>${STYLE}</style>
<nav>${links.join("")}</nav>
<main>
${SETUP_STRINGS.map((strings) => section(strings, places)).join("\n")}
</main>
<figure>${renderSVG(page, { border: 2 })}<figcaption>${escaped(page)}</figcaption></figure>
<script>${SCRIPT}</script>
</html>
`;
}
