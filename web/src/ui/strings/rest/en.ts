import type { Strings } from "../ja.ts";
import { counted } from "../plural.ts";

export const rest: Strings["rest"] = {
  together: (sentences) => sentences.join(" "),
  ahead: (count) => `You have ${counted(count, "thing", "things")} planned today.`,
  left: (count) => `You have ${counted(count, "thing", "things")} left today.`,
  allOver: "Everything planned for today is done.",
  none: "Nothing is planned for today.",
  next: "Next: ",
  kept: "The agenda as I last saw it.",
  say: (examples) => `Try ${examples.join(" or ")}`,
  examples: {
    timerLeft: "“How long is left?”",
    tomorrow: "“What’s on tomorrow?”",
    add: "“Meeting at ten tomorrow”",
    readNotes: "“Read my notes”",
    timer: "“Set a timer for three minutes”",
    time: "“What time is it?”",
  },
  conversations: (count) => counted(count, "talk", "talks"),
  today: (count) => `${count} today`,
  documents: (count) => count.toLocaleString("en"),
  captions: "Captions",
  volume: "Volume",
  share: "Share",
  shareNothing: "Share (nothing has been said yet)",
  shared: "I copied this conversation. You can paste it anywhere.",
  notShared: "I could not hand it over. You can export it from the history.",
};
