/** The relay's documents by HTTP (docs/protocol.md, "HTTP beside it"). Every byte of an answer is checked. */
import {
  type DocumentStatus,
  type DocumentText,
  type FoundPassage,
  parseDocuments,
  parseDocumentText,
  parseFoundPassages,
  parseRefusedFiles,
  type RefusedFile,
} from "@hisho/protocol";

const PATH = "/api/v1/rag";
const MOST_FOUND = 20;

/** How a request for a new document ended. */
export type Taken =
  /** `refused`: what of it is not read, such as a part of an archive. */
  | { outcome: "taken"; documents: readonly DocumentStatus[]; refused: readonly RefusedFile[] }
  /** It is not read, for this reason of the relay's (`too-large`, `encrypted`, …). */
  | { outcome: "refused"; reason: string }
  /** The relay did not answer, or not in these words. */
  | { outcome: "away" };

/** A file and where it stands among those it came with: `folder/name`, or its name. */
export interface Gift {
  file: File;
  path: string;
}

/** What a shelf asks of the relay. None of these throws but for its signal: away is null, false or an outcome. */
export interface DocumentsClient {
  list(signal: AbortSignal): Promise<readonly DocumentStatus[] | null>;
  /** @param onSent called with the share that has left, 0 to 1 */
  send(gift: Gift, onSent: (share: number) => void, signal: AbortSignal): Promise<Taken>;
  fetchPage(url: string, signal: AbortSignal): Promise<Taken>;
  /** Goes on when the page is left. @returns whether it is gone */
  remove(docId: string): Promise<boolean>;
  reindex(docId: string, signal: AbortSignal): Promise<boolean>;
  /** The person says whether it holds personal data. @returns whether that is noted */
  flagPersonal(docId: string, holds: boolean): Promise<boolean>;
  search(query: string, signal: AbortSignal): Promise<readonly FoundPassage[] | null>;
  /** @returns null when it is not to be had now, `gone` when there is no such document any more */
  text(docId: string, start: number, end: number, signal: AbortSignal): Promise<DocumentText | "gone" | null>;
}

export function createDocumentsClient(token: () => string): DocumentsClient {
  const headers = (): Record<string, string> => (token() === "" ? {} : { Authorization: `Bearer ${token()}` });

  async function ask(path: string, init: RequestInit, signal?: AbortSignal): Promise<Response | null> {
    try {
      const own = { ...headers(), ...(init.headers as Record<string, string> | undefined) };
      return await fetch(PATH + path, { cache: "no-store", ...init, headers: own, ...(signal && { signal }) });
    } catch {
      signal?.throwIfAborted();
      // Not connected is a state the page shows, not an error.
      return null;
    }
  }
  const json = (body: unknown): RequestInit => ({
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  const one = (docId: string): string => `/documents/${encodeURIComponent(docId)}`;

  return {
    async list(signal) {
      const response = await ask("/documents", {}, signal);
      return response?.ok ? (parseDocuments(await bodyOf(response)) ?? null) : null;
    },

    send: (gift, onSent, signal) => send(gift, headers(), onSent, signal),

    async fetchPage(url, signal) {
      const response = await ask("/index", json({ url }), signal);
      return response === null ? { outcome: "away" } : takenOf(response.status, await bodyOf(response));
    },

    async remove(docId) {
      const response = await ask(one(docId), { method: "DELETE", keepalive: true });
      return response !== null && (response.ok || response.status === 404);
    },

    async reindex(docId, signal) {
      return (await ask(`${one(docId)}/reindex`, { method: "POST" }, signal))?.ok ?? false;
    },

    async flagPersonal(docId, holds) {
      return (await ask(one(docId), { ...json({ pii_flag: holds }), method: "PATCH" }))?.ok ?? false;
    },

    async search(query, signal) {
      const response = await ask("/search", json({ query, top_k: MOST_FOUND }), signal);
      return response?.ok ? (parseFoundPassages(await bodyOf(response)) ?? null) : null;
    },

    async text(docId, start, end, signal) {
      const response = await ask(`${one(docId)}/text?start=${start}&end=${end}`, {}, signal);
      if (response?.status === 404) return "gone";
      return response?.ok ? (parseDocumentText(await bodyOf(response)) ?? null) : null;
    },
  };
}

async function bodyOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return undefined; // no JSON: no such answer
  }
}

/** What an answer of `/rag/index` says. */
export function takenOf(status: number, body: unknown): Taken {
  const documents = status === 200 ? parseDocuments(body) : undefined;
  if (documents !== undefined) return { outcome: "taken", documents, refused: parseRefusedFiles(body) };
  if (status === 413) return { outcome: "refused", reason: "too-large" };
  if (status !== 422) return { outcome: "away" };
  const reason = typeof body === "object" && body !== null && "reason" in body ? body.reason : undefined;
  return { outcome: "refused", reason: typeof reason === "string" ? reason : "" };
}

/** By XMLHttpRequest, which tells how much has left; fetch does not. */
function send(
  { file, path }: Gift,
  headers: Record<string, string>,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<Taken> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    const end = (taken: Taken): void => {
      signal.removeEventListener("abort", abort);
      resolve(taken);
    };
    request.open("POST", `${PATH}/index`);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
    request.upload.onload = () => onSent(1);
    request.onload = () => end(takenOf(request.status, parsed(request.responseText)));
    request.onerror = () => end({ outcome: "away" });
    request.onabort = () => reject(signal.reason);
    signal.addEventListener("abort", abort);
    const form = new FormData();
    form.append("file", file, file.name);
    if (path !== file.name) form.append("path", path);
    request.send(form);
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // no JSON: no such answer
  }
}
