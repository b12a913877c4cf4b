/** The conversations of this device, one at a time, for the screen: their state, and what a person can do. */
import { createStore, type StoreApi } from "zustand/vanilla";
import { voicePart } from "../audio/voice-part.ts";
import type { AvatarEvent } from "./answers.ts";
import { beginningOf, Conversation } from "./conversation.ts";
import { conversationId, hasRested, touchConversation } from "./identity.ts";
import { asksForNewConversation } from "./new-conversation.ts";
import type { ConversationOptions } from "./ports.ts";
import { loadSettings } from "./settings.ts";
import type { Settings, TalkActions, TalkState } from "./talk.ts";

/** How often a page that stays open looks whether its conversation has come to rest. */
const REST_LOOK_MS = 60_000;

export interface TalkOptions extends Omit<ConversationOptions, "id" | "stores" | "unlocked"> {
  /** `navigator.languages`, for the first start. */
  languages: readonly string[];
}

export interface Talk {
  store: StoreApi<TalkState>;
  settings: StoreApi<Settings>;
  actions: TalkActions;
  /** The relay's emotions, gestures and glances, as they come. @returns unsubscribes */
  onAvatar(listener: (event: AvatarEvent) => void): () => void;
  /** Microphone frames lost in this conversation since the page opened it. */
  droppedFrames(): number;
  /** Another page of this device talks now; `actions.converse` with the same id goes on here. */
  giveWay(): void;
  /** Shows what the record has come to know of this conversation from another device. */
  catchUp(): void;
  /** Leaves. The relay keeps the session for a while. */
  close(): void;
}

/** Opens the conversation of this device and connects. Nothing of it throws; what goes wrong is in the state. */
export function createTalk({ languages, ...options }: TalkOptions): Talk {
  const { storage, clock, newId, voice } = options;
  const settings = createStore<Settings>(() => loadSettings(storage, languages));
  const first = conversationId(storage, clock.date(), newId);
  const store = createStore<TalkState>(() => beginningOf(first, settings.getState().mode));
  const avatarListeners = new Set<(event: AvatarEvent) => void>();
  let opened = 0;

  function open(id: string, unlocked: boolean): Conversation {
    const part = voice === null ? null : voicePart(voice, opened);
    opened += 1;
    const elsewhere = opened === 1 && options.elsewhere === true;
    const conversation = new Conversation({
      ...options,
      voice: part,
      id,
      stores: { talk: store, settings },
      unlocked,
      elsewhere,
    });
    conversation.onAvatar((event) => {
      for (const listener of avatarListeners) listener(event);
    });
    return conversation;
  }

  let current = open(first, false);

  function converse(wanted: string | null, goesOn = false): void {
    if (wanted === null && current.quiet && store.getState().turns.length === 0) return;
    if (wanted === current.id && store.getState().connection.state !== "replaced") return;
    const id = wanted ?? newId();
    const { muted } = store.getState();
    const { listens } = current;
    // To open it anew takes time, lets the browser's sign blink, and leaves a source behind in the sound's graph.
    const speech = goesOn && listens && !muted ? current.takeSpeech() : null;
    current.leave(listens);
    touchConversation(storage, id, clock.date());
    current = open(id, current.unlocked);
    if (muted) current.mute(true);
    else if (listens) void current.begin();
    if (speech !== null) current.goOn(speech);
  }

  store.subscribe(({ turns }, before) => {
    if (turns === before.turns) return;
    const asked = turns.findLast((turn) => turn.turn > 0 && turn.userFinal && turn.end === null);
    if (asked === undefined || !asksForNewConversation(asked.userText)) return;
    const { id } = current;
    // Behind the event that brought the words.
    queueMicrotask(() => {
      if (current.id !== id) return;
      current.dismiss(asked);
      converse(null);
    });
  });

  /** Words that wait for the relay, or that are being said, keep their conversation open. */
  function restIfDue(): void {
    if (hasRested(storage, clock.date()) && current.quiet) converse(null);
  }
  let cancelLook = (): void => undefined;
  const look = (): void => {
    restIfDue();
    cancelLook = clock.after(REST_LOOK_MS, look);
  };
  cancelLook = clock.after(REST_LOOK_MS, look);
  const stopWaking = options.onWake(restIfDue);

  return {
    store,
    settings,
    actions: {
      begin: () => current.begin(),
      mute: (on) => current.mute(on),
      press: () => current.press(),
      release: () => current.release(),
      interrupt: () => current.interrupt(),
      ignore: (on) => current.ignore(on),
      sendText: (text) => current.sendText(text),
      askAbout: (document) => current.askAbout(document),
      converse,
      again: () => current.again(),
      settings: (change) => current.change(change),
      editKept: (id, text) => current.keeping.edit(id, text),
      removeKept: (id) => current.keeping.remove(id),
      playKept: (id) => current.playKept(id),
      seen: () => current.keeping.seen(),
    },
    onAvatar: (listener) => {
      avatarListeners.add(listener);
      return () => void avatarListeners.delete(listener);
    },
    droppedFrames: () => current.droppedFrames,
    giveWay: () => current.giveWay(),
    catchUp: () => void current.catchUp(),
    close: () => {
      cancelLook();
      stopWaking();
      current.close();
    },
  };
}
