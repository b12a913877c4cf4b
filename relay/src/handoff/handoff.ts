/** Hands one conversation to one phone, by a ticket that is good once and for two minutes. */
import { createHash } from "node:crypto";
import {
  type Citation,
  HANDOFF_ALPHABET,
  HANDOFF_TICKET_LENGTH,
  HANDOFF_VALID_FOR_MS,
  type HandedConversation,
  type HandedPassage,
  type HandoffState,
} from "@hisho/protocol";
import type { Clock } from "../clock.ts";
import { GuessLimit } from "../pairing/guess-limit.ts";
import type { Store, StoredTurn } from "../store/port.ts";

/** A spent or expired ticket is told apart from a wrong one for so long. */
const REMEMBERED_MS = 3_600_000;

export interface HandoffParts {
  store: Pick<Store, "handoffs" | "conversation" | "document">;
  clock: Clock;
  /** Cryptographically strong. */
  randomBytes: (count: number) => Uint8Array;
}

export interface NewTicket {
  /** SHA-256 of the ticket. */
  id: string;
  ticket: string;
  expiresAt: Date;
}

export type Redemption =
  | { outcome: "open"; conversation: HandedConversation }
  /** `gone`: the conversation was deleted meanwhile. */
  | { outcome: "wrong" | "used" | "expired" | "gone" }
  | { outcome: "locked"; waitMs: number };

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

export class Handoff {
  readonly #parts: HandoffParts;
  readonly #limit: GuessLimit;

  constructor(parts: HandoffParts) {
    this.#parts = parts;
    this.#limit = new GuessLimit(parts.clock);
  }

  /** @returns undefined when nothing has been said in it @throws StoreError */
  async open(sessionId: string): Promise<NewTicket | undefined> {
    const { store, clock, randomBytes } = this.#parts;
    if ((await store.conversation(sessionId)).length === 0) return undefined;
    const now = clock.date().getTime();
    await store.handoffs.forget(new Date(now - REMEMBERED_MS));
    const ticket = Array.from(randomBytes(HANDOFF_TICKET_LENGTH), (byte) => HANDOFF_ALPHABET[byte % 32]).join("");
    const id = sha256(ticket);
    const expiresAt = new Date(now + HANDOFF_VALID_FOR_MS);
    await store.handoffs.add(id, sessionId, expiresAt);
    return { id, ticket, expiresAt };
  }

  /** @throws StoreError */
  async state(id: string): Promise<HandoffState> {
    const found = await this.#parts.store.handoffs.find(id);
    if (found === undefined) return "over";
    if (found.taken) return "taken";
    return found.expiresAt.getTime() > this.#parts.clock.date().getTime() ? "open" : "over";
  }

  /** It opens nothing any more. @throws StoreError */
  async drop(id: string): Promise<void> {
    await this.#parts.store.handoffs.drop(id);
  }

  /**
   * @param ticket as `readTicket` gives it
   * @param address where it came from; wrong tickets are counted by it
   * @throws StoreError
   */
  async redeem(ticket: string, address: string): Promise<Redemption> {
    const { store, clock } = this.#parts;
    const waitMs = this.#limit.waitMs(address);
    if (waitMs > 0) return { outcome: "locked", waitMs };
    // Counted before the store is asked: a hundred guesses at once are a hundred guesses.
    this.#limit.count(address);
    const taken = await store.handoffs.take(sha256(ticket), clock.date());
    if (taken.outcome === "unknown") return { outcome: "wrong" };
    if (taken.outcome !== "taken") return { outcome: taken.outcome };
    this.#limit.takeBack(address);
    const turns = await store.conversation(taken.sessionId);
    if (turns.length === 0) return { outcome: "gone" };
    const said = turns.filter(({ userText, assistantText }) => userText !== "" || assistantText !== "");
    return { outcome: "open", conversation: { turns: await Promise.all(said.map((turn) => this.#handed(turn))) } };
  }

  async #handed(turn: StoredTurn): Promise<HandedConversation["turns"][number]> {
    return {
      user_text: turn.userText,
      assistant_text: turn.assistantText,
      language: turn.language,
      created_at: turn.createdAt.toISOString(),
      // What was said in other conversations is nobody else's.
      passages: await Promise.all(
        turn.citations.filter(({ conversation }) => conversation === undefined).map((cited) => this.#passage(cited)),
      ),
    };
  }

  /** As it stands in its document now; its beginning, as the answer cited it, where that is gone or has changed. */
  async #passage({ n, doc_id, title, locator, snippet, start, end }: Citation): Promise<HandedPassage> {
    const cited = { n, title, locator };
    if (start === undefined || end === undefined) return { ...cited, text: snippet };
    const text = (await this.#parts.store.document(doc_id))?.text.slice(start, end) ?? "";
    const isSame = text.replace(/\s+/g, " ").includes(
      snippet
        .replace(/[…\s]+$/, "")
        .replace(/\s+/g, " ")
        .slice(0, 40),
    );
    return { ...cited, text: isSame && text !== "" ? text : snippet };
  }
}
