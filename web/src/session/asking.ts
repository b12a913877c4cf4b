/** The person's questions on their way into the record and to the relay: typed, spoken without a connection, asked again. */
import { MAX_TEXT_CHARACTERS } from "@hisho/protocol";
import type { StoreApi } from "zustand/vanilla";
import type { Attention } from "./attention.ts";
import type { Clock } from "./clock.ts";
import type { Keeping } from "./keeping.ts";
import type { Loudness } from "./loudness.ts";
import type { NoticeBoard } from "./notices.ts";
import { languageTag } from "./settings.ts";
import type { SessionSocket } from "./socket.ts";
import type { Speaker } from "./speaker.ts";
import type { Settings, TurnView } from "./talk.ts";
import type { TextQueue } from "./texts.ts";
import type { TurnLog } from "./turn-log.ts";
import type { Uplink } from "./uplink.ts";
import type { WindowState } from "./window-state.ts";

/** Words typed before the first tap wait this long for the sound, so that their answer is spoken. */
const UNLOCK_PATIENCE_MS = 1_500;

export interface AskingOptions {
  /** There is a sound to wait for. */
  hasVoice: boolean;
  clock: Clock;
  settings: StoreApi<Settings>;
  socket: SessionSocket;
  uplink: Uplink;
  speaker: Speaker;
  texts: TextQueue;
  keeping: Keeping;
  turns: TurnLog;
  notices: NoticeBoard;
  window: WindowState;
  attention: Attention;
  loudness: Loudness;
  /** When the speech of each id ended, ms of the page's clock. */
  speechEnds: Map<string, number>;
  newId(): string;
}

export class Asking {
  readonly #options: AskingOptions;

  constructor(options: AskingOptions) {
    this.#options = options;
  }

  /** Typed words. @param replaces the earlier turn that they take the place of */
  ask(text: string, replaces: number | null): void {
    if (text === "") return;
    const { clock, hasVoice, socket, speaker, texts, keeping, turns, notices, window, loudness, newId } = this.#options;
    socket.open();
    const unlocked = loudness.unlock();
    if (text.length > MAX_TEXT_CHARACTERS) {
      const message = `only the first ${MAX_TEXT_CHARACTERS} characters were sent`;
      notices.add({ kind: "relay", code: "text-too-long", stage: undefined, message });
    }
    const kept = text.slice(0, MAX_TEXT_CHARACTERS);
    const at = clock.date().toISOString();
    const id = newId();
    speaker.cut();
    loudness.leaveAlone(false);
    turns.changeAll(() => this.#asked({ id, at, text: kept, spoken: false }));
    const pending = { id, text: kept, replaces, at };
    // Without a connection the sound is ready long before the words go.
    if (!hasVoice || loudness.unlocked || !socket.isReady) {
      texts.add(pending, "unwritten");
      void keeping.keep(pending, () => texts.written(id));
    } else {
      const patience = new Promise<void>((resolve) => void clock.after(UNLOCK_PATIENCE_MS, resolve));
      const sound = Promise.race([unlocked, patience]);
      const go = (): void => {
        texts.add(pending);
        if (socket.connection.state === "resting") socket.open();
      };
      void keeping.keep(pending, () => void sound.then(go));
    }
    window.happened({ type: "asked", atMs: clock.nowMs() });
  }

  /** Speech that is over without a connection waits like typed words, and outlives the page. */
  keepSpeech(id: string): void {
    const { clock, socket, uplink, texts, keeping, turns, attention, speechEnds } = this.#options;
    const kept = socket.isReady || texts.has(id) ? null : uplink.copyOf(id);
    if (kept === null) return;
    const { speech, announced } = kept;
    const known = turns.all.find((turn) => turn.key === id);
    // Whether it was said to the character nobody here can tell: it is not kept. A relay that has begun to hear it can.
    if (!attention.isMeant(id)) {
      if (!announced) uplink.drop([id]);
      attention.passOver(true);
      return;
    }
    const at = known?.at ?? clock.date().toISOString();
    if (known === undefined) turns.changeAll(() => this.#asked({ id, at, text: "", spoken: true }));
    speechEnds.delete(id);
    const pending = { id, text: "", replaces: null, at, speech, ...(announced ? { sent: true } : {}) };
    if (announced) {
      texts.addSent(pending);
    } else {
      uplink.drop([id]);
      texts.add(pending);
    }
    void keeping.keep(pending);
  }

  /** What becomes of a turn that a relay without memory of it left open. */
  afterLoss(turn: TurnView): void {
    const { uplink, texts, turns } = this.#options;
    const { key } = turn;
    if (texts.has(key)) turns.change({ type: "voided", key });
    else if (turn.userFinal && turn.assistantText === "") this.#again(turn);
    else if (uplink.holds(key)) turns.change({ type: "voided", key });
    else turns.change({ type: "lost", key });
  }

  /** The relay had the words and lost them before it answered: they go again as text, under the same id. */
  #again({ key, userText, at }: TurnView): void {
    const { texts, keeping, turns } = this.#options;
    turns.change({ type: "voided", key });
    const text = { id: key, text: userText, replaces: null, at, sent: true };
    texts.putBack([text]);
    void keeping.keep(text);
  }

  #asked({ id, ...asked }: { id: string; at: string; text: string; spoken: boolean }): void {
    const { settings, turns } = this.#options;
    turns.change({ type: "asked", key: id, language: languageTag(settings.getState().language), ...asked });
  }
}
