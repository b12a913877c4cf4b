/** One session: it outlives its sockets, checks what a client sends, and hands it to the conversation. */
import { createHash } from "node:crypto";
import {
  CLOSE,
  type ClientMessage,
  type CloseCode,
  type Control,
  type Frame,
  IDLE_AFTER,
  type PageAction,
  PROTOCOL_VERSION,
  type RelayEventOf,
  SESSION_KEPT_FOR,
  type SessionReady,
  START_DEADLINE,
  type UnnumberedEvent,
  WireError,
} from "@hisho/protocol";
import type { Voice } from "../recordings/voice-track.ts";
import type { Store, StoredTurn } from "../store/port.ts";
import type { Announcement } from "./announcements.ts";
import { carryOut } from "./client-messages.ts";
import { Conversation } from "./conversation.ts";
import { readEarlier, saveUnfinished } from "./earlier-turns.ts";
import type { ConversationSettings, ConversationTools } from "./floor.ts";
import { forClient, nextFrameSequence } from "./handover.ts";
import { Outbox, type OutboxLink } from "./outbox.ts";
import { type Keepsake, SessionKeeper } from "./session-keeper.ts";
import type { SessionLog } from "./session-log.ts";
import { changedBy, languageWarnings, settingsOf, UNATTENDED } from "./session-settings.ts";
import { type Inheritance, isWithin, readRecord } from "./session-state.ts";

/** One socket as a session sees it. */
export interface Link extends OutboxLink {
  close(code: CloseCode): void;
  /** Closes it because of a fault of the relay's own, which is logged and told. */
  fail(error: unknown): void;
}

export interface SessionTools extends Omit<ConversationTools, "store" | "keep"> {
  store: Pick<Store, "saveTurn" | "saveTurnAudio" | "recentTurns" | "lastTurn">;
  version: string;
  /** Something rings soon: the socket is kept although nobody speaks. */
  awaits: (sessionId: string) => boolean;
  /** What several relays share; undefined for one that stands alone. */
  sessionLog?: SessionLog | undefined;
}

export class Session {
  readonly id: string;
  readonly #tools: SessionTools;
  readonly #outbox = new Outbox();
  readonly #onStart: (session: Session) => void;
  readonly #onEnd: (session: Session) => void;
  #link: Link | null = null;
  #conversation: Conversation | null = null;
  readonly #keeper: SessionKeeper | undefined;
  #over = false;
  /** The last of the starts and questions, which are carried out one after the other. */
  #beginning: Promise<void> = Promise.resolve();
  /** False until this socket's `start` has been carried out. */
  #started = false;
  /** Messages that came while a start was being carried out, in order. */
  #waiting: (() => void)[] | null = null;
  #idleCloses = true;
  #cancelStartDeadline: (() => void) | null = null;
  #cancelIdle: (() => void) | null = null;
  #cancelExpiry: (() => void) | null = null;

  /** @param onEnd it is over, by the client's wish or because it was kept long enough: it is not to be found any more */
  constructor(id: string, tools: SessionTools, onStart: (session: Session) => void, onEnd: (session: Session) => void) {
    this.id = id;
    this.#tools = { ...tools, log: tools.log.child({ conversation: logNameOf(id) }) };
    this.#onStart = onStart;
    this.#onEnd = onEnd;
    if (tools.sessionLog === undefined) return;
    this.#keeper = new SessionKeeper(tools.sessionLog, id, this.#keepsake(), tools.log);
    this.#outbox.keepBy(this.#keeper);
  }

  get connected(): boolean {
    return this.#link !== null;
  }

  /** A socket is open and has said `start`. */
  get live(): boolean {
    return this.#link !== null && this.#started;
  }

  /** Somebody speaks, or a turn has not ended. */
  get busy(): boolean {
    return this.#conversation?.busy === true;
  }

  /** The newest socket takes the place of an older one. */
  attach(link: Link): void {
    const older = this.#link;
    this.#detach();
    older?.close(CLOSE.replaced);
    this.#link = link;
    this.#cancelExpiry?.();
    this.#cancelStartDeadline = this.#tools.clock.after(START_DEADLINE, () => {
      this.refuse(link, new WireError("wrong-time", "type: expected control start within 10 s", "type"));
    });
  }

  /** A socket has closed, for whatever reason. */
  detach(link: Link): void {
    if (link !== this.#link) return;
    this.#tools.log.info("socket closed");
    this.#detach();
    this.#keepForAWhile();
  }

  /** Tells the client what was wrong with what it sent and closes its socket; the session is kept. */
  refuse(link: Link, error: WireError): void {
    if (link !== this.#link) return;
    const { closeCode, field, message } = error;
    const event = {
      type: "error" as const,
      code: error.reason,
      ...(field === undefined ? {} : { field }),
      message,
      recoverable: false,
    };
    if (closeCode === CLOSE.badMessage) {
      if (this.#started) this.#outbox.push(event);
      else link.sendText(JSON.stringify(event));
    }
    link.close(closeCode);
  }

  receive(link: Link, message: ClientMessage): void {
    if (link !== this.#link) return;
    if (message.type === "control" && message.action === "start") {
      if (this.#started || this.#waiting !== null) {
        throw new WireError("wrong-time", "action: expected one start a socket", "action");
      }
      this.#cancelStartDeadline?.();
      this.#waiting = [];
      void this.#inTurn(() => this.#start(link, message)).catch((error: unknown) => link.fail(error));
      return;
    }
    this.#afterStart(() => this.#dispatch(message));
  }

  frame(link: Link, frame: Frame): void {
    if (link !== this.#link) return;
    this.#afterStart(() => this.#conversation?.frame(frame));
  }

  /** The relay itself has something to say. @returns false when nobody is connected */
  announce(announcement: Announcement): boolean {
    if (!this.live || this.#conversation === null) return false;
    // What rings is the owner's.
    if (this.#conversation.settings.visitor) return false;
    this.#conversation.announce(announcement);
    return true;
  }

  /** For the page that is connected now; nobody else hears of it. @returns whether one is */
  tellPage(action: PageAction): boolean {
    if (!this.live) return false;
    this.#link?.sendText(JSON.stringify({ type: "page", action } satisfies RelayEventOf<"page">));
    return true;
  }

  /** The person has deleted what was said until now. */
  forget(): void {
    this.#conversation?.forget();
  }

  /**
   * A typed question that did not come by the socket; a connected client sees its events like any other's.
   * @param observe gets the turn's events up to its `turn_end`
   * @param voice the one that said it, in a recording
   * @returns false when the session has ended meanwhile or its client is connected to another relay, without a turn
   */
  async ask(id: string, text: string, observe: (event: UnnumberedEvent) => void, voice?: Voice): Promise<boolean> {
    let answered: Promise<boolean> | undefined;
    await this.#inTurn(async () => {
      const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
      this.#keepForAWhile();
      const left = await this.#take(true);
      if (left === "elsewhere") return;
      if (this.#conversation === null) await this.#beginAfresh({ ...UNATTENDED, timeZone }, left);
      if (this.#over) return;
      answered = new Promise((resolve) => {
        this.#conversation?.text(id, text, undefined, {
          voice,
          observe: (event) => {
            observe(event);
            if (event.type === "turn_end") resolve(true);
          },
        });
      });
    });
    return answered ?? false;
  }

  /** Ends the session for good; a second time does nothing. */
  async end(reason: "stopped" | "shutdown"): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    if (reason === "shutdown" && (await this.#leaveToOthers())) return;
    this.#tools.log.info("session ended", { reason });
    if (this.#started) this.#outbox.push({ type: "session_end", reason });
    const isOurs = this.#keeper === undefined || this.#conversation === null || (await this.#keeper.durable());
    if (this.#keeper !== undefined) await this.#keeper.drop(); // before the client could resume it elsewhere
    const link = this.#link;
    this.#detach();
    link?.close(reason === "stopped" ? CLOSE.stopped : CLOSE.shutdown);
    this.#cancelExpiry?.();
    const conversation = this.#conversation;
    this.#conversation = null;
    for (const { settled } of conversation?.announcements ?? []) settled(false);
    if (isOurs) await conversation?.close();
    else conversation?.abandon();
  }

  /** Its client resumes at another relay what was kept. @returns false when nothing is, or there is no other */
  async #leaveToOthers(): Promise<boolean> {
    const keeper = this.#keeper;
    if (keeper === undefined || this.#conversation === null) return false;
    if (!(await keeper.durable()) || !keeper.isShared) return false;
    keeper.letGo();
    // In case the client never comes back; otherwise whoever goes on with the turn writes it again.
    await this.#conversation?.close();
    this.#leave(CLOSE.shutdown);
    return true;
  }

  /** Nothing more is sent or stored of it here. */
  #leave(code: CloseCode): void {
    this.#over = true;
    const link = this.#link;
    this.#detach();
    link?.close(code);
    this.#cancelExpiry?.();
    const conversation = this.#conversation;
    this.#conversation = null;
    conversation?.abandon();
    for (const { settled } of conversation?.announcements ?? []) settled(false);
  }

  /** The session as its keeper sees it. */
  #keepsake(): Keepsake {
    const session = this;
    return {
      get connected() {
        return session.connected;
      },
      get outbox() {
        return session.#outbox;
      },
      state: () => (session.#conversation === null ? undefined : JSON.stringify(session.#conversation.state)),
      onKept: () => session.#outbox.pump(),
      onTaken: () => {
        session.#leave(CLOSE.replaced);
        session.#onEnd(session);
      },
    };
  }

  /**
   * Makes this relay the one that has the session.
   * @returns what another one left, if anything; what is here of it is then void
   */
  async #take(unlessConnected: boolean): Promise<Inheritance | "elsewhere" | undefined> {
    const taking = await this.#keeper?.take(this.#conversation !== null, unlessConnected);
    if (taking?.as === "elsewhere") return "elsewhere";
    if (taking?.as !== "heir") return undefined;
    const before = this.#conversation;
    this.#conversation = null;
    before?.abandon();
    for (const { settled } of before?.announcements ?? []) settled(false);
    const left = readRecord(taking.record);
    if (left === undefined) this.#tools.log.warn("a session that another relay left could not be read: begun afresh");
    return left;
  }

  /** Without a socket its end is 120 s away. */
  #keepForAWhile(): void {
    this.#cancelExpiry?.();
    if (this.#link !== null || this.#over) return;
    this.#cancelExpiry = this.#tools.clock.after(SESSION_KEPT_FOR, () => this.#onEnd(this));
  }

  /** One after the other, so that none finds the conversation half replaced. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    const done = this.#beginning.then(work);
    this.#beginning = done.catch(() => {});
    return done;
  }

  #detach(): void {
    this.#link = null;
    this.#started = false;
    this.#waiting = null;
    this.#outbox.detach();
    this.#cancelStartDeadline?.();
    this.#cancelIdle?.();
  }

  #afterStart(action: () => void): void {
    if (this.#waiting !== null) this.#waiting.push(action);
    else if (this.#started) action();
    else throw new WireError("wrong-time", "type: expected control start first", "type");
  }

  async #start(link: Link, message: Control<"start">): Promise<void> {
    if (link !== this.#link) return;
    const { resume } = message;
    const left = await this.#take(false);
    if (link !== this.#link || left === "elsewhere") return;
    const settings = settingsOf(message, this.#conversation?.settings ?? left?.state.settings);
    this.#idleCloses = message.idle;
    const isHere = resume !== undefined && this.#conversation !== null && this.#outbox.canResume(resume.last_event);
    const isLeft = resume !== undefined && left !== undefined && isWithin(left, resume.last_event);
    const resumed = isHere || isLeft;
    if (isLeft) await this.#inherit(settings, left, resume);
    else if (!isHere) await this.#beginAfresh(settings, left);
    if (link !== this.#link || this.#conversation === null) return;
    if (resumed) {
      this.#conversation.configure(settings);
      this.#outbox.attachResumed(link, resume.last_event, resume.last_frame, resume.credit ?? Number.POSITIVE_INFINITY);
    } else {
      this.#outbox.attachFresh(link);
    }
    if (!isHere) this.#keeper?.restart();
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#started = true;
    const { language, mode, audio } = settings;
    this.#tools.log.info("session started", { resumed, language, mode, audio });
    link.sendText(JSON.stringify(this.#ready(resumed)));
    this.#outbox.pump();
    this.#conversation.resumed();
    if (!resumed) this.#warnOfLanguage();
    this.#rest();
    for (const action of waiting) {
      try {
        action();
      } catch (error) {
        if (!(error instanceof WireError)) throw error;
        this.refuse(link, error);
        return;
      }
    }
    this.#onStart(this);
  }

  /** Goes on with what another relay left. */
  async #inherit(
    settings: ConversationSettings,
    left: Inheritance,
    { last_event: lastEvent, last_frame: lastFrame }: NonNullable<Control<"start">["resume"]>,
  ): Promise<void> {
    const { past, last } = await readEarlier(this.id, this.#tools);
    const open = new Set(left.state.turns.map(({ number }) => number));
    const ended = past.filter(({ turn }) => !open.has(turn));
    const forThis = forClient(left, lastEvent);
    this.#outbox.inherit(forThis.events, forThis.lastEvent, nextFrameSequence(left, lastFrame));
    this.#conversation = this.#converse(settings, ended, Math.max(last + 1, left.state.nextTurn));
    this.#conversation.inherit(forThis, lastFrame);
  }

  /** @param left what another relay left, with which nobody goes on */
  async #beginAfresh(settings: ConversationSettings, left?: Inheritance): Promise<void> {
    const before = this.#conversation;
    this.#conversation = null;
    await before?.close();
    const unsaid = before?.announcements ?? [];
    for (const turn of left?.state.turns ?? [])
      await saveUnfinished(this.id, turn, left?.state.settings ?? settings, this.#tools);
    const { past, last } = await readEarlier(this.id, this.#tools);
    const nextTurn = Math.max(before?.nextTurn ?? 1, left?.state.nextTurn ?? 1, last + 1);
    this.#conversation = this.#converse(settings, past, nextTurn);
    for (const announcement of unsaid) this.#conversation.announce(announcement);
  }

  #converse(settings: ConversationSettings, past: readonly StoredTurn[], nextTurn: number): Conversation {
    const tools = { ...this.#tools, keep: this.#keeper };
    return new Conversation(this.id, settings, past, nextTurn, tools, this.#outbox, () => this.#rest());
  }

  #ready(resumed: boolean): SessionReady {
    const conversation = this.#conversation!;
    return {
      type: "session_ready",
      session_id: this.id,
      protocol: PROTOCOL_VERSION,
      version: this.#tools.version,
      features: [],
      resumed,
      last_event: this.#outbox.lastEvent,
      next_turn: conversation.nextTurn,
      uplink_sequence: conversation.uplinkSequence,
      language: conversation.settings.language,
      providers: this.#tools.providers.current.summaries(conversation.settings.language),
    };
  }

  #dispatch(message: ClientMessage): void {
    const conversation = this.#conversation;
    if (conversation === null) return;
    carryOut(message, {
      conversation,
      hearsInBrowser: () => this.#tools.providers.current.hearsInBrowser(conversation.settings.language),
      configure: (change) => this.#configure(conversation, change),
      acknowledge: (event) => this.#outbox.acknowledge(event),
      pong: (t) => this.#link?.sendText(JSON.stringify({ type: "pong", t } satisfies RelayEventOf<"pong">)),
      stop: () => this.#onEnd(this),
      rest: () => this.#rest(),
    });
  }

  #configure(conversation: Conversation, change: Control<"settings">): void {
    conversation.configure(changedBy(change));
    const anew = change.language !== undefined;
    this.#warnOfLanguage({ ears: anew || change.mode !== undefined, voice: anew || change.audio === true });
  }

  /** Once a start or change. */
  #warnOfLanguage(about = { ears: true, voice: true }): void {
    const { settings } = this.#conversation!;
    for (const warning of languageWarnings(settings, this.#tools.providers.current, about)) this.#outbox.push(warning);
  }

  /** Begins to count towards the idle close; anything that happens begins it again. */
  #rest(): void {
    this.#cancelIdle?.();
    if (!this.#idleCloses || this.#link === null) return;
    const link = this.#link;
    this.#cancelIdle = this.#tools.clock.after(IDLE_AFTER, () => {
      if (link !== this.#link) return;
      if (this.#conversation?.busy === true || this.#tools.awaits(this.id)) this.#rest();
      else link.close(CLOSE.idle);
    });
  }
}

/** The same at every relay and after every start; whoever reads the log cannot come in by it. */
const logNameOf = (sessionId: string): string => createHash("sha256").update(sessionId).digest("hex").slice(0, 16);
