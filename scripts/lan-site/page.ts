/** The page on port 80: the certificate, how to install it, the way on. It needs no script and nothing from outside. */
import { renderSVG } from "uqr";
import { SITE_STRINGS, type SiteStrings } from "./strings.ts";

const STYLE = `
:root { color-scheme: light dark; font: 1rem/1.6 system-ui, sans-serif }
body { margin: 0 auto; max-width: 40rem; padding: 1.5rem }
nav { display: flex; gap: 1rem }
section + section { border-top: 1px solid; margin-top: 3rem; padding-top: 1rem }
.go { display: block; margin: 1rem 0; padding: 1rem; border: 2px solid; border-radius: .75rem; text-align: center }
dt { font-weight: 600; margin-top: .5rem }
dd { margin: 0 }
figure { margin: 2rem 0 0 }
figure svg { background: #fff; width: 12rem; height: 12rem }
`;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[sign] ?? sign);

const NAMES: Readonly<Record<string, string>> = { ja: "日本語", en: "English", ko: "한국어" };

function section(strings: SiteStrings, address: string): string {
  const steps = strings.install.map(({ device, how }) => `<dt>${escaped(device)}</dt><dd>${escaped(how)}</dd>`);
  return `<section lang="${strings.lang}" id="${strings.lang}">
<h1>${escaped(strings.title)}</h1>
<p>${escaped(strings.why)}</p>
<a class="go" href="/root.crt">${escaped(strings.get)}</a>
<dl>${steps.join("")}</dl>
<a class="go" href="https://${escaped(address)}/">${escaped(strings.open)}</a>
<p>${escaped(strings.scan)}</p>
</section>`;
}

/** @param address where devices of the network find this machine: an address or a name, without a scheme */
export function sitePage(address: string): string {
  const links = SITE_STRINGS.map(({ lang }) => `<a href="#${lang}" lang="${lang}">${NAMES[lang]}</a>`);
  return `<!doctype html>
<html lang="ja">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>秘書 Hisho</title>
<style>${STYLE}</style>
<nav>${links.join("")}</nav>
<main>
${SITE_STRINGS.map((strings) => section(strings, address)).join("\n")}
<figure>${renderSVG(`http://${address}/`, { border: 2 })}<figcaption>http://${escaped(address)}/</figcaption></figure>
</main>
</html>
`;
}
