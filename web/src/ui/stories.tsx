/**
 * Every state of the screens from fixed facts, for looking at: `stories.html?story=speaking&lang=ja&theme=dark`.
 * `shelf`, `history`, `sharing`, `agenda` and `relay` name the state of what they hold (testing/).
 * Served in development only; `npm run screens` goes through all of them (testing/screens.ts).
 */

import { NO_PERSONA } from "@hisho/protocol";
import { createRoot } from "react-dom/client";
import { createStore } from "zustand/vanilla";
import { createOwnStage } from "../avatar/own.ts";
import { Score } from "../avatar/score.ts";
import type { Sky } from "../kiosk/hours.ts";
import type { Language, Settings } from "../session/talk.ts";
import { App } from "./App.tsx";
import { type Services, ServicesContext } from "./services.ts";
import { CATALOGUES } from "./strings/catalogue.ts";
import { createWords, loadStrings } from "./strings/words.ts";
import { characterWith } from "./talk/Character.tsx";
import { storyPlanner } from "./testing/agenda.ts";
import { findFaults } from "./testing/faults.ts";
import { storyKiosk, storyWatchdog } from "./testing/kiosk.ts";
import { storyKnowledge } from "./testing/knowledge.ts";
import { Parts } from "./testing/Parts.tsx";
import { storyRelay } from "./testing/relay.ts";
import { storySharing } from "./testing/sharing.ts";
import { storySound } from "./testing/sound.ts";
import { stillFigure } from "./testing/still.tsx";
import { bookIn, storyBook, storyOf } from "./testing/stories.ts";

declare global {
  interface Window {
    findFaults: typeof findFaults;
    /** Puts on another look. */
    wear: (dark: boolean, contrast: boolean) => void;
  }
}

const query = new URLSearchParams(window.location.search);
const pick = <Value extends string>(name: string, allowed: readonly Value[], otherwise: Value): Value =>
  allowed.find((value) => value === query.get(name)) ?? otherwise;

const language: Language = pick("lang", ["ja", "en", "ko"], "ja");
/** What was said, kept and planned, where that is in another language than the page. */
const said: Language = pick("said", ["ja", "en", "ko"], language);
const sizes = ["80", "100", "125", "150", "200"] as const;
const settings = createStore<Settings>(() => ({
  language,
  mode: "hands_free",
  audio: true,
  voice: null,
  speakingRate: 1,
  theme: pick("theme", ["system", "light", "dark"], "light"),
  contrast: pick("contrast", ["system", "more"], "system"),
  captionSize: Number(pick("size", sizes, "100")) as Settings["captionSize"],
  avatar: "shiori",
  shot: pick("shot", ["face", "bust", "full"], "bust"),
  motion: "system",
  ground: pick("ground", ["wall", "colour", "gradient", "picture", "clear"], "wall"),
  groundColour: "#e7dccb",
  recall: true,
  share: null,
  persona: NO_PERSONA,
  addressed: false,
  keysOff: [],
  ignoreToggles: false,
  token: "",
  microphone: "",
  speaker: "",
  volume: 0.8,
  captions: pick("captions", ["voice", "only", "off"], "voice"),
  alerts: false,
  welcomed: query.get("welcome") === null,
}));
const name = query.get("story") ?? "speaking";
const story = storyOf(name === "parts" ? "listening" : name, said);
const talk = createStore(() => story);
const nothing = (): void => undefined;
const state = (of: string): string => query.get(of) ?? "full";
window.fetch = storyRelay(state("relay"), said, window.fetch.bind(window));
window.findFaults = findFaults;
window.wear = (dark, contrast) =>
  settings.setState({ theme: dark ? "dark" : "light", contrast: contrast ? "more" : "system" });
document.documentElement.style.fontSize = `${Number(query.get("text") ?? 100)}%`;

const services: Services = {
  talk,
  settings,
  words: createWords(settings, CATALOGUES[language], loadStrings).inUse,
  actions: {
    begin: async () => talk.setState({ microphoneOpen: true, phase: "listening" }),
    mute: (muted) => talk.setState({ muted }),
    press: () => talk.setState({ phase: "hearing", microphoneOpen: true }),
    release: () => talk.setState({ phase: "thinking" }),
    interrupt: () => talk.setState({ phase: "interrupted" }),
    ignore: (ignoring) => talk.setState({ ignoring }),
    sendText: nothing,
    askAbout: (about) => talk.setState({ about }),
    converse: () => talk.setState({ turns: [] }),
    again: nothing,
    settings: (change) => settings.setState(change),
    editKept: () => true,
    removeKept: () => nothing,
    playKept: nothing,
    seen: nothing,
  },
  pairing: { store: createStore(() => ({ at: "rest" })), begin: async () => nothing() },
  sound: storySound(),
  history: bookIn(state("history"), storyBook(said)),
  sharing: storySharing(state("sharing")),
  endNow: async () => true,
  findVoices: async () => ({ sounds: [], away: false }),
  planner: storyPlanner(said, state("agenda")),
  ...storyKnowledge(state("shelf"), said),
  ...createOwnStage({
    settings,
    choose: (avatar) => settings.setState({ avatar }),
    storage: window.localStorage,
    newId: () => crypto.randomUUID(),
  }),
  kiosk: storyKiosk(name, language, pick<Sky>("sky", ["dawn", "day", "dusk", "night"], "day")),
  watchdog: storyWatchdog(name),
  meters: { microphoneDbfs: () => -32, voiceDbfs: () => -26 },
  update: createStore(() => ({ ready: false, apply: nothing })),
  score: new Score(),
};

const shut = { read: (weights: Float32Array) => weights.fill(0), playedMs: () => 0, levelDbfs: () => -100 };
const still = query.get("still");
const figure = query.get("figure") === "none" ? null : still === null ? characterWith(shut) : stillFigure(still);
const root = document.getElementById("root");
if (root === null) throw new Error("stories.html has no #root");
createRoot(root).render(
  <ServicesContext value={services}>{name === "parts" ? <Parts /> : <App figure={figure} />}</ServicesContext>,
);
