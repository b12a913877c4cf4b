/** How a provider is doing, as far as it knows without being asked to work. */
export type Health =
  | { status: "ok" }
  /** Works, but not fully: `reason` says what is missing and what to do, in English, for the operator. */
  | { status: "degraded"; reason: string }
  | { status: "preparing"; reason: string }
  | { status: "down"; reason: string };

export type Device = "gpu" | "cpu" | "unknown";

/** What every provider of every role tells about itself. */
export interface Provider {
  /** As in providers.yaml, for example `embedded`, `whisper-cpp`. */
  readonly name: string;
  /** A stand-in answers: `scripted`, or a server whose entry says `is_mock`. */
  readonly isMock: boolean;
  /** BCP 47 primary tags it can serve: `ja`, `en`, `ko`; `*` for any. */
  readonly languages: readonly string[];
  /** The model as its maker calls it, where there is one to choose; its licence is looked up by this name. */
  readonly model?: string;
  /** Where it answers, for operators; absent when it runs in this process. */
  readonly endpoint?: string;
  /** Cheap and without side effects; current within a second. */
  health(): Health;
  /** Loads what it needs. Called once before the first use; a rejection leaves the provider `down`. */
  prepare(signal: AbortSignal): Promise<void>;
  /** Folders of the weights folder whose models it runs in this process. */
  readonly modelFolders?: readonly string[];
  /**
   * Looks into `modelFolders` again, because a file has come since, and uses it for calls from now on. May hold up its
   * thread while a model is read. @throws ProviderError when what is there does not load
   */
  lookAgain?(signal: AbortSignal): Promise<void>;
  /** The configuration says that its server must have a GPU. */
  readonly requiresGpu?: boolean;
  /** What the model runs on, as its server says; absent where no server of its kind tells. */
  device?(signal: AbortSignal): Promise<Device>;
  /** Answers by rules of this process alone: a busy machine makes it late, nothing makes it hang, and it is waited for. */
  readonly byRules?: boolean;
  /** Ends threads and processes it started. */
  close(): Promise<void>;
}
