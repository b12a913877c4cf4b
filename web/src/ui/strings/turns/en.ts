import type { Strings } from "../ja.ts";

export const turns: Strings["turns"] = {
  menu: "What can be done with this exchange",
  copy: "Copy",
  copied: "Copied.",
  notCopied: "I could not copy it. Select the words and copy them.",
  share: "Share",
  edit: "Edit and ask again",
  good: "Good answer",
  bad: "Poor answer",
  notRated: "I could not keep the rating. Check the free space of this device and try again.",
  replay: "Read the answer aloud",
  voices: "Play the recording",
  stop: "Stop the voice",
  noVoices: "There is no recording of this exchange.",
  voicesAway: "The recording is not on this device. Try again once we are connected.",
  notPlayed: "This device could not play the recording. Reading aloud works.",
  continueHere: "Continue here",
};
