/** What the speaking servers have in common: what they say, and how it goes out. */
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { toneWords, writeTones } from "../../scripted/tones.ts";
import type { Fault } from "./faults.ts";

/** Mono sound, -1 to 1. */
export interface SaidSound {
  pcm: Float32Array;
  sampleRateHz: number;
}

/** Makes sound of words. @param rate 1 is the voice's own pace */
export type Say = (text: string, voice: string | undefined, rate: number) => SaidSound | Promise<SaidSound>;

const TONES_HZ = 24_000;
const MS_PER_WORD = 300;

/** A hummed vowel a word. */
export const sayTones: Say = (text, _voice, rate) => ({
  pcm: writeTones(toneWords(text, MS_PER_WORD / rate), TONES_HZ),
  sampleRateHz: TONES_HZ,
});

export interface SpeakingServerOptions {
  /** Default: tones. */
  say?: Say;
  /** A function is asked for each request. */
  fault?: Fault | ((request: IncomingMessage) => Fault | undefined);
  /** Bytes a piece of sound goes out in. Default 4,096. */
  pieceBytes?: number;
  /** Awaited before the piece of that number, from 0: a promise that stays open holds the sound back. */
  pace?: (piece: number) => Promise<void>;
}

/** One request as it came. */
export interface Asked<Body = unknown> {
  /** Path and query. */
  url: string;
  headers: IncomingMessage["headers"];
  body: Body;
  /** Whether the client stayed to the end of the answer. */
  ended: Promise<"answered" | "hung-up">;
}

export interface SpeakingServer<Body = unknown> {
  /** As a provider's `endpoint` takes it. */
  url: string;
  /** Requests for sound, in order; those that were refused are among them. */
  requests: readonly Asked<Body>[];
  close(): Promise<void>;
}

export function endOf(response: ServerResponse): Promise<"answered" | "hung-up"> {
  return new Promise((resolve) => {
    response.on("finish", () => resolve("answered"));
    response.on("close", () => resolve("hung-up"));
  });
}

/** Sends sound piece by piece, as fast as the client takes it, until it hangs up. */
export async function pour(
  response: ServerResponse,
  bytes: Uint8Array,
  { pieceBytes = 4_096, pace }: Pick<SpeakingServerOptions, "pieceBytes" | "pace">,
): Promise<void> {
  const closed = once(response, "close");
  for (let at = 0, piece = 0; at < bytes.length; at += pieceBytes, piece += 1) {
    if (pace !== undefined) await Promise.race([pace(piece), closed]);
    if (response.destroyed) return;
    const taken = response.write(bytes.subarray(at, at + pieceBytes));
    if (!taken) await Promise.race([once(response, "drain"), closed]);
  }
  response.end();
}

/** @returns 16-bit little-endian samples at a rate, by linear interpolation where it is another */
export function samplesAt({ pcm, sampleRateHz }: SaidSound, rateHz: number): Buffer {
  const step = sampleRateHz / rateHz;
  const bytes = Buffer.alloc(2 * Math.round(pcm.length / step));
  for (let i = 0; 2 * i < bytes.length; i += 1) {
    const at = Math.floor(i * step);
    const here = pcm[at] ?? 0;
    const sample = here + ((pcm[at + 1] ?? here) - here) * (i * step - at);
    bytes.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 32_767), 2 * i);
  }
  return bytes;
}
