export type PrepareErrorReason =
  /** No answer from the registry. */
  | "offline"
  /** It answered, and then the bytes stopped coming. */
  | "broken"
  /** The registry answered with a status that is not success. */
  | "refused"
  /** What came is not what the manifest says. */
  | "corrupt"
  /** There is no room on the disk. */
  | "full"
  /** npm could not be run or failed. */
  | "npm"
  /** The engine could not be built. */
  | "build";

/** An asset could not be prepared. */
export class PrepareError extends Error {
  readonly reason: PrepareErrorReason;

  constructor(reason: PrepareErrorReason, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.name = "PrepareError";
    this.reason = reason;
  }
}
