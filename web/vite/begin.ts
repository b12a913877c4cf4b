import type { Plugin, Rolldown } from "vite";

const LANGUAGES = ["ja", "en", "ko"] as const;
/** Before the styles: it fetches beside them. */
const PLACE = "<!-- begin -->";

/** Puts web/public/begin.js into the app's page, with the addresses of the words it may have fetched. */
export const begin = (): Plugin => ({
  name: "begin",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((file): file is Rolldown.OutputChunk => file.type === "chunk");
      const words = LANGUAGES.flatMap((language) => {
        const chunk = chunks.find(({ moduleIds }) => moduleIds.some((id) => id.endsWith(`/ui/strings/${language}.ts`)));
        return chunk === undefined ? [] : [`data-${language}="/${chunk.fileName}"`];
      });
      return html.replace(PLACE, `<script src="/begin.js" ${words.join(" ")}></script>`);
    },
  },
});
