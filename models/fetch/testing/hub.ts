import { createHash } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { HUB } from "../address.ts";
import type { Weights } from "../weights.ts";

export interface Hub {
  /** For `mirror`. */
  url: string;
  /** What was asked for with GET, in order. */
  requests: { path: string; headers: IncomingHttpHeaders }[];
  /** What was asked about with HEAD, in order. */
  looks: { path: string; headers: IncomingHttpHeaders }[];
  /** Answers from now on; by default as a hub does, ranges included. */
  answer: (request: IncomingMessage, response: ServerResponse, nth: number) => void;
  close(): Promise<void>;
}

/** A model hub on this machine. @param files by their paths */
export async function startHub(files: Readonly<Record<string, Buffer>>): Promise<Hub> {
  const requests: Hub["requests"] = [];
  const looks: Hub["looks"] = [];
  const server = createServer((request, response) => {
    const asked = { path: request.url ?? "", headers: request.headers };
    if (request.method === "HEAD") {
      looks.push(asked);
      response.writeHead(asked.path in files ? 200 : 404).end();
      return;
    }
    requests.push(asked);
    hub.answer(request, response, requests.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const hub: Hub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    looks,
    answer: (request, response) => {
      const file = files[request.url ?? ""];
      if (file === undefined) response.writeHead(404).end("no such file");
      else serveFile(file, request, response);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return hub;
}

export const etagOf = (file: Buffer): string => `"${createHash("sha256").update(file).digest("hex").slice(0, 16)}"`;

/** RFC 9110: Range with If-Range, 206, 416 and 200. */
export function serveFile(file: Buffer, request: IncomingMessage, response: ServerResponse): void {
  const etag = etagOf(file);
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? Number.NaN);
  const holds = request.headers["if-range"] === undefined || request.headers["if-range"] === etag;
  if (Number.isNaN(from) || !holds) {
    response.writeHead(200, { etag, "content-length": file.length }).end(file);
  } else if (from >= file.length) {
    response.writeHead(416, { "content-range": `bytes */${file.length}` }).end();
  } else {
    const range = `bytes ${from}-${file.length - 1}/${file.length}`;
    response
      .writeHead(206, { etag, "content-range": range, "content-length": file.length - from })
      .end(file.subarray(from));
  }
}

/** Sends the first bytes of a whole answer. @returns cuts the line; what the client has not taken by then may be lost */
export function begin(bytes: number, file: Buffer, response: ServerResponse): () => void {
  response.writeHead(200, { etag: etagOf(file), "content-length": file.length });
  response.write(file.subarray(0, bytes));
  return () => response.destroy();
}

/** A model of one file at `/small.bin`, whose figures are in the manifest unless they are left out. */
export function modelOf(file: Buffer, change: Partial<Weights> = {}, known = true): Weights {
  const sha256 = createHash("sha256").update(file).digest("hex");
  return {
    name: "small",
    role: "stt",
    provider: "embedded-whisper",
    purpose: "a test",
    languages: ["*"],
    licence: "MIT",
    nonCommercial: false,
    gated: false,
    folder: "whisper",
    files: [{ url: `${HUB}/small.bin`, to: "small.bin", ...(known ? { bytes: file.length, sha256 } : {}) }],
    ...change,
  };
}
