/** The session at the relay over all of its sockets: begun, taken up again, or lost, and its events each once. */
import type { ClientMessageInput, PageAction, RelayEvent, SessionReady } from "@hisho/protocol";
import type { StoreApi } from "zustand/vanilla";
import type { Answers } from "./answers.ts";
import type { Asking } from "./asking.ts";
import type { Attention } from "./attention.ts";
import type { Clock } from "./clock.ts";
import type { Downlink } from "./downlink.ts";
import type { Keeping } from "./keeping.ts";
import type { Loudness } from "./loudness.ts";
import type { NoticeBoard } from "./notices.ts";
import type { KioskStart } from "./ports.ts";
import type { Recorder } from "./recorder.ts";
import type { SessionSocket, SocketEvent } from "./socket.ts";
import type { Speaker } from "./speaker.ts";
import type { Settings, TalkState } from "./talk.ts";
import type { TextQueue } from "./texts.ts";
import { toldAtStart } from "./told.ts";
import type { TurnLog } from "./turn-log.ts";
import type { Uplink } from "./uplink.ts";
import type { WindowState } from "./window-state.ts";

export interface RelayLinkOptions {
  socket: SessionSocket;
  store: StoreApi<TalkState>;
  settings: StoreApi<Settings>;
  clock: Clock;
  uplink: Uplink;
  downlink: Downlink;
  speaker: Speaker;
  texts: TextQueue;
  keeping: Keeping;
  recorder: Recorder;
  turns: TurnLog;
  answers: Answers;
  asking: Asking;
  notices: NoticeBoard;
  window: WindowState;
  attention: Attention;
  loudness: Loudness;
  /** IANA. */
  timeZone: string;
  kiosk(): KioskStart | undefined;
  onPage(action: PageAction): void;
  /** The relay listens. */
  onReady(): void;
  /** Another page talks now. */
  onReplaced(): void;
}

export class RelayLink {
  readonly #options: RelayLinkOptions;
  /** What the relay must hear of although no socket was open. */
  #owed: ClientMessageInput[] = [];
  /** A session of this page can be taken up again. */
  #resumable = false;
  #lastEvent = 0;

  constructor(options: RelayLinkOptions) {
    this.#options = options;
  }

  /** @returns whether it went out */
  send(message: ClientMessageInput): boolean {
    const { socket } = this.#options;
    return socket.isReady && socket.send(message);
  }

  /** Without a socket it goes out as soon as there is one. */
  sendOrOwe(message: ClientMessageInput): boolean {
    if (!this.send(message)) this.#owed.push(message);
    return true;
  }

  /** What is owed is not said any more. */
  forgive(): void {
    this.#owed = [];
  }

  handle(event: SocketEvent): void {
    const { store, downlink, notices, onReplaced } = this.#options;
    switch (event.type) {
      case "open":
        this.#start();
        return;
      case "event":
        this.#onRelay(event.event);
        return;
      case "frame":
        downlink.frame(event.bytes);
        return;
      case "malformed":
        notices.add({ kind: "relay", code: event.error.reason, stage: "wire", message: event.error.message });
        return;
      case "closed":
        this.#onClosed(event);
        return;
      case "connection":
        store.setState({ connection: event.connection });
        if (event.connection.state === "replaced") onReplaced();
        if (event.connection.state === "resting") this.#onResting();
        return;
      default:
        event satisfies never;
    }
  }

  #start(): void {
    const { socket, store, settings, timeZone, loudness, kiosk, downlink } = this.#options;
    const { about } = store.getState();
    socket.send({
      type: "control",
      action: "start",
      ...toldAtStart(settings.getState()),
      time_zone: timeZone,
      audio: loudness.isOn,
      ...(about === null ? {} : { about: about.docId }),
      ...kiosk(),
      ...(this.#resumable ? { resume: { last_event: this.#lastEvent, ...downlink.resume() } } : {}),
    });
  }

  #onResting(): void {
    const { socket, texts, window } = this.#options;
    window.happened({ type: "connected" });
    // What was asked while the relay was closing for want of anything to do is still to be answered.
    if (texts.waiting.some(({ unheard }) => unheard !== true)) socket.open();
  }

  #onClosed({ code, reason, fault }: Extract<SocketEvent, { type: "closed" }>): void {
    const { clock, uplink, texts, keeping, turns, asking, notices, window } = this.#options;
    uplink.closed();
    window.happened({ type: "disconnected", atMs: clock.nowMs() });
    if (!fault) {
      texts.closed();
      for (const id of uplink.ended) asking.keepSpeech(id);
      return;
    }
    this.#resumable = false;
    uplink.abandon();
    turns.changeAll(() => {
      for (const id of texts.giveUpSent()) {
        turns.change({ type: "lost", key: id });
        keeping.answered(id, true);
      }
    });
    notices.add({ kind: "relay", code: `closed-${code}`, stage: "wire", message: reason });
  }

  #onRelay(event: RelayEvent): void {
    const { answers, turns, attention, onPage } = this.#options;
    if (event.type === "session_ready") {
      this.#onReady(event);
      return;
    }
    if (event.type === "pong") return;
    if (event.type === "page") {
      onPage(event.action);
      return;
    }
    const { n } = event;
    if (event.type === "session_end") {
      this.#resumable = false;
      return;
    }
    if (n === undefined) {
      answers.apply(event);
      return;
    }
    const repeat = answers.isRepeat(event);
    if (n <= this.#lastEvent && !repeat) return;
    if (!repeat || n === this.#lastEvent + 1) this.#lastEvent = n;
    turns.changeBy(n, () => answers.apply(event));
    attention.look();
  }

  #onReady(ready: SessionReady): void {
    const { store, settings, uplink, downlink, texts, window, onReady } = this.#options;
    this.#resumable = true;
    store.setState({ providers: ready.providers });
    window.happened({ type: "connected" });
    if (ready.resumed) {
      uplink.resumed(ready.uplink_sequence);
      downlink.resumed();
      for (const message of this.#owed) this.send(message);
    } else {
      this.#beginAfresh(ready);
    }
    this.#owed = [];
    const { voice, speakingRate } = settings.getState();
    if (voice !== null || speakingRate !== 1) {
      this.send({ type: "control", action: "settings", voice: voice ?? "", speaking_rate: speakingRate });
    }
    texts.ready(ready.resumed);
    onReady();
  }

  #beginAfresh(ready: SessionReady): void {
    const { answers, recorder, notices, speaker, downlink, uplink, texts, turns, asking } = this.#options;
    this.#lastEvent = 0;
    answers.fresh(ready.next_turn);
    recorder.fresh();
    notices.drop("relay");
    speaker.lost();
    downlink.fresh(ready.next_turn);
    uplink.drop(texts.sentSpeech);
    uplink.fresh();
    turns.changeAll(() => {
      for (const turn of turns.all) if (turn.end === null && turn.turn > 0) asking.afterLoss(turn);
    });
  }
}
