/** What the parts of one conversation share: how it is held, with what, and its turns. */
import type { LanguageTag, Mode, Persona } from "@hisho/protocol";
import type { Tool } from "@hisho/providers/llm/tools.ts";
import type { Recall } from "../memory/recall.ts";
import type { Metrics } from "../metrics.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import type { Readings } from "../readings/readings.ts";
import type { Recordings } from "../recordings/recordings.ts";
import type { Proposals } from "../secretary/proposals.ts";
import type { Store } from "../store/port.ts";
import type { Attention } from "./addressed/attention.ts";
import type { Library } from "./early-retrieval.ts";
import type { ListeningTools } from "./listening.ts";
import type { Outbox } from "./outbox.ts";
import type { Receipts } from "./receipts.ts";
import type { TurnBook } from "./turn-book.ts";

export interface ConversationSettings {
  language: LanguageTag;
  timeZone: string;
  mode: Mode;
  /** Answers are spoken. */
  audio: boolean;
  voice: string | undefined;
  speakingRate: number;
  /** The one document that questions are about; empty for all of them. */
  about: string;
  /** What is said may be found in later conversations, and what was said before in this one. */
  recall: boolean;
  /** Whoever talks is not the owner: nothing of the owner's is told, and nothing is kept for them. */
  visitor: boolean;
  persona: Persona;
  /** Only who speaks to the character is answered (./addressed/). */
  addressed: boolean;
  /** Words and topics that are answered by one sentence. */
  blocked: readonly string[];
}

export interface ConversationTools extends Omit<ListeningTools, "roles"> {
  providers: ProviderSwitch;
  library: Library;
  /** What a language model may have done for it. */
  tools: readonly Tool[];
  recall: Recall;
  /** What waits for the person's yes; absent where nothing is written to. */
  proposals?: Proposals | undefined;
  readings: Readings;
  store: Pick<Store, "saveTurn" | "saveTurnAudio">;
  /** Where voices are kept; null when they are not. */
  recordings: Pick<Recordings, "keep"> | null;
  /** The log holds what is said. */
  logTranscripts: boolean;
  metrics: Metrics;
  receipts: Receipts;
  newTraceId: () => string;
  /** What is to outlive this relay; undefined where nothing does, and then nothing waits. */
  keep?: Keep | undefined;
}

/** Keeps a session beside this process (./session-log.ts). */
export interface Keep {
  /** What another relay would need has changed. */
  changed(): void;
  /** @returns whether all of now is kept; false when another relay has the session, and nothing more may be written */
  durable(): Promise<boolean>;
}

export interface Floor {
  readonly sessionId: string;
  /** As they are now. */
  settings: ConversationSettings;
  readonly tools: ConversationTools;
  readonly outbox: Outbox;
  readonly book: TurnBook;
  readonly attention: Attention;
}
