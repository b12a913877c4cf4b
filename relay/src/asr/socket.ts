/** `/transcribe` as a WebSocket: sound in, the words of one utterance after the other out. */
import * as v from "valibot";
import type { RawData, WebSocket } from "ws";
import { SoundReader } from "../speech/sound-reader.ts";
import type { AsrParts } from "./app.ts";
import { earsFor } from "./ears.ts";
import { errorEvent, type TranscribeEvent } from "./events.ts";
import { LiveTranscript } from "./live.ts";
import { INTERNAL, type Trouble, troubleOf } from "./problems.ts";
import { type Asked, readAsked } from "./request.ts";

/** Nothing came for so long: the client is taken for gone. */
const SILENT_MS = 60_000;
/** Sound that waits to be decoded: beyond, the socket is not read until it has been. */
const MOST_WAITING_BYTES = 1024 * 1024;
/** Unsent events of a client that does not read. */
const MOST_UNSENT_BYTES = 256 * 1024;
/** RFC 6455, section 7.4.1. */
const CLOSE = { normal: 1000, unsupported: 1003, policy: 1008, internal: 1011, later: 1013 };
const message = v.object({ type: v.literal("end") });

/** @param release the socket is closed: what it held is free */
export function serveTranscribe(
  socket: WebSocket,
  query: Readonly<Record<string, string>>,
  parts: AsrParts,
  release: () => void,
): void {
  const { hearing, settings, clock, log } = parts;
  const roles = hearing.take();
  let cancelSilent = (): void => {};
  let live: LiveTranscript | null = null;
  let reader: SoundReader | null = null;
  let work: Promise<void> = Promise.resolve();
  let waitingBytes = 0;

  const send = (event: TranscribeEvent): void => {
    if (socket.readyState !== socket.OPEN) return;
    socket.send(JSON.stringify(event));
    if (socket.bufferedAmount > MOST_UNSENT_BYTES) socket.close(CLOSE.later);
  };
  const fail = (error: unknown, language: string): void => {
    const trouble = troubleOf(error, language, roles);
    if (trouble === undefined) log.error("a socket failed", { error });
    refuse(trouble ?? INTERNAL);
  };
  const refuse = (trouble: Trouble): void => {
    send(errorEvent(trouble));
    socket.close(trouble.status >= 500 ? CLOSE.internal : trouble.status === 400 ? CLOSE.unsupported : CLOSE.policy);
  };
  const attend = (): void => {
    cancelSilent();
    cancelSilent = clock.after(SILENT_MS, () => {
      refuse({ status: 408, title: "Too slow", detail: "expected sound at least every 60 s" });
    });
  };

  socket.on("error", (error) => log.debug("socket error", { error }));
  socket.once("close", () => {
    cancelSilent();
    live?.close();
    roles.release();
    release();
    void work.finally(() => reader?.close());
  });

  let asked: Asked;
  try {
    asked = readAsked(query, settings);
    const ears = earsFor(roles, asked, clock, log);
    live = new LiveTranscript(
      asked,
      { ...parts, ears },
      { event: send, failed: (trouble) => send(errorEvent(trouble)), done: () => socket.close(CLOSE.normal) },
    );
    reader = new SoundReader(asked.sampleRateHz);
  } catch (error) {
    fail(error, "auto");
    return;
  }
  const transcript = live;
  const sound = reader;
  attend();

  const hear = async (bytes: Uint8Array): Promise<void> => {
    for await (const pcm of sound.push(bytes)) transcript.hear(pcm);
  };
  const end = async (): Promise<void> => {
    if (transcript.heardS > 0) transcript.hear(await sound.end());
    transcript.end();
  };
  socket.on("message", (data: RawData, binary) => {
    attend();
    const bytes = data as Buffer;
    if (!binary && !v.is(message, parsed(bytes))) {
      refuse({ status: 400, title: "Bad message", detail: 'expected sound as binary messages, then {"type":"end"}' });
      return;
    }
    waitingBytes += bytes.length;
    if (waitingBytes > MOST_WAITING_BYTES) socket.pause();
    work = work
      .then(() => (socket.readyState !== socket.OPEN ? undefined : binary ? hear(bytes) : end()))
      .catch((error: unknown) => fail(error, asked.language))
      .finally(() => {
        waitingBytes -= bytes.length;
        if (waitingBytes <= MOST_WAITING_BYTES && socket.isPaused) socket.resume();
      });
  });
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
