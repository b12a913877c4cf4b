/** What the relay says, applied to the turns, the voice and the window. */
import type { RelayEvent, RelayEventOf, TurnEndReason } from "@hisho/protocol";
import type { Downlink } from "./downlink.ts";
import type { NoticeBoard } from "./notices.ts";
import type { Speaker } from "./speaker.ts";
import type { TextQueue } from "./texts.ts";
import type { TurnLog } from "./turn-log.ts";
import type { Uplink } from "./uplink.ts";
import type { WindowState } from "./window-state.ts";

export type AvatarEvent = RelayEventOf<"avatar_event">;
/** What is said in the course of a session; the rest is about the connection. */
export type SpokenEvent = Exclude<RelayEvent, { type: "session_ready" | "session_end" | "pong" }>;

export interface AnswersOptions {
  turns: TurnLog;
  uplink: Uplink;
  downlink: Downlink;
  speaker: Speaker;
  texts: TextQueue;
  window: WindowState;
  notices: NoticeBoard;
  /** When each speech ended, ms of the clock, by its id; kept until its turn ends. */
  speechEnds: Map<string, number>;
  /** Answers are spoken now. */
  isAudioOn(): boolean;
  /** A turn has ended. */
  onEnd(reason: TurnEndReason): void;
  /** The person has said something. */
  onWords(): void;
  /** A question of the queue has had its answer. */
  onTextDone(id: string): void;
  onAvatar(event: AvatarEvent): void;
  /** The words of a turn that the relay began for something on the desk are known. */
  onAlarm(alarm: Alarm): void;
}

/** A timer or reminder that rings. */
export interface Alarm {
  /** Its id on the desk. */
  item: string;
  kind: "reminder" | "timer";
  text: string;
}

/** Such a turn has no answer and interrupts nothing (docs/protocol.md, "Order"). */
const UNANSWERED: ReadonlySet<TurnEndReason> = new Set(["cancelled", "empty", "ignored"]);

export class Answers {
  readonly #options: AnswersOptions;
  /** Turns below this number are of an earlier start: they are said again without sound. */
  #firstTurn = 1;
  #alarm: (Omit<Alarm, "text"> & { turn: number }) | null = null;

  constructor(options: AnswersOptions) {
    this.#options = options;
  }

  /** The relay begins the session anew; its turns go on from here. */
  fresh(nextTurn: number): void {
    this.#firstTurn = nextTurn;
  }

  /** Of a turn that an earlier start began, said again because its words were sent again under their id. */
  isRepeat(event: SpokenEvent): boolean {
    return "turn" in event && event.turn < this.#firstTurn;
  }

  apply(event: SpokenEvent): void {
    const { turns, uplink, downlink, speaker, window, notices, isAudioOn, onAvatar } = this.#options;
    switch (event.type) {
      case "transcript_partial":
        turns.change({
          type: "partial",
          text: event.text,
          ...turns.origin(event.turn, uplink.idOf(event.utterance)),
        });
        return;
      case "transcript_final":
        this.#onFinal(event);
        return;
      case "turn_start":
        if (event.item !== undefined && event.origin !== "inbox" && !this.isRepeat(event)) {
          this.#alarm = { item: event.item, kind: event.origin, turn: event.turn };
        }
        turns.change({ type: "began", ...turns.origin(event.turn, undefined) });
        return;
      case "turn_reopened":
        speaker.reopen(event.turn);
        turns.change({ type: "reopened", turn: event.turn });
        return;
      case "assistant_text_partial":
        turns.change({ type: "said", turn: event.turn, delta: event.delta, silent: !isAudioOn() });
        if (!isAudioOn()) window.happened({ type: "answered" });
        return;
      case "assistant_text_final": {
        const { turn, text, citations, fallback, stand_in: standIn = null } = event;
        turns.change({ type: "said_all", turn, text, citations, fallback, standIn, silent: !isAudioOn() });
        if (this.#alarm?.turn === turn) {
          const { item, kind } = this.#alarm;
          this.#alarm = null;
          this.#options.onAlarm({ item, kind, text });
        }
        return;
      }
      case "assistant_audio_start":
        if (speaker.replaying) speaker.cut();
        return;
      case "assistant_audio_end":
        downlink.finish(event.turn);
        return;
      case "avatar_event":
        if (event.event === "visemes" && typeof event.value !== "string") downlink.cues(event.turn, event.value);
        else onAvatar(event);
        return;
      case "turn_end":
        this.#onTurnEnd(event);
        return;
      case "warning":
      case "error":
        notices.add({ kind: "relay", code: event.code, stage: event.stage, message: event.message });
        return;
      case "page":
        return;
      default:
        event satisfies never;
    }
  }

  #onFinal(event: RelayEventOf<"transcript_final">): void {
    const { turns, uplink, speaker, texts, window, notices, speechEnds, onWords } = this.#options;
    const { turn, utterance, id, text, language } = event;
    const key = utterance === undefined ? id : (uplink.idOf(utterance) ?? id);
    const endedAtMs = speechEnds.get(key);
    turns.change({ type: "final", spoken: utterance !== undefined, text, id, ...turns.origin(turn, key), language });
    const view = turns.open(turn);
    if (view !== undefined && endedAtMs !== undefined) speechEnds.set(view.key, endedAtMs);
    texts.heard(key, text);
    if (utterance !== undefined) uplink.settle(utterance);
    // What an earlier start has answered is told without its utterance.
    else uplink.drop([id]);
    if (text === "") return;
    if (utterance !== undefined) window.understood();
    notices.nextTurn();
    onWords();
    // Words during an answer interrupt it; the relay does the same.
    const playing = speaker.playing;
    if (playing !== null && playing < turn) speaker.cut();
  }

  #onTurnEnd({ turn, reason, trace_id: id }: RelayEventOf<"turn_end">): void {
    const { turns, uplink, speaker, texts, window, speechEnds, onTextDone } = this.#options;
    const view = turns.open(turn);
    if (view === undefined || !view.userFinal) uplink.settleOldest();
    const cutShort = reason !== "completed" && !UNANSWERED.has(reason);
    if (cutShort && view !== undefined && turn >= this.#firstTurn) speaker.discard(turn);
    turns.change({ type: "ended", turn, reason, id });
    this.#options.onEnd(reason);
    if (view !== undefined) {
      speechEnds.delete(view.key);
      const kept = reason === "empty" && texts.unheard(view.key);
      if (!kept && texts.done(view.key)) onTextDone(view.key);
    }
    texts.next();
    const awaited = turns.all.some((other) => other.end === null && (other.turn > turn || texts.has(other.key)));
    if (!awaited && !uplink.unsettled) window.happened({ type: "answered" });
  }
}
