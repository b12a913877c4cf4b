import type { Plugin, Rolldown } from "vite";

const LANGUAGES = ["ja", "en", "ko"] as const;
/** Before the styles: it fetches beside them. */
const PLACE = "<!-- begin -->";

/** Puts web/public/begin.js into the app's page, with the addresses of the words of each language. */
export const begin = (): Plugin => ({
  name: "begin",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((file): file is Rolldown.OutputChunk => file.type === "chunk");
      const words = LANGUAGES.map((language) => {
        const ofLanguage = `/ui/strings/${language}.ts`;
        const files = chunks.filter(
          ({ facadeModuleId, moduleIds }) =>
            facadeModuleId?.endsWith(ofLanguage) || moduleIds.some((id) => id.endsWith(ofLanguage)),
        );
        if (files.length === 0) throw new Error(`no file of the build holds ${ofLanguage}`);
        return `data-${language}="${files.map(({ fileName }) => `/${fileName}`).join(" ")}"`;
      });
      return html.replace(PLACE, `<script src="/begin.js" ${words.join(" ")}></script>`);
    },
  },
});
