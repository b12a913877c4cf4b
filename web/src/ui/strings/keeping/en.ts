import type { keeping as ja } from "./ja.ts";

const exchanges = (count: number): string => (count === 1 ? "1 exchange" : `${count} exchanges`);
const recordings = (count: number): string => (count === 1 ? "1 recording" : `${count} recordings`);

export const keeping: typeof ja = {
  newConversation: "New conversation",
  lead: "Take your history along as a file, and bring it back.",
  share: "Same history on every device",
  shareNote:
    "Devices of the same server show the same conversations, with their titles, pins, ratings and deletions. The words are kept on that server alone.",
  archive: "Export and import",
  archiveNote: "Without dates it is everything. Importing a file twice adds nothing.",
  from: "From",
  to: "Until",
  backwards: "Please choose a day that is not before “From”.",
  withVoices: "With the recordings that are kept",
  export: "Export",
  exportToRead: "Export to read (Markdown)",
  import: "Import",
  cancel: "Stop",
  working: "Working on it. One moment, please.",
  written: (turns) => `Exported ${exchanges(turns)}.`,
  writtenPartly: (turns, voices) =>
    `Exported ${exchanges(turns)}. ${recordings(voices)} did not fit: please export fewer days at a time.`,
  nothing: "There is nothing to export. Try other days.",
  read: (turns, voices) =>
    voices === 0 ? `Imported ${exchanges(turns)}.` : `Imported ${exchanges(turns)} and ${recordings(voices)}.`,
  readNothingNew: "All of it is here already. Nothing was changed.",
  lost: (count) => `${count} damaged ${count === 1 ? "entry" : "entries"} could not be read.`,
  notOurs: "I could not read this file. Please choose one that was exported here (.zip or .json).",
  stopped: "Stopped. What was done until then stays.",
  failed: "That did not work. Check that the device has room, and try again.",
  you: "You",
  secretary: "Secretary",
  untitled: "Untitled",
};
