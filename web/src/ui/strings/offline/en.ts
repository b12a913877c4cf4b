import { counted } from "../plural.ts";
import type { OfflineStrings } from "./ja.ts";

export const offline: OfflineStrings = {
  taken: "I have noted it. I will answer as soon as we are connected.",
  takenHere: "I have noted it. This device cannot store it, so please keep this page open until I answer.",
  kept: (count) => counted(count, "question kept", "questions kept"),
  pending: "Waiting to be written out",
  unheard: "I could not make this out. Please say it again.",
  spoken: "Spoken memo",
  typed: "Typed memo",
  play: (length) => `Play the spoken memo, ${length}`,
  edit: (words) => `Edit “${words}”`,
  editing: "Edit the question",
  save: "Keep it like this",
  remove: (words) => `Take back “${words}”`,
  removeSpoken: "Take back the spoken memo",
  removed: "Taken back.",
  tooLate: "It has been sent and can no longer be changed.",
  answered: (count) =>
    count === 1
      ? "I answered the question I kept. You find it in the history."
      : `I answered the ${count} questions I kept. You find them in the history.`,
};
