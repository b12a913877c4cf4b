/** The app as a system installs it (W3C Web Application Manifest, with File Handling, Launch Handler and Share Target). */
import type { ManifestOptions } from "vite-plugin-pwa";

/** What the relay reads (docs/protocol.md, `POST /api/v1/rag/index`), by type and by ending: systems know one or the other. */
const SHARED_KINDS = [
  ...[
    "text/plain",
    "text/markdown",
    "text/html",
    "text/csv",
    "application/pdf",
    "application/epub+zip",
    "application/zip",
  ],
  ...["docx", "pptx", "xlsx"].map((ending) => `.${ending}`),
  ...["txt", "md", "html", "csv", "pdf", "epub", "zip"].map((ending) => `.${ending}`),
];

/** The other two languages of a member (its `_localized` form); a browser that does not know it shows the Japanese. */
const also = (member: string, en: string, ko: string): Record<string, object> => ({
  [`${member}_localized`]: { en, ko },
});

const shortcutIcon = [{ src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" }];

/** Each language: the name, and the one for little room. */
type Names = readonly [name: string, short: string];
const shortcut = (url: string, ja: Names, en: Names, ko: Names) => ({
  ...{ name: ja[0], short_name: ja[1], url, icons: shortcutIcon },
  ...also("name", en[0], ko[0]),
  ...also("short_name", en[1], ko[1]),
});

/** Taken by `npm run app:pictures`. */
const picture = (name: string, form_factor: "narrow" | "wide", sizes: string, label: string) => ({
  src: `/screenshots/${name}.jpg`,
  type: "image/jpeg",
  sizes,
  form_factor,
  label,
});

export const MANIFEST: Partial<ManifestOptions> = {
  id: "/",
  name: "秘書 Hisho",
  short_name: "秘書",
  ...also("name", "Hisho", "비서 Hisho"),
  ...also("short_name", "Hisho", "비서"),
  description: "声で話す秘書。聞いて、調べて、声でお答えします。",
  ...also(
    "description",
    "A secretary you talk to. It listens, looks things up and answers aloud.",
    "말로 부탁하는 비서예요. 듣고, 찾아보고, 목소리로 답해요.",
  ),
  lang: "ja",
  dir: "ltr",
  start_url: "/",
  scope: "/",
  display: "standalone",
  background_color: "#ecefea",
  theme_color: "#ecefea",
  categories: ["productivity", "utilities"],
  // A second opening must not end a talk that is going on: the page that is there takes what was opened.
  launch_handler: { client_mode: ["focus-existing", "auto"] },
  shortcuts: [
    shortcut("/?launch=new", ["新しいお話", "新しいお話"], ["New conversation", "New"], ["새 대화", "새 대화"]),
    shortcut("/#/agenda", ["予定", "予定"], ["Agenda", "Agenda"], ["일정", "일정"]),
    shortcut("/?launch=type", ["文字で話す", "文字"], ["Type instead", "Type"], ["글로 말하기", "글"]),
  ],
  share_target: {
    action: "/share",
    method: "POST",
    enctype: "multipart/form-data",
    params: { title: "title", text: "text", url: "url", files: [{ name: "file", accept: SHARED_KINDS }] },
  },
  file_handlers: [
    { action: "/", accept: { "model/gltf-binary": [".vrm", ".vrma"] } },
    { action: "/", accept: { "application/pdf": [".pdf"] } },
  ],
  icons: [
    { src: "/icons/icon-192.png", sizes: "192x192", type: "image/png" },
    { src: "/icons/icon-512.png", sizes: "512x512", type: "image/png" },
    { src: "/icons/maskable-512.png", sizes: "512x512", type: "image/png", purpose: "maskable" },
  ],
  screenshots: [
    picture("narrow-talk", "narrow", "780x1688", "お話"),
    picture("narrow-agenda", "narrow", "780x1688", "予定"),
    picture("wide-talk", "wide", "1280x800", "お話"),
    picture("wide-settings", "wide", "1280x800", "設定"),
  ],
};
