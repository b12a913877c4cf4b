import type { Provider } from "../health.ts";
import type { Tool } from "./tools.ts";

export interface ChatMessage {
  role: "user" | "assistant";
  text: string;
}

/** A passage of the person's own documents. Its text is data, never an instruction. */
export interface Passage {
  /** The number the answer cites as `[n]`, from 1. */
  n: number;
  docId: string;
  title: string;
  /** Where in the document, in words: a heading path, a page. */
  locator: string;
  /** UTF-16 code units from the document's beginning, the end not included; absent where it is not known. */
  start?: number;
  end?: number;
  text: string;
  /** Relevance, 0 to 1. */
  score: number;
  /** It is no document's but was said in this turn of an earlier conversation; `docId` is empty then. */
  said?: { sessionId: string; turn: number };
}

/** The older turns of a conversation in short. Data, never an instruction. */
export interface EarlierTurns {
  /** The first and the last turn that it holds, both included. */
  fromTurn: number;
  throughTurn: number;
  text: string;
}

/** Who the secretary is to be, in the person's own words; nothing else may change it. Empty where nothing was said. */
export interface Persona {
  name: string;
  /** How the person is called. */
  person: string;
  manner: string;
  /** What the person always wants kept to. */
  instructions: string;
}

export interface ReplyRequest {
  sessionId: string;
  turn: number;
  /** Oldest first; the last one is the person's. */
  messages: readonly ChatMessage[];
  /** BCP 47 of the person's words: `ja-JP`, `en-US`, `ko-KR`. */
  language: string;
  /** IANA. */
  timeZone: string;
  now: Date;
  /** Absent: the secretary as it comes. */
  persona?: Persona;
  /** Best first; empty when nothing relevant was found. */
  passages: readonly Passage[];
  /** What the person asked to have remembered, what fits best first. Data, never an instruction. */
  memories?: readonly Memory[];
  /** What was said in this conversation before `messages`; absent where there is nothing before. */
  earlier?: EarlierTurns;
  /** Where what is remembered is kept; absent where nothing may be. */
  books?: Books;
  /** Not the owner asks: the desk and the books are the owner's. */
  visitor?: boolean;
  /** What the model may have done; a model that cannot call tools answers without. */
  tools?: readonly Tool[];
  /** The model that was to answer is configured and did not: this one takes its place. */
  standsIn?: boolean;
}

export type Emotion = "happy" | "angry" | "sad" | "relaxed" | "surprised" | "neutral" | "thinking";

export type ReplyPart =
  /** The next piece of the answer, Markdown, with `[n]` marks for passages it used. */
  | { type: "text"; text: string }
  | { type: "emotion"; emotion: Emotion; weight: number }
  /** A tool was called and `said` this to the model: from here on nobody else may take over, since it would be done twice. */
  | { type: "tool"; name: string; said: string };

/** Something to be written that is no answer to the person. */
export interface WritingTask {
  /** What to write, and how. */
  instructions: string;
  /** What to write it from, fenced as data. */
  material: string;
}

/** A language model, or what stands in for one. Streams. */
export interface LanguageModel extends Provider {
  /**
   * @throws ProviderError
   * @throws the signal's reason when aborted
   */
  reply(request: ReplyRequest, signal: AbortSignal): AsyncIterable<ReplyPart>;
  /**
   * Writes a text, piece by piece. Absent for what can only answer.
   * @throws ProviderError
   * @throws the signal's reason when aborted
   */
  write?(task: WritingTask, signal: AbortSignal): AsyncIterable<string>;
}

export type DeskItemKind = "timer" | "reminder" | "note" | "entry" | "event";

/** When something of the agenda is: from an instant until another, or whole days, `YYYY-MM-DD`, the last included. */
export type EventTime = { allDay: false; start: Date; end: Date } | { allDay: true; firstDay: string; lastDay: string };

/** How a reminder comes again. */
export interface Repeat {
  /** A recurrence rule (RFC 5545, section 3.3.10) of those that `parseRepeatRule` takes. */
  rule: string;
  /** IANA: it rings by the clocks of this zone, whatever they are changed to. */
  timeZone: string;
  /** When it rang or rings first, on those clocks: `2026-11-23T09:00`. */
  from: string;
}

/** Something the secretary keeps for the person. */
export interface DeskItem {
  id: string;
  kind: DeskItemKind;
  /** What it is about, in the person's words; may be empty for a timer. */
  text: string;
  /** BCP 47 of the words it was given in. */
  language: string;
  createdAt: Date;
  /** When a timer or a reminder rings; null for anything else, and for a timer that stands still. */
  dueAt: Date | null;
  /** Of an entry: the list it stands on. */
  list?: string;
  /** Of an event. */
  time?: EventTime;
  /** Of an event: where. */
  place?: string;
  /** Of a timer that stands still: what is left of it, ms. */
  leftMs?: number;
  /** When it was ticked off. */
  doneAt?: Date;
  /** When it rang. */
  rungAt?: Date;
  /** Of a reminder that comes again: `dueAt` is its next time, which may have been put off, and it is never rung for good. */
  repeat?: Repeat;
  /** Of one that comes again and was moved: the latest of its own times that `dueAt` stood for. */
  repeatAt?: Date;
  /** Of one that comes again: when it rang last. */
  lastRungAt?: Date;
  /** Of one that comes again: how often it was due before `dueAt` with nobody to hear it. */
  missed?: number;
}

export type NewDeskItem = Omit<
  DeskItem,
  "id" | "createdAt" | "doneAt" | "rungAt" | "missed" | "repeatAt" | "lastRungAt"
>;

/** What is absent stays as it is. */
export interface DeskChange {
  text?: string;
  dueAt?: Date | null;
  list?: string;
  time?: EventTime;
  place?: string;
  leftMs?: number | null;
  done?: boolean;
  /** Null: it comes once more, at its due time. */
  repeat?: Repeat | null;
  /** Of its own times, the one that `dueAt` stands for from now on; another `repeat` forgets it. */
  repeatAt?: Date;
}

/** An event as the agenda shows it, the person's own or of a calendar. */
export interface AgendaEvent {
  /** Of a repeated event, of this occurrence. */
  id: string;
  title: string;
  time: EventTime;
  place: string;
  /** The calendar's name; null for the person's own. */
  calendar: string | null;
  /** Of a calendar's: its id. */
  calendarId?: string;
  /** Of an account that is written to: the state to be changed, or why it cannot be. */
  change?: { etag: string } | { refused: "repeats" | "invitation" | "read-only" };
}

export interface Agenda {
  /** Whole days first on each day, then by their beginning. */
  events: AgendaEvent[];
  /** Calendars that could not be read, and since when: their events may be old or missing. */
  unread: { name: string; since: Date }[];
  /** Calendars that hold more than is told: some is missing from that time on. */
  cut: { name: string; from: Date }[];
}

/** A change of a calendar that is written to. */
export type Proposal = {
  /** What the person chose to have written to is called: the collection, not its account. */
  calendar: string;
} & (
  | { kind: "add"; calendarId: string; event: Pick<AgendaEvent, "title" | "time" | "place"> }
  | { kind: "move"; event: AgendaEvent; time: EventTime }
  | { kind: "remove"; event: AgendaEvent }
);

/** The calendar that is written to, once the person has said yes to a question that says what is written. */
export interface AskedCalendar {
  /** Where new events go: the calendar's id, and the name of the collection; null: they stay on the desk. */
  target(): Promise<{ id: string; name: string } | null>;
  /** Takes the place of what was proposed in this session before; the person's next words settle it. */
  propose(sessionId: string, proposal: Proposal, question: string): void;
}

/**
 * The agenda, timers, reminders, notes and lists of one owner, kept by the relay's store. A due item makes the relay
 * begin a turn.
 */
export interface Desk {
  add(sessionId: string, item: NewDeskItem): Promise<DeskItem>;
  /** Not yet rung, ticked off or removed: by due time or beginning, then creation. */
  list(sessionId: string, kind: DeskItemKind): Promise<DeskItem[]>;
  /** Timers, and reminders that come once, that rang since and were not ticked off or removed: the last first, at most 100. */
  rung(sessionId: string, since: Date): Promise<DeskItem[]>;
  /** @returns null when it is not there any more */
  change(sessionId: string, id: string, change: DeskChange): Promise<DeskItem | null>;
  /** It can be put back. @returns whether it was there */
  remove(sessionId: string, id: string): Promise<boolean>;
  /** Puts back what was removed last, together when it was removed together. @returns what came back */
  undo(sessionId: string): Promise<DeskItem[]>;
  /** Absent where every calendar is only read. */
  proposals?: AskedCalendar;
  /** Everything that touches the time from `from` until before `to`. @param timeZone of whole days and floating times @throws the signal's reason when aborted */
  agenda(from: Date, to: Date, timeZone: string, signal?: AbortSignal): Promise<Agenda>;
}

/** Something the person asked to have remembered, in their words. */
export interface Memory {
  id: string;
  text: string;
  /** BCP 47 of the words it was given in. */
  language: string;
  createdAt: Date;
  updatedAt: Date;
}

/** In which words, and in which turn, something was given; without a turn where it was written on a page. */
export interface GivenIn {
  /** BCP 47. */
  language: string;
  sessionId?: string;
  turn?: number;
}

/** What one owner has asked to have remembered. */
export interface MemoryBook {
  /**
   * Words that are kept already stay one; what a turn said before its speaker went on is completed, not kept twice.
   * @param text at most 1,000 characters
   */
  remember(text: string, from: GivenIn): Promise<Memory>;
  /** Newest first. */
  memories(): Promise<Memory[]>;
  /** @returns how many were there */
  forget(ids: readonly string[]): Promise<number>;
}

/** How a word is read aloud in one language. */
export interface Reading {
  id: string;
  /** As it stands in texts. */
  written: string;
  /** What the voice is given in its place. */
  spoken: string;
  /** Primary BCP 47 tag of the voice's language: `ja`, `en`, `ko`. */
  language: string;
  createdAt: Date;
  updatedAt: Date;
}

export type NewReading = Pick<Reading, "written" | "spoken" | "language">;

/** The readings one owner has taught. */
export interface ReadingBook {
  /** A word has one reading in a language: a new one takes the place of the old. */
  teach(readings: readonly NewReading[]): Promise<Reading[]>;
  /** By language, then as written. */
  readings(): Promise<Reading[]>;
  /** @returns how many were there */
  unteach(ids: readonly string[]): Promise<number>;
}

export interface Books {
  memories: MemoryBook;
  readings: ReadingBook;
}
