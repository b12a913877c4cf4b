/**
 * Wires the voice, the socket and the history to the state on the screen. The decisions are in the modules beside it;
 * this one knows who has to hear of what.
 */
import type { StoreApi } from "zustand/vanilla";
import { Answers, type AvatarEvent } from "./answers.ts";
import { Asking } from "./asking.ts";
import { Attention } from "./attention.ts";
import { BrowserEars } from "./browser-ears.ts";
import { Downlink } from "./downlink.ts";
import { touchConversation } from "./identity.ts";
import { Keeping } from "./keeping.ts";
import { type Lease, lease } from "./lease.ts";
import { Listener, type ListenerEvent } from "./listener.ts";
import { Loudness } from "./loudness.ts";
import { Manners } from "./manners.ts";
import { NoticeBoard } from "./notices.ts";
import { Playhead } from "./playhead.ts";
import type { ConversationOptions } from "./ports.ts";
import { Recorder } from "./recorder.ts";
import { RelayLink } from "./relay-link.ts";
import { checkedSettings, languageTag, saveSettings } from "./settings.ts";
import { SessionSocket } from "./socket.ts";
import { Speaker, type SpeakerEvent } from "./speaker.ts";
import type { Settings, TalkState, TurnView } from "./talk.ts";
import { TextQueue } from "./texts.ts";
import { toldOfChange } from "./told.ts";
import { TurnLog } from "./turn-log.ts";
import { type OpenSpeech, Uplink } from "./uplink.ts";
import { WindowState } from "./window-state.ts";

/** More than this in the socket's own buffer: the network does not take the microphone's 4 kB/s. */
const CONGESTED_BYTES = 4 * 1024;
/** How often a congested socket is looked at. */
const DRAIN_MS = 20;

/** What the screen shows of a conversation that is being opened. */
export const beginningOf = (conversation: string, mode: TalkState["mode"]): TalkState => ({
  conversation,
  phase: "idle",
  connection: { state: "connecting" },
  mode,
  microphoneOpen: false,
  muted: false,
  ignoring: false,
  waitsForName: false,
  passedOver: false,
  turns: [],
  providers: null,
  notices: [],
  kept: [],
  unread: [],
  about: null,
  audibleMs: null,
});

export class Conversation {
  readonly id: string;
  readonly store: StoreApi<TalkState>;
  readonly settings: StoreApi<Settings>;
  readonly #options: ConversationOptions;
  readonly #lease: Lease<TalkState>;
  readonly #socket: SessionSocket;
  readonly #uplink: Uplink;
  readonly #downlink: Downlink;
  readonly #speaker: Speaker;
  readonly #listener: Listener;
  readonly #manners: Manners;
  readonly #texts: TextQueue;
  readonly keeping: Keeping;
  readonly #recorder: Recorder;
  readonly #turns: TurnLog;
  readonly #answers: Answers;
  readonly #notices: NoticeBoard;
  readonly #window: WindowState;
  readonly #attention: Attention;
  readonly #browserEars: BrowserEars;
  readonly #playhead: Playhead;
  readonly #loudness: Loudness;
  readonly #asking: Asking;
  readonly #link: RelayLink;
  readonly #avatarListeners = new Set<(event: AvatarEvent) => void>();
  readonly #unsubscribe: (() => void)[] = [];
  readonly #speechEnds = new Map<string, number>();
  #cancelDrain: (() => void) | null = null;
  #closed = false;
  /** The microphone is to be opened as soon as the sound is unlocked. */
  #beginning = false;

  constructor(options: ConversationOptions) {
    const { id, voice, clock, history } = options;
    this.id = id;
    this.#options = options;
    this.settings = options.stores.settings;
    this.#lease = lease(options.stores.talk);
    this.store = this.#lease.store;
    history.visited(options.kiosk?.() === undefined ? null : id);
    const { mode } = this.settings.getState();
    this.store.setState(beginningOf(id, mode));
    this.#window = new WindowState(clock, (phase) => this.store.setState({ phase }));
    this.#attention = new Attention({
      store: this.store,
      clock,
      isOn: () => {
        const { addressed, mode: now } = this.settings.getState();
        return now === "hands_free" && addressed;
      },
    });
    this.#socket = new SessionSocket({
      ...options,
      baseUrl: options.url,
      sessionId: id,
      token: () => this.settings.getState().token,
      onEvent: (event) => this.#link.handle(event),
    });
    this.#uplink = new Uplink({
      isReady: () => this.#socket.isReady,
      isCongested: () => this.#socket.bufferedBytes > CONGESTED_BYTES,
      send: (message) => void this.#socket.send(message),
      sendFrame: (bytes) => void this.#socket.sendFrame(bytes),
    });
    this.#downlink = new Downlink({
      voice,
      clock,
      send: (message) => this.#link.send(message),
      onMalformed: (error) =>
        this.#notices.add({ kind: "relay", code: error.reason, stage: "wire", message: error.message }),
    });
    this.#speaker = new Speaker({
      voice,
      downlink: this.#downlink,
      send: (message) => this.#link.sendOrOwe(message),
      speechEndMs: (turn) => this.#speechEnds.get(this.#turns.open(turn)?.key ?? "") ?? null,
      onEvent: (event) => this.#onSpeaker(event),
    });
    this.#loudness = new Loudness({
      voice,
      settings: this.settings,
      downlink: this.#downlink,
      speaker: this.#speaker,
      unlocked: options.unlocked,
      acknowledgement: () => options.acknowledgement?.() ?? null,
      send: (message) => void this.#link.send(message),
    });
    this.#listener = new Listener({
      voice,
      uplink: this.#uplink,
      mode,
      newId: options.newId,
      onEvent: (event) => this.#onListener(event),
    });
    this.#manners = new Manners({
      clock,
      echo: options.echo ?? (() => null),
      guard: (guard) => voice?.setGuard(guard),
      deafen: (on) => this.#listener.deafen(on),
    });
    this.#texts = new TextQueue({
      isReady: () => this.#socket.isReady,
      isFree: () => this.#isFree,
      send: (message) => this.#link.send(message),
      sendSpeech: (speech, kept) => this.#uplink.replay(speech, kept),
      onBacklog: () => this.#loudness.leaveAlone(options.isPersonThere?.() === false),
      onProgress: (text) => this.keeping.progressed(text),
      onChange: () => this.keeping.show(),
    });
    this.#recorder = new Recorder({
      store: history,
      conversation: id,
      clock,
      sendAck: (event) => this.#link.send({ type: "ack", event }),
    });
    this.#turns = new TurnLog({
      store: this.store,
      recorder: this.#recorder,
      clock,
      newId: options.newId,
      language: () => languageTag(this.settings.getState().language),
    });
    this.keeping = new Keeping({
      conversation: id,
      history,
      clock,
      storage: options.storage,
      store: this.store,
      texts: this.#texts,
      turns: this.#turns,
      onKept: () => {
        this.#window.happened({ type: "answered" });
        if (this.store.getState().phase === "offline") void this.#loudness.acknowledge();
      },
    });
    this.#notices = new NoticeBoard(this.store);
    this.#browserEars = new BrowserEars({
      SpeechRecognition: options.SpeechRecognition,
      utterance: () => this.#uplink.currentNumber(),
      send: (message) => void this.#link.send(message),
      onProblem: (message) => this.#notices.add({ kind: "relay", code: "browser-recognizer", stage: "stt", message }),
    });
    this.#playhead = new Playhead({
      voice,
      clock,
      downlink: this.#downlink,
      speaker: this.#speaker,
      turns: this.#turns,
    });
    this.#asking = new Asking({
      hasVoice: voice !== null,
      clock,
      settings: this.settings,
      socket: this.#socket,
      uplink: this.#uplink,
      speaker: this.#speaker,
      texts: this.#texts,
      keeping: this.keeping,
      turns: this.#turns,
      notices: this.#notices,
      window: this.#window,
      attention: this.#attention,
      loudness: this.#loudness,
      speechEnds: this.#speechEnds,
      newId: options.newId,
    });
    this.#answers = new Answers({
      turns: this.#turns,
      uplink: this.#uplink,
      downlink: this.#downlink,
      speaker: this.#speaker,
      texts: this.#texts,
      window: this.#window,
      notices: this.#notices,
      speechEnds: this.#speechEnds,
      isAudioOn: () => this.#loudness.isOn,
      onEnd: (reason) => {
        if (reason === "ignored") this.#attention.passOver(true);
        else if (reason !== "cancelled" && reason !== "empty") this.#attention.answered();
        this.#attention.look();
      },
      onWords: () => touchConversation(options.storage, id, clock.date()),
      onTextDone: (text) => {
        // What a visitor has not waited for is no news to the owner.
        this.keeping.answered(text, !this.#loudness.alone || options.kiosk?.() !== undefined);
        this.#loudness.leaveAlone(false);
      },
      onAlarm: (alarm) => options.onAlarm?.(alarm),
      onAvatar: (event) => {
        for (const listener of this.#avatarListeners) listener(event);
      },
    });
    this.#link = new RelayLink({
      socket: this.#socket,
      store: this.store,
      settings: this.settings,
      clock,
      uplink: this.#uplink,
      downlink: this.#downlink,
      speaker: this.#speaker,
      texts: this.#texts,
      keeping: this.keeping,
      recorder: this.#recorder,
      turns: this.#turns,
      answers: this.#answers,
      asking: this.#asking,
      notices: this.#notices,
      window: this.#window,
      attention: this.#attention,
      loudness: this.#loudness,
      timeZone: options.timeZone,
      kiosk: () => options.kiosk?.(),
      onPage: (action) => options.onPage?.(action),
      onReady: () => this.#listenInBrowser(),
      onReplaced: () => this.#leave(),
    });
    this.#unsubscribe.push(
      history.watch((problem) => {
        if (problem === null) this.#notices.drop("storage");
        else this.#notices.add({ kind: "storage" });
      }),
    );
    if (voice !== null) {
      this.#unsubscribe.push(
        voice.onMicrophone((event) => {
          this.#listener.handle(event);
          this.#drain();
        }),
        voice.onPlayout((event) => this.#speaker.handlePlayout(event)),
      );
    }
    this.#attention.look();
    this.#window.happened({ type: "disconnected", atMs: clock.nowMs() });
    if (options.elsewhere === true) this.#socket.giveWay();
    else this.#socket.open();
    void this.#restore();
  }

  get droppedFrames(): number {
    return this.#uplink.droppedFrames;
  }

  /** Answers may be spoken: the browser lets the page sound. */
  get unlocked(): boolean {
    return this.#loudness.unlocked;
  }

  /** The microphone is open for whoever talks, or is being opened. */
  get listens(): boolean {
    const { mode } = this.settings.getState();
    const isAboutTo = this.#beginning && mode === "hands_free" && !this.#listener.state.muted;
    return isAboutTo || this.#listener.listens;
  }

  /** Nothing is being said, heard or answered, and no words wait. */
  get quiet(): boolean {
    const idle = this.#speaker.playing === null && !this.#uplink.speaking && !this.#uplink.unsettled;
    return idle && this.#turns.all.every((turn) => turn.end !== null);
  }

  // --- what the person does

  async begin(): Promise<void> {
    this.#socket.open();
    this.#beginning = true;
    try {
      await this.#loudness.unlock();
    } finally {
      this.#beginning = false;
    }
    if (!this.#closed) await this.#listener.begin();
  }

  mute(on: boolean): void {
    void this.#listener.mute(on);
  }

  press(): void {
    this.#socket.open();
    if (this.#speaker.cut() !== null) this.#interrupted();
    void this.#loudness.unlock();
    void this.#listener.press();
  }

  release(): void {
    // A touch that is held counts as a gesture only when it is lifted.
    void this.#options.voice?.unlock().catch(() => false);
    this.#listener.release();
  }

  interrupt(): void {
    if (this.#speaker.cut() !== null) {
      this.#interrupted();
      return;
    }
    const answering = this.#turns.all.findLast((turn) => turn.turn > 0 && turn.userFinal && turn.end === null);
    if (answering !== undefined) {
      this.#speaker.discard(answering.turn);
      this.#link.sendOrOwe({ type: "control", action: "interrupt", turn: answering.turn, played_ms: 0 });
    } else if (this.#uplink.unsettled) {
      this.#uplink.speechCancel();
    }
    this.#window.happened({ type: "answered" });
  }

  ignore(on: boolean): void {
    this.#listener.ignore(on);
  }

  sendText(text: string): void {
    this.#asking.ask(text.trim(), null);
  }

  again(): void {
    const last = this.#turns.all.findLast((turn) => turn.assistantText !== "");
    if (last === undefined) return;
    const recording = this.#downlink.recordingOf(last.turn);
    if (recording !== undefined && this.#loudness.unlocked) this.#speaker.replay(recording);
    else if (last.userText !== "") this.#asking.ask(last.userText, last.turn);
  }

  playKept(id: string): void {
    const speech = this.keeping.speechOf(id);
    if (speech === undefined) return;
    if (this.#speaker.cut() !== null) return;
    void this.#loudness.unlock().then(() => this.#speaker.playBack(speech.frames.map(({ packet }) => packet)));
  }

  change(change: Partial<Settings>): void {
    const before = this.settings.getState();
    this.settings.setState(checkedSettings(change));
    const now = this.settings.getState();
    saveSettings(this.#options.storage, now);
    if (now.mode !== before.mode) {
      this.store.setState({ mode: now.mode });
      void this.#listener.setMode(now.mode);
    }
    this.#attention.look();
    if (now.token !== before.token) this.#socket.openAnew();
    if (now.language !== before.language) this.#notices.drop("relay");
    this.#downlink.audible(this.#loudness.isOn);
    const told = toldOfChange(before, now, this.#loudness.isOn);
    if (told !== null) this.#link.send({ type: "control", action: "settings", ...told });
    this.#listenInBrowser();
  }

  askAbout(about: TalkState["about"]): void {
    if (this.store.getState().about?.docId === about?.docId) return;
    this.store.setState({ about });
    this.#link.send({ type: "control", action: "settings", about: about?.docId ?? "" });
  }

  onAvatar(listener: (event: AvatarEvent) => void): () => void {
    this.#avatarListeners.add(listener);
    return () => void this.#avatarListeners.delete(listener);
  }

  /** What was said in a turn was meant for the page: nothing is answered, and nothing of it is shown later. */
  dismiss(turn: TurnView): void {
    this.#speaker.discard(turn.turn);
    this.#link.sendOrOwe({ type: "control", action: "interrupt", turn: turn.turn, played_ms: 0 });
    this.#turns.changeAll(() => this.#turns.change({ type: "ended", turn: turn.turn, reason: "cancelled" }));
    if (this.#texts.done(turn.key)) this.keeping.answered(turn.key, true);
  }

  /**
   * Ends what is going on here, so that another conversation can take the voice and the microphone.
   * @param handsOver that one listens at once: the microphone stays open for it
   */
  leave(handsOver: boolean): void {
    // A visitor does not come back to it.
    if (this.#options.kiosk?.() !== undefined) this.#link.send({ type: "control", action: "stop" });
    this.#leave(handsOver);
    this.close();
  }

  /** What is being said right now, to go on in the next conversation once this one is left; null when nothing is. */
  takeSpeech(): OpenSpeech | null {
    return this.#listener.takeSpeech();
  }

  /** Hears the rest of what began in the conversation before. */
  goOn(speech: OpenSpeech): void {
    this.#listener.goOn(speech);
  }

  /** Another page of this device talks now, whatever the relay knows of it. The person may go on here. */
  giveWay(): void {
    this.#socket.giveWay();
  }

  /** The record knows more of this conversation: another device has held it. */
  async catchUp(): Promise<void> {
    const turns = await this.#options.history.turns(this.id);
    if (!this.#closed) this.#turns.catchUp(turns);
  }

  close(): void {
    this.#closed = true;
    this.#loudness.close();
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.#cancelDrain?.();
    this.#playhead.close();
    this.#manners.close();
    this.#window.close();
    this.#attention.close();
    this.#recorder.close();
    this.#downlink.close();
    this.#browserEars.close();
    this.#socket.close();
    this.#lease.end();
  }

  /** Another page talks now. */
  #leave(handsOver = false): void {
    this.#listener.stop(handsOver);
    this.#speaker.cut();
    this.#link.forgive();
  }

  // --- what the person says

  #onListener(event: ListenerEvent): void {
    const { clock } = this.#options;
    switch (event.type) {
      case "speech_start":
        if (this.#socket.connection.state === "resting") this.#socket.open();
        if (this.#speaker.playing !== null) this.#speaker.duck(true);
        if (!this.#listener.held) this.#attention.begins(this.#uplink.currentId);
        this.#attention.passOver(false);
        this.#window.happened({ type: "speech_start" });
        return;
      case "speech_confirmed":
        if (this.#speaker.cut() !== null) this.#interrupted();
        return;
      case "speech_end":
        this.#speechEnds.set(event.id, event.atMs);
        this.#speaker.duck(false);
        this.#window.happened({
          type: "speech_end",
          atMs: clock.nowMs(),
          expected: this.#attention.isMeant(event.id),
        });
        this.#asking.keepSpeech(event.id);
        return;
      case "speech_cancel":
        this.#speaker.duck(false);
        this.#window.happened({ type: "speech_cancel" });
        this.#texts.next();
        return;
      case "problem":
        this.#notices.add({ kind: "microphone", problem: event.problem });
        return;
      case "stand_in":
        if (event.label === null) this.#notices.drop("microphone-stand-in");
        else this.#notices.add({ kind: "microphone-stand-in", label: event.label });
        return;
      case "changed": {
        const state = this.#listener.state;
        const opened = state.microphoneOpen && !this.store.getState().microphoneOpen;
        this.store.setState(state);
        if (opened) this.#notices.drop("microphone");
        this.#window.happened({ type: "microphone", open: state.microphoneOpen && !state.ignoring });
        this.#listenInBrowser();
        return;
      }
      default:
        event satisfies never;
    }
  }

  /** Nobody speaks and nothing is being answered. */
  get #isFree(): boolean {
    return (
      !this.#uplink.speaking &&
      !this.#uplink.unsettled &&
      !this.#turns.all.some((turn) => turn.turn > 0 && turn.end === null)
    );
  }

  #listenInBrowser(): void {
    this.#browserEars.follow(this.store.getState(), this.settings.getState().language, this.#socket.isReady);
  }

  // --- what the person hears

  #onSpeaker(event: SpeakerEvent): void {
    switch (event.type) {
      case "audible":
        this.#manners.speaks();
        this.#window.happened({ type: "audible" });
        if (event.audibleMs !== null) this.store.setState({ audibleMs: event.audibleMs });
        // The person is talking already: the answer waits for them, not they for it.
        if (this.#listener.confirmedSpeech && this.#speaker.cut() !== null) this.#interrupted();
        else if (this.#uplink.speaking) this.#speaker.duck(true);
        this.#playhead.follow();
        return;
      case "stalled":
        if (!this.#socket.isReady) this.#window.happened({ type: "silent" });
        return;
      case "silent":
      case "cut":
        this.#manners.falls();
        this.#window.happened({ type: "silent" });
        return;
      case "finished":
        this.#manners.falls();
        this.#window.happened({ type: "silent" });
        this.#turns.change({ type: "heard", turn: event.turn, length: Number.POSITIVE_INFINITY });
        this.#turns.keep(this.#turns.all.filter((turn) => turn.turn === event.turn));
        return;
      default:
        event satisfies never;
    }
  }

  #interrupted(): void {
    this.#window.happened({ type: "interrupted", atMs: this.#options.clock.nowMs() });
  }

  // --- common

  /** Looks again at a congested socket until nothing waits. */
  #drain(): void {
    this.#uplink.drain();
    if (!this.#uplink.waiting || !this.#socket.isReady) return;
    this.#cancelDrain?.();
    this.#cancelDrain = this.#options.clock.after(DRAIN_MS, () => this.#drain());
  }

  async #restore(): Promise<void> {
    const { history } = this.#options;
    // One visitor's words are not the next one's.
    if (this.#options.kiosk?.() === undefined) await history.adoptPending(this.id);
    const [turns, pending] = await Promise.all([history.turns(this.id), history.pending(this.id)]);
    if (this.#closed) return;
    const waiting = new Map(pending.map((text) => [text.id, text]));
    // The words that wait are the truer ones: they may have been changed.
    const words = (turn: TurnView) => waiting.get(turn.key)?.text || turn.userText;
    this.#turns.restore(
      turns.map((turn) => (turn.end === null ? { ...turn, userText: words(turn) } : turn)),
      new Set(waiting.keys()),
    );
    this.keeping.restored(pending);
    this.#texts.restore(pending);
  }
}
