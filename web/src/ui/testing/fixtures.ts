/** Fixed facts for tests and for the page of stories. */
import type { TalkState, TurnView } from "../../session/talk.ts";

export const turnView = (change: Partial<TurnView> = {}): TurnView => ({
  key: "a",
  turn: 1,
  at: "2026-11-20T06:02:00.000Z",
  language: "en-US",
  spoken: true,
  userText: "hello",
  userAgreedLength: 5,
  userFinal: true,
  assistantText: "",
  assistantFinal: false,
  heardLength: 0,
  citations: [],
  fallback: null,
  end: null,
  ...change,
});

const embedded = { name: "embedded", is_mock: false };

export const PROVIDERS: NonNullable<TalkState["providers"]> = {
  stt: { ...embedded, languages: ["en"] },
  llm: { ...embedded, languages: ["*"] },
  tts: { ...embedded, languages: ["en", "ja"] },
  embedding: { ...embedded, languages: ["*"] },
};

/** Every role knows every language. */
export const CAPABLE: NonNullable<TalkState["providers"]> = {
  ...PROVIDERS,
  stt: { name: "whisper-cpp", is_mock: false, languages: ["*"] },
  tts: { ...embedded, languages: ["*"] },
};

export const talkState = (change: Partial<TalkState> = {}): TalkState => ({
  conversation: "c",
  phase: "idle",
  connection: { state: "open" },
  mode: "hands_free",
  microphoneOpen: false,
  muted: false,
  ignoring: false,
  waitsForName: false,
  passedOver: false,
  turns: [],
  providers: CAPABLE,
  notices: [],
  kept: [],
  unread: [],
  about: null,
  audibleMs: null,
  ...change,
});
