/** Every screen in every state, for `npm run screens`. A new one is an entry here; what it shows is a story (stories.ts). */

export interface Screen {
  /** One contact sheet a screen. */
  screen: string;
  state: string;
  /** Of stories.html, beside the language and the theme: see stories.tsx. */
  query?: Readonly<Record<string, string>>;
  /** The address within the app, without `#/`. */
  hash?: string;
  /** CSS selectors, pressed one after the other before the picture is taken. */
  press?: readonly string[];
  /** Written into what has the focus after that. */
  write?: string;
  /** Pressed after that. */
  pressThen?: readonly string[];
  /** In high contrast too. */
  contrast?: boolean;
}

const talk = (state: string, more: Partial<Screen> = {}): Screen => ({
  screen: "talk",
  state,
  query: { story: state },
  contrast: true,
  ...more,
});

const settings = (hash: string, more: Partial<Screen> = {}): Screen => ({
  screen: `settings-${hash}`,
  state: "full",
  query: { story: "listening" },
  hash: `settings/${hash}`,
  ...more,
});

const away = { state: "offline", query: { story: "offlineIdle", relay: "down" } };
const waiting = { state: "loading", query: { story: "listening", relay: "slow" } };
const empty = { state: "empty", query: { story: "listening", relay: "empty" } };

const MENU = "[data-place=menu]";
/** The keys under the tiles of the drawer. */
const QUICK = "[data-quick] > button:nth-child";
/** On to the next step of the first run. */
const FORWARD = "[data-first-run] [data-forward]";
const TYPE = "[data-place=type]";

/** An event of the calendar that is written to, and one of it that repeats. */
const EVENT = ".line:has(.lucide-square) button";
const REPEATING = ".line:has(.lucide-square) ~ .line:has(.lucide-square) button";
const REMOVE = ".sheet [type=submit] + button";
const SUBMIT = ".sheet [type=submit]";

export const SCREENS: readonly Screen[] = [
  talk("first", { query: { story: "first", agenda: "empty" } }),
  talk("rest"),
  talk("rest nothing planned", { query: { story: "rest", agenda: "empty" }, contrast: false }),
  talk("rest offline", { query: { story: "offlineIdle", agenda: "kept" }, contrast: false }),
  ...[
    "listening",
    "hearing",
    "thinking",
    "speaking",
    "one",
    "long",
    "interrupted",
    "offline",
    "offlineIdle",
    "degraded",
    "resting",
    "muted",
    "ignoring",
  ].map((state) => talk(state)),
  ...["deaf", "denied", "insecure", "notHeard", "token", "replaced"].map((state) =>
    talk(state, { screen: "problems", contrast: false }),
  ),
  talk("typing", { query: { story: "listening" }, press: [TYPE], write: "…" }),
  talk("menu", { query: { story: "listening" }, press: [MENU] }),
  talk("menu captions", { query: { story: "listening" }, press: [MENU, `${QUICK}(1)`], contrast: false }),
  talk("menu volume", { query: { story: "listening" }, press: [MENU, `${QUICK}(2)`], contrast: false }),
  talk("menu empty", {
    query: { story: "rest", agenda: "empty", history: "empty", shelf: "empty" },
    press: [MENU],
    contrast: false,
  }),
  talk("menu offline", {
    query: { story: "offlineIdle", agenda: "away", shelf: "unknown" },
    press: [MENU],
    contrast: false,
  }),
  talk("passage", { query: { story: "speaking" }, press: ["[data-source] button"] }),

  { screen: "first-run", state: "language", query: { story: "first", welcome: "1" } },
  { screen: "first-run", state: "microphone", query: { story: "first", welcome: "1" }, press: [FORWARD] },
  { screen: "first-run", state: "echo", query: { story: "first", welcome: "1" }, press: [FORWARD, FORWARD] },
  ...[
    "Attract",
    "Greeting",
    "Hearing",
    "Speaking",
    "StillThere",
    "Goodbye",
    "HandOff",
    "Asleep",
    "Arming",
    "Passcode",
    "Mending",
    "Failed",
  ].map((state) => ({ screen: "kiosk", state, query: { story: `kiosk${state}` } })),
  {
    screen: "kiosk",
    state: "Passage",
    query: { story: "kioskSpeaking", at: "passage" },
    press: [".kiosk [role=log] ~ button"],
  },
  { screen: "operator", state: "full", query: { story: "listening" }, hash: "operator" },
  { screen: "operator", state: "empty", query: { story: "listening", relay: "empty" }, hash: "operator" },
  { screen: "operator", state: "offline", query: { story: "offlineIdle", relay: "down" }, hash: "operator" },
  { screen: "operator", state: "loading", query: { story: "listening", relay: "slow" }, hash: "operator" },
  { screen: "parts", state: "full", query: { story: "parts" }, contrast: true },

  { screen: "history", state: "full", query: { story: "listening" }, hash: "history" },
  { screen: "history", state: "empty", query: { story: "listening", history: "empty" }, hash: "history" },
  { screen: "history", state: "loading", query: { story: "listening", history: "slow" }, hash: "history" },
  {
    screen: "history",
    state: "nothing found",
    query: { story: "listening" },
    hash: "history",
    press: ["[type=search]"],
    write: "zzz",
  },
  { screen: "history", state: "conversation", query: { story: "listening" }, hash: "history/today" },
  { screen: "history", state: "offline", query: { story: "offlineIdle", sharing: "away" }, hash: "history" },
  ...["token", "outdated", "taking", "giving", "refused"].map((sharing) => ({
    screen: "history",
    state: sharing,
    query: { story: "listening", sharing },
    hash: "history",
  })),

  { screen: "documents", state: "full", query: { story: "listening" }, hash: "documents" },
  { screen: "documents", state: "arriving", query: { story: "listening", shelf: "arriving" }, hash: "documents" },
  { screen: "documents", state: "empty", query: { story: "listening", shelf: "empty" }, hash: "documents" },
  { screen: "documents", state: "loading", query: { story: "listening", shelf: "loading" }, hash: "documents" },
  { screen: "documents", state: "offline", query: { story: "offlineIdle", shelf: "offline" }, hash: "documents" },
  { screen: "documents", state: "unknown", query: { story: "offlineIdle", shelf: "unknown" }, hash: "documents" },
  { screen: "documents", state: "open", query: { story: "listening" }, hash: "documents/doc-1" },
  {
    screen: "documents",
    state: "found",
    query: { story: "listening" },
    hash: "documents",
    press: ["[type=search]"],
    write: "8",
  },
  {
    screen: "documents",
    state: "menu",
    query: { story: "listening" },
    hash: "documents",
    press: ["[aria-haspopup=dialog]"],
  },

  { screen: "agenda", state: "full", query: { story: "listening" }, hash: "agenda" },
  { screen: "agenda", state: "empty", query: { story: "listening", agenda: "empty" }, hash: "agenda" },
  { screen: "agenda", state: "loading", query: { story: "listening", agenda: "slow" }, hash: "agenda" },
  { screen: "agenda", state: "offline", query: { story: "offlineIdle", agenda: "away" }, hash: "agenda" },
  { screen: "agenda", state: "unread calendar", query: { story: "listening", agenda: "unread" }, hash: "agenda" },
  { screen: "agenda", state: "written", query: { story: "listening", agenda: "written" }, hash: "agenda" },
  ...(["written", "unreachable", "unknown"] as const).map((state) => ({
    screen: "agenda",
    state: `adding ${state}`,
    query: { story: "listening", agenda: state },
    hash: "agenda",
    press: [".page-actions button", ".agenda-form input"],
    write: "…",
    pressThen: state === "written" ? [] : [SUBMIT],
  })),
  ...(["written", "changed", "unreachable"] as const).map((state) => ({
    screen: "agenda",
    state: `event ${state}`,
    query: { story: "listening", agenda: state },
    hash: "agenda",
    press: [EVENT, ...(state === "written" ? [] : [SUBMIT])],
  })),
  {
    screen: "agenda",
    state: "event repeats",
    query: { story: "listening", agenda: "written" },
    hash: "agenda",
    press: [REPEATING],
  },
  {
    screen: "agenda",
    state: "event deleting",
    query: { story: "listening", agenda: "written" },
    hash: "agenda",
    press: [EVENT, REMOVE],
  },
  {
    screen: "agenda",
    state: "event deleting changed",
    query: { story: "listening", agenda: "changed" },
    hash: "agenda",
    press: [EVENT, REMOVE, "[role=alertdialog] button:last-of-type"],
  },
  { screen: "agenda", state: "cut calendar", query: { story: "listening", agenda: "cut" }, hash: "agenda" },
  { screen: "agenda", state: "adding", query: { story: "listening" }, hash: "agenda", press: [".page-actions button"] },
  { screen: "agenda", state: "changing", query: { story: "listening" }, hash: "agenda", press: [".tick-words"] },

  { screen: "settings", state: "full", query: { story: "listening" }, hash: "settings" },
  ...["language", "voice", "persona", "alerts", "keeping", "sight", "kiosk", "about"].map((group) => settings(group)),
  ...["character", "calendars", "memory", "readings", "connections"].flatMap((group) => [
    settings(group),
    settings(group, away),
  ]),
  ...["account", "written"].map((state) =>
    settings("calendars", { state, query: { story: "listening", agenda: state } }),
  ),
  settings("calendars", {
    state: "before writing",
    query: { story: "listening", agenda: "account" },
    press: ["[role=combobox]", "[role=option]:nth-of-type(2)"],
  }),
  ...["memory", "readings", "connections"].flatMap((group) => [settings(group, waiting), settings(group, empty)]),
];
