import type { Plugin, Rolldown } from "vite";

const LANGUAGES = ["ja", "en", "ko"] as const;
/** Before the styles: it fetches beside them. */
const PLACE = "<!-- begin -->";
const APP = /\s*<script type="module"[^>]* src="([^"]+)"[^>]*><\/script>/g;
const BESIDE = /\s*<link rel="modulepreload"[^>]* href="([^"]+)"[^>]*>/g;
const FACE = /figtree-latin-wght-normal.*\.woff2$/;

/**
 * Puts web/public/begin.js into the app's page, with the addresses of the app, of what it needs, of the words of each
 * language and of the face of Latin letters: it has them fetched when the room has been painted.
 */
export const begin = (): Plugin => ({
  name: "begin",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      if (!html.includes(PLACE)) return html;
      const files = Object.values(bundle ?? {});
      const chunks = files.filter((file): file is Rolldown.OutputChunk => file.type === "chunk");
      const ofLanguage = (language: string): string[] => {
        const words = `/ui/strings/${language}.ts`;
        return chunks
          .filter(({ facadeModuleId, moduleIds }) => [facadeModuleId, ...moduleIds].some((id) => id?.endsWith(words)))
          .map(({ fileName }) => `/${fileName}`);
      };
      const addresses = (tags: RegExp): string[] => Array.from(html.matchAll(tags), ([, address]) => address ?? "");
      const facts: Record<string, string[]> = {
        ...Object.fromEntries(LANGUAGES.map((language) => [language, ofLanguage(language)])),
        app: addresses(APP),
        beside: addresses(BESIDE),
        face: files.flatMap(({ fileName }) => (FACE.test(fileName) ? [`/${fileName}`] : [])),
      };
      for (const [name, found] of Object.entries(facts))
        if (found.length === 0) throw new Error(`begin.js is to know ${name}, and the build has no such file`);
      const data = Object.entries(facts).map(([name, found]) => `data-${name}="${found.join(" ")}"`);
      return html
        .replace(APP, "")
        .replace(BESIDE, "")
        .replace(PLACE, `<script src="/begin.js" ${data.join(" ")}></script>`);
    },
  },
});
