/** What the screens stand on. Built in main.tsx; the page of stories builds its own. */
import { createContext, use } from "react";
import { type StoreApi, useStore } from "zustand";
import type { Planner } from "../agenda/planner.ts";
import type { Backdrop } from "../avatar/backdrop.ts";
import type { Repertoire } from "../avatar/repertoire.ts";
import type { Score } from "../avatar/score.ts";
import type { Wardrobe } from "../avatar/wardrobe.ts";
import type { Sharing } from "../history/sharing/sharing.ts";
import type { Keepsakes } from "../keepsakes/keepsakes.ts";
import type { Kiosk } from "../kiosk/kiosk.ts";
import type { PassageBook } from "../knowledge/passages.ts";
import type { Reader } from "../knowledge/reader.ts";
import type { Shelf } from "../knowledge/shelf.ts";
import type { FindVoices } from "../knowledge/voices.ts";
import type { DevicePairing } from "../session/pairing.ts";
import type { SoundDesk } from "../session/sound-desk.ts";
import type { Settings, TalkActions, TalkState } from "../session/talk.ts";
import type { Watchdog } from "../watchdog/run.ts";
import type { HistoryBook } from "./history/book.ts";
import type { Strings } from "./strings/languages.ts";

/** Cheap reads for the frame loop, dBFS RMS, -100 in silence. */
export interface Meters {
  microphoneDbfs(): number;
  voiceDbfs(): number;
}

/** A newer page is waiting; `apply` loads it. */
export interface PageUpdate {
  ready: boolean;
  apply: () => void;
}

export interface Services {
  talk: StoreApi<TalkState>;
  settings: StoreApi<Settings>;
  /** The catalogue of the person's language. */
  words: StoreApi<Strings>;
  actions: TalkActions;
  /** This device's way in. */
  pairing: DevicePairing;
  /** Microphones, loudspeakers and the echo between them. */
  sound: SoundDesk;
  history: HistoryBook;
  /** The same history on every device. */
  sharing: Pick<Sharing, "store" | "now">;
  /** Ends for good what was deleted and could still be undone. @returns false when it could not be written */
  endNow: () => Promise<boolean>;
  shelf: Shelf;
  /** The agenda, timers, notes and lists. */
  planner: Planner;
  /** What answers cite, in its document. */
  passages: PassageBook;
  reader: Reader;
  /** The recordings of a turn. */
  findVoices: FindVoices;
  /** The person's own characters. */
  wardrobe: Wardrobe;
  /** Their own motions. */
  repertoire: Repertoire;
  /** Their own picture behind the character. */
  backdrop: Backdrop;
  /** Files that the person gave this device to keep. */
  keepsakes: Keepsakes;
  /** The device as a reception screen. */
  kiosk: Kiosk;
  watchdog: Pick<Watchdog, "store">;
  meters: Meters;
  update: StoreApi<PageUpdate>;
  /** What the character is asked to show. */
  score: Score;
}

export const ServicesContext = createContext<Services | null>(null);

export function useServices(): Services {
  const services = use(ServicesContext);
  if (services === null) throw new Error("a screen needs its services around it");
  return services;
}

export const useTalk = <Part>(select: (state: TalkState) => Part): Part => useStore(useServices().talk, select);

export const useSettings = <Part>(select: (settings: Settings) => Part): Part =>
  useStore(useServices().settings, select);

/** The catalogue of the person's language. */
export const useText = (): Strings => useStore(useServices().words);
