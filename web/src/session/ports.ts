/** What a conversation stands on; everything outside it comes in here. */
import type { ClientMessageInput, PageAction } from "@hisho/protocol";
import type { StoreApi } from "zustand/vanilla";
import type { Voice } from "../audio/voice.ts";
import type { Packets } from "./acknowledgement.ts";
import type { Alarm } from "./answers.ts";
import type { SpeechRecognitionConstructor } from "./browser-recognizer.ts";
import type { KnownEcho } from "./echo.ts";
import type { KeyValueStorage } from "./identity.ts";
import type { TurnStore } from "./recorder.ts";
import type { SocketOptions } from "./socket.ts";
import type { Settings, TalkState, TurnView } from "./talk.ts";
import type { PendingText } from "./texts.ts";

/** The device's record; `History` is one. */
export interface TalkHistory extends TurnStore {
  turns(conversation: string): Promise<readonly TurnView[]>;
  pending(conversation: string): Promise<readonly PendingText[]>;
  keepPending(conversation: string, text: PendingText): Promise<boolean>;
  /** @param conversation what is kept of it from now on is a visitor's; null: nobody's is */
  visited(conversation: string | null): void;
  /** Questions of other conversations that never went out wait in this one from now on. A visitor's are over. */
  adoptPending(conversation: string): Promise<boolean>;
  dropPending(id: string): Promise<boolean>;
  /** Tells what is wrong with the storage, and null when it works again. @returns unsubscribes */
  watch(watcher: (problem: string | null) => void): () => void;
}

/** A visitor's session: never closed for silence, found in no other, in whatever language comes. */
export type KioskStart = Pick<
  Extract<ClientMessageInput, { action: "start" }>,
  "idle" | "blocked" | "language" | "recall" | "visitor"
>;

export interface ConversationOptions
  extends Pick<SocketOptions, "WebSocket" | "fetch" | "clock" | "random" | "onWake" | "pageOrigin"> {
  id: string;
  /** What the screen reads; one conversation after the other writes them. */
  stores: { talk: StoreApi<TalkState>; settings: StoreApi<Settings> };
  /** The browser lets the page sound already. */
  unlocked: boolean;
  /** Null where audio cannot run at all; text works. */
  voice: Voice | null;
  history: TalkHistory;
  storage: KeyValueStorage;
  /** Where the relay is, http or https. */
  url: string;
  /** Unique for ever, 1 to 64 of `[A-Za-z0-9_-]`: a UUID. */
  newId(): string;
  /** IANA. */
  timeZone: string;
  /** Another page of this device has the talk: nothing is opened before the person goes on here. */
  elsewhere?: boolean;
  /** What is said at once when a question is taken down without a connection: Opus packets of 20 ms, or null. */
  acknowledgement?(): Packets | null;
  /** Somebody looks at the page now. Answers to questions of before are spoken only then. Absent: always. */
  isPersonThere?(): boolean;
  /** What a reception screen asks of the relay; undefined on every other page. Read at every start. */
  kiosk?: () => KioskStart | undefined;
  /** The operator has every connected page do it. */
  onPage?: (action: PageAction) => void;
  /** A timer or reminder rings. */
  onAlarm?: (alarm: Alarm) => void;
  /** What the echo test found with the devices in use; null where there was none, which lets people talk over the answer. */
  echo?(): KnownEcho | null;
  /** The browser's own recogniser, where it has one. */
  SpeechRecognition?: SpeechRecognitionConstructor | null;
}
