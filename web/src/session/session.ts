/** The conversation of this device, for the screen: its state, and what a person can do. */
import type { StoreApi } from "zustand/vanilla";
import type { AvatarEvent } from "./answers.ts";
import { Conversation } from "./conversation.ts";
import { conversationId } from "./identity.ts";
import type { ConversationOptions } from "./ports.ts";
import { loadSettings } from "./settings.ts";
import type { Settings, TalkActions, TalkState } from "./talk.ts";

export interface TalkOptions extends Omit<ConversationOptions, "id" | "settings"> {
  /** `navigator.languages`, for the first start. */
  languages: readonly string[];
}

export interface Talk {
  store: StoreApi<TalkState>;
  settings: StoreApi<Settings>;
  actions: TalkActions;
  /** The relay's emotions, gestures and glances, as they come. @returns unsubscribes */
  onAvatar(listener: (event: AvatarEvent) => void): () => void;
  /** The session id. */
  conversation: string;
  /** Microphone frames lost on this device since the page opened. */
  droppedFrames(): number;
  /** Leaves. The relay keeps the session for a while. */
  close(): void;
}

/** Opens the conversation of this device and connects. Nothing of it throws; what goes wrong is in the state. */
export function createTalk({ languages, ...options }: TalkOptions): Talk {
  const { storage, clock, newId } = options;
  const id = conversationId(storage, clock.date(), newId);
  const conversation = new Conversation({ ...options, id, settings: loadSettings(storage, languages) });
  return {
    store: conversation.store,
    settings: conversation.settings,
    actions: {
      begin: () => conversation.begin(),
      mute: (on) => conversation.mute(on),
      press: () => conversation.press(),
      release: () => conversation.release(),
      interrupt: () => conversation.interrupt(),
      ignore: (on) => conversation.ignore(on),
      sendText: (text) => conversation.sendText(text),
      askAbout: (document) => conversation.askAbout(document),
      again: () => conversation.again(),
      settings: (change) => conversation.change(change),
    },
    onAvatar: (listener) => conversation.onAvatar(listener),
    conversation: id,
    droppedFrames: () => conversation.droppedFrames,
    close: () => conversation.close(),
  };
}
