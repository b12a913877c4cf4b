/** What requests to Whisper's servers have in common. */

import { ProviderError } from "../errors.ts";
import type { Endpoint } from "../http/endpoint.ts";
import { writeWav } from "./wav.ts";

/** Whisper reads no more tokens of a prompt than that (half of its text context, less one); a token is a character or more. */
const MOST_PROMPT_CHARACTERS = 223;

/** Of them. */
const MOST_HINT_CHARACTERS = 120;

/**
 * A `multipart/form-data` body: the fields that are there, then the sound as `file`, 16-bit mono WAV at 16 kHz. The sound
 * is last, so that a server can begin with its first bytes.
 */
export function speechForm(
  pcm: Float32Array,
  fields: Readonly<Record<string, string | number | boolean | undefined>>,
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, String(value));
  form.append("file", new Blob([writeWav(pcm)], { type: "audio/wav" }), "speech.wav");
  return form;
}

/**
 * Words to be expected, then the end of what was said before, as much as Whisper reads, from a word's beginning;
 * undefined when there is neither.
 */
export function promptOf(previousText: string | undefined, hints: readonly string[] = []): string | undefined {
  const expected =
    hints.length === 0 ? "" : `${Array.from(hints.join(", ")).slice(0, MOST_HINT_CHARACTERS).join("")}. `;
  const characters = Array.from(previousText?.trim() ?? "");
  const room = MOST_PROMPT_CHARACTERS - Array.from(expected).length;
  if (characters.length <= room) return `${expected}${characters.join("")}`.trim() || undefined;
  const end = characters.slice(-room).join("");
  // A text without spaces begins anywhere.
  return expected + end.replace(/^\S{0,40}\s+/u, "");
}

/** The base of an address that may be given whole, with the path that is added to it. */
export function baseOf(endpoint: string, path: string): string {
  const bare = endpoint.replace(/\/+$/, "");
  return bare.endsWith(path) ? bare.slice(0, -path.length) : bare;
}

/**
 * Runs a request that may take so long and no longer.
 * @throws ProviderError `timeout`, remembered in the endpoint's health; the signal's reason when aborted
 */
export async function within<T>(
  limitMs: number,
  endpoint: Endpoint,
  signal: AbortSignal,
  request: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const tooLong = new AbortController();
  const timer = setTimeout(() => tooLong.abort(), limitMs);
  try {
    return await request(AbortSignal.any([signal, tooLong.signal]));
  } catch (error) {
    signal.throwIfAborted();
    if (!tooLong.signal.aborted) throw error;
    const failure = new ProviderError("stt", "timeout", `the endpoint did not answer within ${limitMs} ms`, {
      retryable: true,
    });
    endpoint.failed(failure);
    throw failure;
  } finally {
    clearTimeout(timer);
  }
}
