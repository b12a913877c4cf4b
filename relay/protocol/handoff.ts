/** A conversation on its way from a reception screen to a phone (docs/protocol.md, "Reception screens"). */
import * as v from "valibot";

/** Crockford's base 32: no I, L, O and U. 26 of them are 130 bits. */
export const HANDOFF_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
export const HANDOFF_TICKET_LENGTH = 26;
export const HANDOFF_VALID_FOR_MS = 120_000;
/** The page that opens it; the ticket is in the fragment, which no browser sends. */
export const HANDOFF_PAGE = "/handoff.html";

const TICKET = new RegExp(`^[${HANDOFF_ALPHABET}]{${HANDOFF_TICKET_LENGTH}}$`);

/**
 * The ticket in what was scanned or typed: in any case, with or without dashes, O for 0 and I or L for 1.
 * @returns undefined when there is none
 */
export function readTicket(text: string): string | undefined {
  const ticket = text
    .slice(text.lastIndexOf("#") + 1)
    .toUpperCase()
    .replace(/[\s-]/g, "")
    .replaceAll("O", "0")
    .replace(/[IL]/g, "1");
  return TICKET.test(ticket) ? ticket : undefined;
}

/** As people read it: groups of at most five. */
export const writeTicket = (ticket: string): string => ticket.replace(/(.{5})(?=.)/g, "$1-");

const opened = v.object({
  /** SHA-256 of the ticket: by it the screen asks what became of it. */
  id: v.string(),
  ticket: v.string(),
  expires_at: v.string(),
  /** The origin that phones reach; null where the relay knows none, and it is the screen's own. */
  url: v.nullable(v.string()),
});
export type OpenedHandoff = v.InferOutput<typeof opened>;

const passage = v.object({
  n: v.number(),
  title: v.string(),
  locator: v.string(),
  text: v.string(),
});
export type HandedPassage = v.InferOutput<typeof passage>;

const turn = v.object({
  user_text: v.string(),
  assistant_text: v.string(),
  language: v.string(),
  created_at: v.string(),
  passages: v.array(passage),
});
export type HandedTurn = v.InferOutput<typeof turn>;

const handed = v.object({ turns: v.array(turn) });
export type HandedConversation = v.InferOutput<typeof handed>;

/** Why a ticket opens nothing: the member `reason` of the problem document. */
export const HANDOFF_REFUSALS = ["malformed", "wrong", "used", "expired", "gone", "locked"] as const;
export type HandoffRefusal = (typeof HANDOFF_REFUSALS)[number];
const refused = v.object({ reason: v.picklist(HANDOFF_REFUSALS) });

const status = v.object({ state: v.picklist(["open", "taken", "over"]) });
export type HandoffState = v.InferOutput<typeof status>["state"];

/** @returns undefined when `value` is no such answer */
export function parseOpenedHandoff(value: unknown): OpenedHandoff | undefined {
  const result = v.safeParse(opened, value);
  return result.success ? result.output : undefined;
}

/** @returns undefined when `value` is no such answer */
export function parseHandedConversation(value: unknown): HandedConversation | undefined {
  const result = v.safeParse(handed, value);
  return result.success ? result.output : undefined;
}

/** @returns undefined when `value` is no such answer */
export function parseHandoffRefusal(value: unknown): HandoffRefusal | undefined {
  const result = v.safeParse(refused, value);
  return result.success ? result.output.reason : undefined;
}

/** @returns undefined when `value` is no such answer */
export function parseHandoffState(value: unknown): HandoffState | undefined {
  const result = v.safeParse(status, value);
  return result.success ? result.output.state : undefined;
}
