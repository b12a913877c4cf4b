import { type IncomingMessage, type OutgoingHttpHeaders, type RequestListener, ServerResponse } from "node:http";

/** What a handler would have answered. */
export interface Rehearsed {
  status: number;
  /** Without those that say how the body is framed, apart from `length`. */
  headers: OutgoingHttpHeaders;
  /** The body as it was written, piece by piece; none of them empty. */
  pieces: readonly Buffer[];
}

/** Lets a handler answer to nobody, so that its answer can be told otherwise. Ends when the handler ends its answer. */
export function rehearse(handler: RequestListener, request: IncomingMessage): Promise<Rehearsed> {
  return new Promise((resolve) => handler(request, new Rehearsal(request, resolve)));
}

/** An answer that is kept and not sent. Of `writeHead`'s forms it knows those whose headers are an object. */
class Rehearsal extends ServerResponse {
  readonly #pieces: Buffer[] = [];
  readonly #done: (rehearsed: Rehearsed) => void;

  constructor(request: IncomingMessage, done: (rehearsed: Rehearsed) => void) {
    super(request);
    this.#done = done;
  }

  override writeHead(status: number, ...rest: unknown[]): this {
    this.statusCode = status;
    const headers = rest.find((part) => typeof part === "object" && part !== null) ?? {};
    for (const [name, value] of Object.entries(headers)) this.setHeader(name, value as string);
    return this;
  }

  override flushHeaders(): void {}

  override write(chunk: string | Uint8Array, ...rest: unknown[]): boolean {
    if (chunk.length > 0) this.#pieces.push(Buffer.from(chunk as string));
    done(rest);
    return true;
  }

  override end(...given: unknown[]): this {
    const [chunk] = given;
    if (typeof chunk === "string" || chunk instanceof Uint8Array) this.write(chunk);
    const { "content-length": _, "transfer-encoding": __, ...headers } = this.getHeaders();
    this.#done({ status: this.statusCode, headers, pieces: this.#pieces });
    this.emit("finish");
    this.emit("close");
    done(given);
    return this;
  }
}

/** Calls the callback that ends an argument list of `write` or `end`. */
function done(given: readonly unknown[]): void {
  const last = given.at(-1);
  if (typeof last === "function") last();
}
