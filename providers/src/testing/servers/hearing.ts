/** What servers that hear have in common: whose ears they use, and how sound comes out of a form. */
import { STT_SAMPLE_RATE_HZ } from "../../stt/port.ts";
import { readWav } from "../../tts/wav.ts";

export interface HearRequest {
  /** As it was asked for, for example `ja`; `auto` when it was not. */
  language: string;
  prompt: string;
  /** Aborted when the client hangs up. */
  signal: AbortSignal;
}

export interface Heard {
  text: string;
  /** ISO 639-1 of what was heard. Default: what was asked for, else `en`. */
  language?: string;
  /** 0 to 1. Default 0.02, and 0.98 for an empty text. */
  noSpeech?: number;
}

/** Ears behind a server: a script, or a real recogniser. @param pcm mono, 16 kHz, -1 to 1 */
export type Hear = (pcm: Float32Array, request: HearRequest) => string | Heard | Promise<string | Heard>;

export async function hearWith(hear: Hear, pcm: Float32Array, request: HearRequest): Promise<Required<Heard>> {
  const answer = await hear(pcm, request);
  const { text, language, noSpeech } = typeof answer === "string" ? ({ text: answer } as Heard) : answer;
  return {
    text: text.trim(),
    language: language ?? (request.language === "auto" ? "en" : request.language),
    noSpeech: noSpeech ?? (text.trim() === "" ? 0.98 : 0.02),
  };
}

/** The text fields of a form, the last of a name. */
export function textFields(form: FormData): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [name, value] of form.entries()) if (typeof value === "string") fields[name] = value;
  return fields;
}

/** The sound of a form's file, brought to 16 kHz. @returns undefined without a file. @throws Error when it is no 16-bit mono WAV */
export async function soundOf(form: FormData, name = "file"): Promise<Float32Array | undefined> {
  const file = form.get(name);
  if (file === null || typeof file === "string") return undefined;
  const { pcm, sampleRateHz } = readWav(new Uint8Array(await file.arrayBuffer()));
  if (sampleRateHz === STT_SAMPLE_RATE_HZ) return pcm;
  const step = sampleRateHz / STT_SAMPLE_RATE_HZ;
  return Float32Array.from({ length: Math.floor(pcm.length / step) }, (_, at) => {
    const from = Math.floor(at * step);
    const share = at * step - from;
    return (pcm[from] ?? 0) * (1 - share) + (pcm[from + 1] ?? 0) * share;
  });
}
