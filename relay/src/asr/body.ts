/** The sound of a request: a field of a form, or the body itself, whole or still being spoken. */
import type { Context } from "hono";
import type { Clock } from "../clock.ts";
import { withDeadline } from "../deadline.ts";
import { SoundReader } from "../speech/sound-reader.ts";
import { RequestError } from "./problems.ts";

export interface BodyLimits {
  maxBytes: number;
  clock: Clock;
}

/** A form that is not whole by then is given up. */
const FORM_MS = 300_000;
/** A body that sends nothing for so long is given up. */
const SILENT_MS = 30_000;
const BARE = /^audio\/(pcm|raw|x-raw|s16le)\b/i;
const FIELDS = ["file", "audio"];

const tooLarge = (maxBytes: number): RequestError =>
  new RequestError({
    status: 413,
    title: "Too large",
    detail: `file: expected at most ${maxBytes} bytes`,
    field: "file",
  });

export interface Body {
  /** The fields beside the sound: of the form, or of the query. */
  fields: Readonly<Record<string, unknown>>;
  /** Its length is not known beforehand: somebody may still be speaking. */
  live: boolean;
  bytes: AsyncIterable<Uint8Array>;
  /** Samples without a header, as the sender says. */
  bare: boolean;
}

/** @throws RequestError 400, 408, 413 */
export async function readBody(context: Context, limits: BodyLimits, signal: AbortSignal): Promise<Body> {
  const type = context.req.header("Content-Type") ?? "";
  if (/^multipart\/form-data\b/i.test(type)) return readForm(context, limits, signal);
  const declared = context.req.header("Content-Length");
  if (declared !== undefined && Number(declared) > limits.maxBytes) throw tooLarge(limits.maxBytes);
  const body = context.req.raw.body;
  if (body === null) throw noSound();
  const live = declared === undefined;
  return { fields: context.req.query(), live, bare: BARE.test(type), bytes: chunksOf(body, live, limits, signal) };
}

async function readForm(context: Context, { maxBytes, clock }: BodyLimits, signal: AbortSignal): Promise<Body> {
  let form: FormData;
  try {
    form = await withDeadline("the form", FORM_MS, signal, clock, () => context.req.formData());
  } catch {
    signal.throwIfAborted();
    throw new RequestError({
      status: 400,
      title: "Bad request",
      detail: "body: expected a whole multipart/form-data body within five minutes",
      field: "body",
    });
  }
  const file = FIELDS.map((name) => form.get(name)).find((entry) => entry instanceof File);
  if (!(file instanceof File)) throw noSound();
  if (file.size > maxBytes) throw tooLarge(maxBytes);
  const text = [...form.entries()].filter(([, value]) => typeof value === "string");
  const fields = { ...context.req.query(), ...Object.fromEntries(text) };
  return { fields, live: false, bare: BARE.test(file.type), bytes: file.stream() };
}

async function* chunksOf(
  body: ReadableStream<Uint8Array>,
  live: boolean,
  { maxBytes, clock }: BodyLimits,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await withDeadline("the body", SILENT_MS, signal, clock, () => reader.read());
      if (done) return;
      bytes += value.length;
      if (!live && bytes > maxBytes) throw tooLarge(maxBytes);
      yield value;
    }
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof RequestError) throw error;
    const detail = "body: expected sound at least every 30 s";
    throw new RequestError({ status: 408, title: "Too slow", detail, field: "body" });
  } finally {
    // Whatever still comes of it is of no use; a body that is gone has nothing to cancel.
    reader.cancel().catch(() => {});
  }
}

/** Mono, 16 kHz. @throws SoundError, and what `bytes` throws */
export async function* soundOf({ bytes, bare }: Body, sampleRateHz: number): AsyncGenerator<Float32Array> {
  const reader = new SoundReader(bare ? sampleRateHz : undefined);
  try {
    for await (const chunk of bytes) yield* reader.push(chunk);
    const last = await reader.end();
    if (last.length > 0) yield last;
  } finally {
    reader.close();
  }
}

const noSound = (): RequestError =>
  new RequestError({
    status: 400,
    title: "Bad request",
    detail: "file: expected sound, as field file of a multipart/form-data body or as the body itself",
    field: "file",
  });
