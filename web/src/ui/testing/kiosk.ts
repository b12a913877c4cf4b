/** The reception screen in each of its states, for looking at. */
import { createStore } from "zustand/vanilla";
import type { Kiosk, KioskView } from "../../kiosk/kiosk.ts";
import type { KioskState, Visit } from "../../kiosk/machine.ts";
import { DEFAULT_KIOSK } from "../../kiosk/settings.ts";
import type { Language } from "../../session/talk.ts";
import type { Watchdog } from "../../watchdog/run.ts";
import { unwatched } from "../../watchdog/run.ts";

const visit: Visit = { by: "touch", answered: true };
const PASSCODE = { salt: "0".repeat(32), hash: "0".repeat(64), iterations: 1 };

/** By the story's name after `kiosk`; what the talk shows beside it is told in stories.ts. */
const STATES: Record<string, KioskState> = {
  Attract: { at: "attract", owes: false },
  Greeting: { at: "greeting", visit, sinceMs: 0 },
  Speaking: { at: "talking", visit, busy: true, sinceMs: 0 },
  Hearing: { at: "talking", visit, busy: true, sinceMs: 0 },
  StillThere: { at: "still-there", visit, sinceMs: 0 },
  Goodbye: { at: "goodbye", sinceMs: 0 },
  HandOff: { at: "hand-off", visit, sinceMs: 0, ticket: "shown" },
  Asleep: { at: "asleep" },
};

/** @param story `kiosk` and one of `STATES`, Arming, Passcode, Mending or Failed; any other is an ordinary device */
export function storyKiosk(story: string, language: Language, sky: KioskView["sky"]): Kiosk {
  const name = story.startsWith("kiosk") ? story.slice(5) : null;
  const nothing = (): void => undefined;
  const store = createStore<KioskView>(() => ({
    settings: {
      ...DEFAULT_KIOSK,
      on: name !== null,
      passcode: PASSCODE,
      wipe: "device-and-relay",
      addressed: false,
      hours: { opens: 540, closes: 1080 },
      languages: [language, ...(["ja", "en", "ko"] as const).filter((other) => other !== language)],
    },
    keeps: true,
    armed: name !== "Arming",
    unlocked: false,
    asking: name === "Passcode",
    state: STATES[name ?? ""] ?? { at: "attract", owes: false },
    ticket:
      name === "HandOff"
        ? {
            id: "0",
            address: "https://hisho.example/handoff.html#7F3K92QD0ABCDEFGHJKMNPQRST",
            page: "hisho.example/handoff.html",
            letters: "7F3K9-2QD0A-BCDEF-GHJKM-NPQRS-T",
          }
        : null,
    sky: name === null ? null : sky,
    blind: false,
  }));
  return {
    store,
    arm: async () => store.setState({ armed: true }),
    change: (change) => store.setState({ settings: { ...store.getState().settings, ...change } }),
    setPasscode: async () => true,
    ask: () => store.setState({ asking: true }),
    cancelAsking: () => store.setState({ asking: false }),
    unlock: async () => ({ outcome: "wrong", waitMs: 5_000 }),
    lock: () => store.setState({ unlocked: false }),
    leave: async () => undefined,
    touch: nothing,
    handOff: () => store.setState({ state: STATES.HandOff! }),
    back: () => store.setState({ state: STATES.Speaking! }),
    end: () => store.setState({ state: STATES.Attract! }),
    order: nothing,
    close: nothing,
  };
}

export function storyWatchdog(story: string): Pick<Watchdog, "store"> {
  const store = unwatched();
  const tries = story === "kioskMending" ? 1 : story === "kioskFailed" ? 4 : 0;
  if (tries > 0) {
    const microphone = { since: 0, why: "ended", tries, nextMs: 9e9 };
    store.setState({ watch: { faults: { microphone }, lookedMs: 0 } });
  }
  return { store };
}
