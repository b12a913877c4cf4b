/** A talk with a fake relay, voice and clock: what a scenario needs, and a log that reads like the conversation. */
import { WebSocket as NodeWebSocket } from "ws";
import type { Alarm } from "../answers.ts";
import type { Clock } from "../clock.ts";
import type { KnownEcho } from "../echo.ts";
import type { KioskStart } from "../ports.ts";
import { createTalk, type Talk } from "../session.ts";
import type { TurnView } from "../talk.ts";
import type { PendingText } from "../texts.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeRelay } from "./fake-relay.ts";
import { FakeVoice } from "./fake-voice.ts";

/** The device's record in memory, complete at once. */
export class MemoryHistory {
  readonly saved = new Map<string, TurnView>();
  readonly waiting = new Map<string, PendingText>();
  /** The next writes fail. */
  broken = false;
  /** Questions are written when it resolves; null: at once. */
  disk: Promise<unknown> | null = null;
  readonly #conversations = new Map<string, string>();
  readonly #watchers = new Set<(problem: string | null) => void>();

  async save(conversation: string, turn: TurnView): Promise<boolean> {
    if (!this.broken) this.saved.set(turn.key, turn);
    this.#conversations.set(turn.key, conversation);
    for (const watcher of this.#watchers) watcher(this.broken ? "full" : null);
    return !this.broken;
  }
  async turns(conversation: string): Promise<readonly TurnView[]> {
    return [...this.saved.values()].filter(
      ({ key }) => (this.#conversations.get(key) ?? conversation) === conversation,
    );
  }
  async pending(): Promise<readonly PendingText[]> {
    return [...this.waiting.values()];
  }
  async keepPending(_conversation: string, text: PendingText): Promise<boolean> {
    if (this.disk !== null) await this.disk;
    if (!this.broken) this.waiting.set(text.id, { ...text });
    return !this.broken;
  }
  visited(): void {
    // Everything here is one person's.
  }
  async adoptPending(): Promise<boolean> {
    return true;
  }
  async dropPending(id: string): Promise<boolean> {
    return this.waiting.delete(id);
  }
  watch(watcher: (problem: string | null) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }
}

export class MemoryStorage {
  readonly #values = new Map<string, string>();
  getItem(key: string): string | null {
    return this.#values.get(key) ?? null;
  }
  setItem(key: string, value: string): void {
    this.#values.set(key, value);
  }
}

export interface ScenarioOptions {
  history?: MemoryHistory;
  storage?: MemoryStorage;
  relay?: FakeRelay;
  /** `bufferedAmount` of every socket. */
  bufferedAmount?: () => number;
  token?: string;
  voice?: null;
  isPersonThere?: () => boolean;
  acknowledgement?: () => readonly Uint8Array<ArrayBuffer>[];
  /** Of the devices in use. */
  echo?: KnownEcho;
  onAlarm?: (alarm: Alarm) => void;
  /** The page is a reception screen. */
  kiosk?: () => KioskStart | undefined;
}

export interface Scenario {
  talk: Talk;
  relay: FakeRelay;
  voice: FakeVoice;
  clock: FakeClock;
  history: MemoryHistory;
  storage: MemoryStorage;
  /** The network or the page came back. */
  wake(): void;
  /** Resolves when the state of the screen says so. */
  shows(condition: (state: ReturnType<Talk["store"]["getState"]>) => boolean): Promise<void>;
  texts(): string[];
  close(): Promise<void>;
}

export async function scenario(options: ScenarioOptions = {}): Promise<Scenario> {
  const relay = options.relay ?? (await FakeRelay.open());
  const voice = new FakeVoice();
  const clock = new FakeClock();
  const history = options.history ?? new MemoryHistory();
  const storage = options.storage ?? new MemoryStorage();
  if (options.token !== undefined) storage.setItem("hisho.settings", JSON.stringify({ token: options.token }));
  const wakes = new Set<() => void>();
  let ids = 0;
  class Socket extends NodeWebSocket {
    constructor(url: string, protocols: string[]) {
      super(url, protocols);
      // A browser does not throw an `error` event that nobody listens for.
      this.on("error", () => undefined);
      Object.defineProperty(this, "bufferedAmount", { get: () => options.bufferedAmount?.() ?? 0 });
    }
  }
  const talk = createTalk({
    WebSocket: Socket as unknown as typeof WebSocket,
    fetch: globalThis.fetch,
    clock: clock satisfies Clock,
    random: () => 0.5,
    onWake: (listener) => {
      wakes.add(listener);
      return () => wakes.delete(listener);
    },
    pageOrigin: relay.url,
    ...(options.acknowledgement === undefined ? {} : { acknowledgement: options.acknowledgement }),
    ...(options.isPersonThere === undefined ? {} : { isPersonThere: options.isPersonThere }),
    echo: () => options.echo ?? null,
    ...(options.kiosk === undefined ? {} : { kiosk: options.kiosk }),
    ...(options.onAlarm === undefined ? {} : { onAlarm: options.onAlarm }),
    voice: options.voice === null ? null : voice,
    history,
    storage,
    url: relay.url,
    newId: () => `${storage === options.storage ? "again-" : ""}id-${++ids}`,
    languages: ["en-GB"],
    timeZone: "Asia/Tokyo",
  });
  return {
    talk,
    relay,
    voice,
    clock,
    history,
    storage,
    wake: () => {
      for (const listener of wakes) listener();
    },
    shows: (condition) =>
      new Promise((resolve) => {
        if (condition(talk.store.getState())) resolve();
        else {
          const unsubscribe = talk.store.subscribe((state) => {
            if (!condition(state)) return;
            unsubscribe();
            resolve();
          });
        }
      }),
    texts: () =>
      talk.store.getState().turns.map((turn) => `${turn.turn} ${turn.userText} > ${turn.assistantText} (${turn.end})`),
    close: async () => {
      talk.close();
      if (options.relay === undefined) await relay.close();
    },
  };
}

/** A scenario whose session is open, with the sound unlocked and the microphone open. */
export async function talking(options: ScenarioOptions = {}): Promise<Scenario> {
  const started = await scenario(options);
  await started.shows((state) => state.connection.state === "open");
  await started.talk.actions.begin();
  return started;
}

/** The relay answers turn `turn` with this text and so many frames. */
export function answer(relay: FakeRelay, turn: number, text: string, frames: number): void {
  relay.event({ type: "assistant_text_partial", turn, delta: text });
  relay.event({ type: "assistant_audio_start", turn, format: "opus", sample_rate: 48_000, channels: 1, frame_ms: 40 });
  relay.speak(turn, frames, true);
  relay.event({ type: "assistant_text_final", turn, text, citations: [], fallback: null });
}

export function endOfAnswer(relay: FakeRelay, turn: number, frames: number, reason = "completed"): void {
  if (frames > 0) relay.event({ type: "assistant_audio_end", turn, frames });
  relay.event({ type: "turn_end", turn, reason, heard_ms: frames * 40, trace_id: "t", timings: {} });
}

/** The person says something of `frames` packets. */
export function say(voice: FakeVoice, clock: FakeClock, frames: number, from = 0): void {
  voice.hear({ type: "speech_start", timestamp: from * 960, atMs: clock.nowMs() });
  voice.talk(frames, from);
  voice.hear({ type: "speech_end", timestamp: (from + frames) * 960, atMs: clock.nowMs() });
}
