/** Tickets from the relay (docs/protocol.md, "Reception screens"). Nothing of it rejects. */
import { HANDOFF_PAGE, type HandoffState, parseHandoffState, parseOpenedHandoff, writeTicket } from "@hisho/protocol";

export interface ShownTicket {
  id: string;
  /** What the QR code says. */
  address: string;
  /** The page alone, for whoever types the letters. */
  page: string;
  letters: string;
}

export interface HandoffClient {
  /** @returns null when there is none to be had */
  open(conversation: string): Promise<ShownTicket | null>;
  /** @returns null when the relay does not answer */
  state(id: string): Promise<HandoffState | null>;
  /** It opens nothing any more. */
  drop(id: string): void;
}

export interface HandoffClientParts {
  fetch: typeof globalThis.fetch;
  token(): string;
  /** Of this page: the address where the relay names no other. */
  origin: string;
}

const PATIENCE_MS = 5_000;

export function createHandoffClient({ fetch, token, origin }: HandoffClientParts): HandoffClient {
  const ask = async (method: string, path: string): Promise<unknown> => {
    const headers: HeadersInit = token() === "" ? {} : { Authorization: `Bearer ${token()}` };
    try {
      const response = await fetch(`/api/v1${path}`, { method, headers, signal: AbortSignal.timeout(PATIENCE_MS) });
      return response.ok && response.status !== 204 ? await response.json() : null;
    } catch {
      return null; // not connected: the screen says that it cannot hand over now
    }
  };
  return {
    async open(conversation) {
      const opened = parseOpenedHandoff(await ask("POST", `/conversations/${conversation}/handoff`));
      if (opened === undefined) return null;
      const page = new URL(HANDOFF_PAGE, opened.url ?? origin).href;
      return {
        id: opened.id,
        address: `${page}#${opened.ticket}`,
        page: page.replace(/^https?:\/\//, ""),
        letters: writeTicket(opened.ticket),
      };
    },
    async state(id) {
      return parseHandoffState(await ask("GET", `/handoffs/${id}`)) ?? null;
    },
    drop: (id) => void ask("DELETE", `/handoffs/${id}`),
  };
}
