/** What the screen knows of the conversation: one zustand store, written by ./session.ts alone, read by ui and avatar. */
import type { Citation, Fallback, Mode, Persona, ProviderSummary, TurnEndReason } from "@hisho/protocol";
import type { MicrophoneProblem } from "../audio/voice.ts";

/** The window's state (design: "Window"). */
export type Phase =
  | "idle"
  | "listening"
  | "hearing"
  | "thinking"
  | "speaking"
  | "interrupted"
  /** No relay for 2 s. */
  | "offline";

export type Connection =
  | { state: "connecting" }
  | { state: "open" }
  /** The session sleeps (closed for silence); the next word opens it. */
  | { state: "resting" }
  | { state: "reconnecting"; attempt: number }
  /** Another page took this session over: never reconnects by itself. */
  | { state: "replaced" }
  /** The relay said why: its token is missing or wrong, or it refuses this page. */
  | { state: "refused"; why: "token" | "origin" | "full" | "outdated" };

export interface TurnView {
  /** Unique on this device for ever; the key of the turn in the history. */
  key: string;
  /** The id under which the relay keeps it, where that is another than `key`. */
  id?: string;
  /** The relay's number; 0 while it has given none: typed words that wait to be sent or heard. */
  turn: number;
  /** ISO 8601. */
  at: string;
  /** BCP 47 of the person's words, once known. */
  language: string;
  spoken: boolean;
  userText: string;
  /** The agreed beginning of `userText` while it is partial; the tail is uncertain. Equal to its length when final. */
  userAgreedLength: number;
  userFinal: boolean;
  /** Markdown as the relay sent it; after an interrupt what was heard. */
  assistantText: string;
  assistantFinal: boolean;
  /** How much of `assistantText` has been heard, in characters; all of it when nothing is spoken. */
  heardLength: number;
  citations: readonly Citation[];
  fallback: Fallback;
  /** The provider that served the stage of `fallback` instead; null, or absent in older records, when none did. */
  standIn?: string | null;
  end: TurnEndReason | null;
}

/** A sentence on the screen until it no longer holds. Keys of the catalogue in ui/strings. */
export type Notice =
  | { kind: "microphone"; problem: MicrophoneProblem }
  /** The chosen microphone is gone; this one listens in its place. */
  | { kind: "microphone-stand-in"; label: string }
  | { kind: "no-webgl" }
  | { kind: "storage" }
  /** From the relay: `warning` or `error` code with its own words. */
  | { kind: "relay"; code: string; stage: string | undefined; message: string };

/** A question that waits for a connection. */
export interface KeptQuestion {
  /** The key of its turn. */
  id: string;
  /** ISO 8601. */
  at: string;
  /** Empty until the relay has written out what was spoken. */
  text: string;
  /** Of the recording; null for what was typed. */
  durationMs: number | null;
  /** It outlives the page. */
  durable: boolean;
  /** It has not gone out yet. */
  changeable: boolean;
  /** The relay could make nothing of it; it is not asked again. */
  unheard: boolean;
}

export interface TalkState {
  /** The session id of the conversation that is held now. */
  conversation: string;
  phase: Phase;
  connection: Connection;
  mode: Mode;
  /** Open in hands-free and not muted, or held in push-to-talk. */
  microphoneOpen: boolean;
  muted: boolean;
  /** Push-to-ignore is held: "not for you". */
  ignoring: boolean;
  /** Only who calls the character by its name is answered now. */
  waitsForName: boolean;
  /** What was just said was not meant for the character, and nothing of it is kept. */
  passedOver: boolean;
  /** Turns of this conversation, oldest first. */
  turns: readonly TurnView[];
  providers: { stt: ProviderSummary; llm: ProviderSummary; tts: ProviderSummary; embedding: ProviderSummary } | null;
  notices: readonly Notice[];
  /** Questions that wait, oldest first; each is listed when it is stored, or is known to be impossible to store. */
  kept: readonly KeptQuestion[];
  /** Turns of kept questions that were answered while nobody was there. */
  unread: readonly string[];
  /** The one document that questions are about; null for all of them. */
  about: { docId: string; title: string } | null;
  /** Speech end to first audible sample of the last spoken turn, ms. */
  audibleMs: number | null;
}

export type Language = "ja" | "en" | "ko";

/** Kept on the device. */
export interface Settings {
  language: Language;
  mode: Mode;
  /** Answers are spoken. */
  audio: boolean;
  voice: string | null;
  speakingRate: number;
  theme: "system" | "light" | "dark";
  contrast: "system" | "more";
  captionSize: 80 | 100 | 125 | 150 | 200;
  /** Who is on the stage: "shiori", "window" for nobody, or the id of the person's own model. */
  avatar: string;
  /** How much of the character is seen. */
  shot: "face" | "bust" | "full";
  /** Gestures and weight shifts: as the system says, or less. */
  motion: "system" | "less";
  /** Behind the character; the picture itself lies with the keepsakes. */
  ground: "wall" | "colour" | "gradient" | "picture" | "clear";
  /** Of the ground "colour" and "gradient", CSS hex. */
  groundColour: string;
  /** Earlier conversations may be looked up in this one, and this one in later ones. */
  recall: boolean;
  /** The history is shared with the relay's other devices; null: as soon as this device is one of them. */
  share: boolean | null;
  persona: Persona;
  /** Only who speaks to the character by its name, or soon after an answer, is answered. */
  addressed: boolean;
  /** Names of keyboard shortcuts that are turned off. */
  keysOff: readonly string[];
  /** "Not for you" goes on until it is pressed again, not only while it is held. */
  ignoreToggles: boolean;
  token: string;
  /** Ids of `enumerateDevices`; "" is the system's choice. */
  microphone: string;
  speaker: string;
  /** Of everything that is played, 0 to 1. */
  volume: number;
  /** Of the talk: beside the voice, in its place (then nothing sounds), or none. */
  captions: "voice" | "only" | "off";
  /** Reminders and timers are shown by the system while the page is out of sight. */
  alerts: boolean;
  /** The first steps were taken or passed over. */
  welcomed: boolean;
}

/** What a person can do. None of these throws; what goes wrong becomes a notice. */
export interface TalkActions {
  /** First tap: unlocks audio and opens the microphone in hands-free mode. */
  begin(): Promise<void>;
  mute(on: boolean): void;
  press(): void;
  release(): void;
  /** Stops the voice; what was not heard is gone from the record. */
  interrupt(): void;
  ignore(on: boolean): void;
  sendText(text: string): void;
  /** From now on answers look in this document alone; null for all of them. */
  askAbout(document: { docId: string; title: string } | null): void;
  /**
   * Goes over to the conversation of that id, from wherever it is held now, or begins a new one.
   * @param goesOn what is being said right now is the first thing said there, and nothing said here. Not within an event of
   * the microphone: that conversation would hear it once more
   */
  converse(conversation: string | null, goesOn?: boolean): void;
  /** Says the last answer again from the sound that is kept, or asks again where it is not. */
  again(): void;
  settings(change: Partial<Settings>): void;
  /** Other words for a kept question. @returns false when it has gone out */
  editKept(id: string, text: string): boolean;
  /** @returns the way back, or null when it has gone out */
  removeKept(id: string): (() => void) | null;
  /** Plays what was recorded, or stops it. */
  playKept(id: string): void;
  /** The person has seen the answers that came while nobody was there. */
  seen(): void;
}
