import { counted } from "../plural.ts";
import type { MemoryStrings, ReadingStrings } from "./ja.ts";

export const memory: MemoryStrings = {
  lead: "What you asked me to remember. I use it in every conversation and keep it until you tell me to forget it.",
  add: "Something to remember",
  example: "My locker is 214",
  keep: "Remember",
  loading: "Getting what I remember.",
  empty: "Nothing yet. You can also say it: “Remember that my locker is 214”.",
  count: (count) => `I remember ${counted(count, "thing", "things")}`,
  export: "Export",
  edit: "Edit",
  editOf: (text) => `Edit “${text}”`,
  save: "Remember this",
  forget: "Forget",
  forgetOf: (text) => `Forget “${text}”`,
  forgotten: "Forgotten.",
  recall: "Look in earlier conversations",
  recallNote:
    "When off, I do not look in earlier conversations, and what we say here is not looked up later. The history stays.",
  away: "I cannot reach the server right now. Please check the connection and try again.",
};

export const readings: ReadingStrings = {
  lead: "How I say names and words. It changes my voice only, never what is written.",
  written: "Written",
  spoken: "Said like",
  language: "Language of my voice",
  teach: "Teach",
  examples: {
    ja: { written: "Machida", spoken: "ma-chi-da" },
    en: { written: "Nguyen", spoken: "win" },
    ko: { written: "Seoul", spoken: "서울" },
  },
  loading: "Getting the readings.",
  empty: "Nothing yet. You can also say it: “Pronounce Nguyen as win”.",
  readAs: "is said like",
  remove: "Remove",
  removeOf: (written) => `Remove the reading of “${written}”`,
  removed: (written) => `I say “${written}” as before.`,
  import: "Import",
  export: "Export (CSV)",
  imported: (taught, refused) =>
    refused === 0 ? `I learned ${taught}.` : `I learned ${taught} and could not read ${refused}.`,
  refused: (entry, field) =>
    field === "language"
      ? `Line ${entry}: the language has to be ja, en or ko.`
      : `Line ${entry}: written and spoken have to be there, at most 100 characters each.`,
  unreadable: "I could not read this file. Use CSV with the columns written, spoken and language, or exported JSON.",
  away: "I cannot reach the server right now. Please check the connection and try again.",
};
