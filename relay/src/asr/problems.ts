/** What went wrong, as a status with a sentence: a problem document (RFC 9457), or the `error` event of a stream. */
import { ProviderError } from "@hisho/providers/errors.ts";
import { problem } from "../problem.ts";
import type { Roles } from "../roles.ts";
import { SoundError } from "../speech/sound-reader.ts";

export interface Trouble {
  status: number;
  title: string;
  /** What was expected, and what to do next. */
  detail: string;
  field?: string;
}

/** Asked for something that cannot be done. */
export class RequestError extends Error {
  readonly trouble: Trouble;

  constructor(trouble: Trouble) {
    super(trouble.detail);
    this.name = "RequestError";
    this.trouble = trouble;
  }
}

const SOUNDS = "expected WAV (16-bit integers or 32-bit floats), Ogg Opus, or 16-bit samples as audio/pcm";

/** @param roles who were asked, for why a language is not heard; undefined for the service's own faults */
export function troubleOf(error: unknown, language: string, roles: Pick<Roles, "whyNot">): Trouble | undefined {
  if (error instanceof RequestError) return error.trouble;
  if (error instanceof SoundError) {
    return { status: 400, title: "Bad request", detail: `file: ${SOUNDS}; ${error.message}`, field: "file" };
  }
  if (error instanceof ProviderError && error.reason === "language") {
    return { status: 422, title: "Language not heard", detail: roles.whyNot("stt", language), field: "language" };
  }
  if (error instanceof ProviderError || (error instanceof Error && error.name === "DeadlineError")) {
    return { status: 503, title: "Not recognised", detail: "No recogniser could hear it now. Try again later." };
  }
  return undefined;
}

export const INTERNAL: Trouble = {
  status: 500,
  title: "Internal error",
  detail: "Something went wrong in the service. Please try again.",
};

export const BUSY: Trouble = {
  status: 503,
  title: "Full",
  detail: "As many requests as the service takes are being heard. Try again in a moment.",
};

/** The problem document of a trouble; one that passes says when to come again. */
export function problemOf({ status, title, detail, field }: Trouble): Response {
  const response = problem(status, title, detail, field === undefined ? {} : { field });
  if (status === 503) response.headers.set("Retry-After", "1");
  return response;
}
