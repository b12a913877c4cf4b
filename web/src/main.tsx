import { StrictMode, startTransition } from "react";
import { createRoot } from "react-dom/client";
import { createDeskClient } from "./agenda/desk-client.ts";
import { createPlanner } from "./agenda/planner.ts";
import { createVoice } from "./audio/create-voice.ts";
import { showWeights } from "./audio/mouth-probe.ts";
import { canChooseSpeaker } from "./audio/unlock.ts";
import { createOwnStage } from "./avatar/own.ts";
import { isProbed } from "./avatar/probe.ts";
import { Score } from "./avatar/score.ts";
import { everyPage } from "./history/changes.ts";
import { endDeletions } from "./history/ending.ts";
import { Erasures, eraseAtRelay } from "./history/erasures.ts";
import { History } from "./history/history.ts";
import { keepWhenWorthKeeping } from "./history/keep.ts";
import { searchThread } from "./history/search-thread.ts";
import { shareHistory } from "./history/sharing/sharing.ts";
import { createCamera } from "./kiosk/camera.ts";
import { createHandoffClient } from "./kiosk/handoff-client.ts";
import { createKiosk } from "./kiosk/kiosk.ts";
import { kioskPace } from "./kiosk/pace.ts";
import { createScreenHold } from "./kiosk/screen-hold.ts";
import { kioskStart, loadKiosk } from "./kiosk/settings.ts";
import { createWiping } from "./kiosk/wiping.ts";
import { createAnnouncer } from "./knowledge/announcer.ts";
import { createDocumentsClient } from "./knowledge/documents-client.ts";
import { createPassageBook, keepCited } from "./knowledge/passages.ts";
import { createReader } from "./knowledge/reader.ts";
import { browserReaderParts } from "./knowledge/reader-parts.ts";
import { keepRecentVoices, MOST_COPIES } from "./knowledge/recent-voices.ts";
import { createShelf } from "./knowledge/shelf.ts";
import { createFindVoices } from "./knowledge/voices.ts";
import { Acknowledgement } from "./session/acknowledgement.ts";
import { browserAcknowledgement } from "./session/acknowledgement-parts.ts";
import { findSpeechRecognition } from "./session/browser-recognizer.ts";
import { systemClock } from "./session/clock.ts";
import { EchoBook, type KnownEcho } from "./session/echo.ts";
import type { KeyValueStorage } from "./session/identity.ts";
import { newId } from "./session/new-id.ts";
import { keepTurns, mayTalk } from "./session/one-page.ts";
import { createPairing, deviceName, takePairingCode } from "./session/pairing.ts";
import { createTalk } from "./session/session.ts";
import { loadSettings } from "./session/settings.ts";
import { createSoundDesk } from "./session/sound-desk.ts";
import { App } from "./ui/App.tsx";
import { keepLineReady } from "./ui/acknowledging.ts";
import { createAlerts } from "./ui/alerts/alerts.ts";
import { takeAlertAnswers } from "./ui/alerts/answers.ts";
import { keepPush } from "./ui/alerts/keep-push.ts";
import { badgeUnread } from "./ui/badge.ts";
import { watchForUpdates } from "./ui/page-update.ts";
import { watchForPerson } from "./ui/presence.ts";
import { type Services, ServicesContext } from "./ui/services.ts";
import { LANGUAGES } from "./ui/strings/languages.ts";
import { createWords, loadStrings } from "./ui/strings/words.ts";
import { characterWith } from "./ui/talk/Character.tsx";
import { browserProbes } from "./watchdog/probes.ts";
import { runWatchdog } from "./watchdog/run.ts";

/** A hurried watchdog takes a busy machine for a broken one. */
const WATCH_TEMPO_LEAST = 0.2;

/** A browser that refuses storage throws at the first look; then choices last as long as the page. */
function settingsStorage(): KeyValueStorage {
  try {
    return window.localStorage;
  } catch {
    const kept = new Map<string, string>();
    return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
  }
}

function onWake(listener: () => void): () => void {
  const seen = (): void => {
    if (!document.hidden) listener();
  };
  window.addEventListener("online", listener);
  // A network that has gone closes no socket: the next look at it does.
  window.addEventListener("offline", listener);
  document.addEventListener("visibilitychange", seen);
  return () => {
    window.removeEventListener("online", listener);
    window.removeEventListener("offline", listener);
    document.removeEventListener("visibilitychange", seen);
  };
}

const voice = createVoice();
const alerts = createAlerts({
  isOn: () => talk.settings.getState().alerts,
  isHidden: () => document.hidden,
  permission: () => (typeof Notification === "undefined" ? "denied" : Notification.permission),
  words: () => words.inUse.getState().alerts,
  now: () => new Date(),
  worker: async () => (await navigator.serviceWorker?.getRegistration()) ?? null,
});
const history = new History({ writer: newId(), changes: everyPage(), search: searchThread(systemClock) });
let knownEcho: () => KnownEcho | null = () => null;
const locks = (navigator as Partial<Navigator>).locks;
// Before anything is opened: what comes from the relay finds everything in its place.
const [isTalking, firstWords] = await Promise.all([
  mayTalk(locks),
  loadStrings(loadSettings(settingsStorage(), navigator.languages).language),
]);
const acknowledgement = new Acknowledgement(
  browserAcknowledgement(() => talk.settings.getState().token, window.caches as CacheStorage | undefined),
);
const talk = createTalk({
  voice,
  elsewhere: !isTalking,
  echo: () => knownEcho(),
  history,
  storage: settingsStorage(),
  url: window.location.origin,
  pageOrigin: window.location.origin,
  languages: navigator.languages,
  timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
  WebSocket,
  fetch: (input, init) => fetch(input, init),
  clock: systemClock,
  random: Math.random,
  newId,
  onWake,
  acknowledgement: () => acknowledgement.packets,
  isPersonThere: watchForPerson(window, document, () => performance.now()),
  SpeechRecognition: findSpeechRecognition(window),
  kiosk: () => kioskStart(loadKiosk(settingsStorage())),
  onPage: (action) => kiosk.order(action),
  onAlarm: (alarm) => alerts.show(alarm),
});

const words = createWords(talk.settings, firstWords, loadStrings);
badgeUnread(talk.store, talk.actions.seen, navigator, document);
keepLineReady(acknowledgement, talk, systemClock, words.load);
keepWhenWorthKeeping(talk.store, navigator.storage);
keepTurns(
  locks,
  {
    store: talk.store,
    giveWay: talk.giveWay,
    takeBack: () => talk.actions.converse(talk.store.getState().conversation),
  },
  isTalking,
  new AbortController().signal,
);

const pairing = createPairing({
  url: window.location.origin,
  deviceName: deviceName(navigator),
  fetch: (input, init) => fetch(input, init),
  keepToken: (token) => talk.actions.settings({ token }),
  storage: settingsStorage(),
  clock: systemClock,
  random: Math.random,
  onWake,
});
const pairByAddress = (): void => {
  const code = takePairingCode(window.location, window.history);
  if (code !== undefined) void pairing.begin(code);
};
pairByAddress();
window.addEventListener("hashchange", pairByAddress);

const erasures = new Erasures({
  storage: settingsStorage(),
  erase: (conversation) => eraseAtRelay(conversation, talk.settings.getState().token),
});
talk.store.subscribe(({ connection }, before) => {
  if (connection.state === "open" && before.connection.state !== "open") void erasures.tell();
});
const endNow = endDeletions(history, erasures, systemClock, new AbortController().signal);

const score = new Score();
talk.onAvatar(({ event, value, ...cue }) => {
  if (event !== "visemes" && typeof value === "string") score.add({ ...cue, event, value });
});

const client = createDocumentsClient(() => talk.settings.getState().token);
const planner = createPlanner(
  createDeskClient(() => talk.settings.getState().token),
  () => Intl.DateTimeFormat().resolvedOptions().timeZone,
  settingsStorage(),
);
takeAlertAnswers(window, navigator.serviceWorker as ServiceWorkerContainer | undefined, planner, () => new Date());
const passages = createPassageBook(client, history, systemClock);
keepCited(talk.store, passages, new AbortController().signal);
const shelf = createShelf(client, history, systemClock);
const plain = async (markdown: string): Promise<string> => (await import("./ui/history/days.ts")).plainAnswer(markdown);
const readerParts = browserReaderParts({
  talk: talk.store,
  settings: talk.settings,
  actions: talk.actions,
  plain,
});
const reader = createReader(readerParts);
const sound = createSoundDesk({
  voice,
  talk: talk.store,
  settings: talk.settings,
  actions: talk.actions,
  book: new EchoBook(settingsStorage()),
  devices: navigator.mediaDevices,
  choosesSpeaker: canChooseSpeaker(),
  async speech(text, signal) {
    const said = await readerParts.fetchSpeech(text, talk.settings.getState().language, signal);
    return said instanceof Blob ? said.arrayBuffer() : null;
  },
});
knownEcho = () => sound.store.getState().echo;
// One voice at a time.
talk.store.subscribe(({ phase }, before) => {
  if (phase !== before.phase && (phase === "hearing" || phase === "thinking" || phase === "speaking")) reader.stop();
});
window.addEventListener("pagehide", () => void shelf.forget());

const tempo = kioskPace(window.location.search);
const hold = createScreenHold({ wakeLock: navigator.wakeLock, document });
const kiosk = createKiosk({
  storage: settingsStorage(),
  clock: systemClock,
  talk: talk.store,
  settings: talk.settings,
  actions: talk.actions,
  say: createAnnouncer(browserReaderParts({ talk: talk.store, settings: talk.settings, actions: talk.actions, plain })),
  words: (line, language, wipes) => {
    const text = words.of(language).kiosk;
    return line === "goodbye" && !wipes ? text.goodbyeKept : text[line];
  },
  wiping: createWiping({ storage: settingsStorage(), history, erasures }),
  handoff: createHandoffClient({
    fetch: (input, init) => fetch(input, init),
    token: () => talk.settings.getState().token,
    origin: window.location.origin,
  }),
  hold,
  subtle: globalThis.crypto.subtle as SubtleCrypto | undefined,
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  newId,
  camera: createCamera,
  reload: () => window.location.reload(),
  scale: tempo,
});
if (new URLSearchParams(window.location.search).has("kiosk")) kiosk.change({ on: true });
// A visitor's language is known from a sentence, and answered in.
const allWords = (): void => {
  if (kiosk.store.getState().settings.on)
    void Promise.all(LANGUAGES.map(words.load)).catch((error: unknown) => console.error("words", error));
};
allWords();
kiosk.store.subscribe(({ settings }, before) => settings.on !== before.settings.on && allWords());
// What could not be had is asked for again when there is a network.
talk.store.subscribe(({ connection }, before) => {
  if (connection.state !== "open" || before.connection.state === "open") return;
  words.catchUp();
  allWords();
});

keepPush({
  talk: talk.store,
  settings: talk.settings,
  kiosk,
  worker: navigator.serviceWorker as ServiceWorkerContainer | undefined,
});

const sharing = shareHistory({
  history,
  talk: talk.store,
  settings: talk.settings,
  storage: settingsStorage(),
  clock: systemClock,
  newId,
  onWake,
  isVisible: () => !document.hidden,
  onTurns: talk.catchUp,
  // What visitors say is not the person's, and what the person said is not for visitors.
  isShut: () => kiosk.store.getState().armed || kiosk.store.getState().settings.on,
  ...(navigator.locks === undefined ? {} : { locks: navigator.locks }),
});

const isReception = (): boolean => kiosk.store.getState().armed && !kiosk.store.getState().unlocked;
const needsTouch = (): boolean =>
  voice.health().context === "suspended" && navigator.userActivation?.hasBeenActive === false;
const watchTempo = Math.max(WATCH_TEMPO_LEAST, tempo);
const watchdog = runWatchdog({
  clock: systemClock,
  tempo: watchTempo,
  isOn: isReception,
  needsTouch,
  probes: browserProbes({
    talk: talk.store,
    actions: talk.actions,
    voice,
    hold,
    storage: settingsStorage(),
    tidy: () => history.purge(new Date()),
    wantsMicrophone: () => isReception() && kiosk.store.getState().state.at !== "asleep",
    isPictureLost: () =>
      document.querySelector<HTMLCanvasElement>(".kiosk-figure canvas")?.getContext("webgl2")?.isContextLost() ?? null,
    needsTouch,
    wakeSocket: () => window.dispatchEvent(new Event("online")),
    tempo: watchTempo,
  }),
});

const isReceptionist = (): boolean => kiosk.store.getState().armed || kiosk.store.getState().settings.on;
const findVoices = createFindVoices({
  isShut: isReceptionist,
  kept: (turn, voice) => history.soundOf(turn, voice),
  keep: ({ key }, voice, sound) => void history.keepCopy({ turn: key, voice, bytes: sound.size, sound }, MOST_COPIES),
  fetch: (input, init) => fetch(input, init),
  token: () => talk.settings.getState().token,
});
keepRecentVoices(
  { talk: talk.store, find: findVoices, clock: systemClock, isShut: isReceptionist },
  new AbortController().signal,
);

const services: Services = {
  talk: talk.store,
  settings: talk.settings,
  words: words.inUse,
  actions: talk.actions,
  pairing,
  sound,
  history,
  sharing,
  endNow,
  shelf,
  planner,
  passages,
  reader,
  findVoices,
  ...createOwnStage({
    settings: talk.settings,
    choose: (avatar) => talk.actions.settings({ avatar }),
    storage: settingsStorage(),
    newId,
  }),
  kiosk,
  watchdog,
  meters: { microphoneDbfs: () => voice.microphoneLevelDbfs(), voiceDbfs: () => voice.mouth.levelDbfs() },
  update: watchForUpdates(talk.store),
  score,
};

if (isProbed(location.search)) showWeights(voice.mouth, document.documentElement);

const root = document.getElementById("root");
if (root === null) throw new Error("index.html has no #root");
const app = createRoot(root);
// In pieces: what is pressed meanwhile is answered, and the room that begin.js has shown stands until all of it is there.
startTransition(() =>
  app.render(
    <StrictMode>
      <ServicesContext value={services}>
        <App figure={characterWith(voice.mouth)} />
      </ServicesContext>
    </StrictMode>,
  ),
);
