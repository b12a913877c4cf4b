/**
 * Runs in a page. Words in kana or Hangul whose language (the nearest `lang`, WCAG 3.1.1 and 3.1.2) is another one:
 * a screen reader would say them in the wrong voice, and a browser draw them with another country's glyphs.
 */
export function foreignWords(): string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = new Set<string>();
  while (walker.nextNode()) {
    const words = (walker.currentNode as Text).data.trim();
    const element = walker.currentNode.parentElement;
    if (element === null || element.closest("script, style") !== null) continue;
    const lang = element.closest("[lang]")?.getAttribute("lang")?.slice(0, 2) ?? "";
    const wanted = /[\u3041-\u30fa]/u.test(words) ? "ja" : /[\uac00-\ud7a3]/u.test(words) ? "ko" : lang;
    if (wanted !== lang) found.add(`${wanted} in ${lang}: ${element.localName} “${words.slice(0, 40)}”`);
  }
  return [...found];
}
