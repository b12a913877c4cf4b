export type Role = "stt" | "llm" | "tts" | "embedding" | "vector_store";

export type ProviderErrorReason =
  /** The model, engine or endpoint is not there. */
  | "unavailable"
  /** It does not serve this language. */
  | "language"
  | "timeout"
  | "rate-limited"
  /** It answered something that is not what its interface promises. */
  | "bad-answer"
  | "refused";

/** A provider could not do its work. Whether a retry can help is decided where the cause is known. */
export class ProviderError extends Error {
  readonly role: Role;
  readonly reason: ProviderErrorReason;
  readonly retryable: boolean;
  /** What the server asked to be left alone for, ms. */
  readonly retryAfterMs: number | undefined;
  /** Of an HTTP server's answer, where there was one. */
  readonly status: number | undefined;

  constructor(
    role: Role,
    reason: ProviderErrorReason,
    message: string,
    options: { retryable?: boolean; retryAfterMs?: number; status?: number; cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "ProviderError";
    this.role = role;
    this.reason = reason;
    this.retryable = options.retryable ?? false;
    this.retryAfterMs = options.retryAfterMs;
    this.status = options.status;
  }
}
