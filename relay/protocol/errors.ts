/** Close codes of a session socket (docs/protocol.md, "Ends"; RFC 6455, section 7.4). */
export const CLOSE = {
  stopped: 1000,
  shutdown: 1001,
  badFrame: 1003,
  notJson: 1007,
  revoked: 1008,
  tooLong: 1009,
  internal: 1011,
  slowReader: 1013,
  replaced: 4000,
  idle: 4001,
  badMessage: 4003,
  tooMany: 4008,
} as const;

export type CloseCode = (typeof CLOSE)[keyof typeof CLOSE];

export type WireErrorReason =
  | "frame-too-short"
  | "frame-without-packet"
  | "frame-version"
  | "frame-kind"
  | "packet-too-long"
  | "message-too-long"
  | "not-json"
  | "unknown-type"
  | "bad-field"
  | "wrong-time";

const CLOSE_OF: Record<WireErrorReason, CloseCode> = {
  "frame-too-short": CLOSE.badFrame,
  "frame-without-packet": CLOSE.badFrame,
  "frame-version": CLOSE.badFrame,
  "frame-kind": CLOSE.badFrame,
  "packet-too-long": CLOSE.tooLong,
  "message-too-long": CLOSE.tooLong,
  "not-json": CLOSE.notJson,
  "unknown-type": CLOSE.badMessage,
  "bad-field": CLOSE.badMessage,
  "wrong-time": CLOSE.badMessage,
};

/** What a peer sent does not follow docs/protocol.md. `field` is a dotted path where one field is at fault. */
export class WireError extends Error {
  readonly reason: WireErrorReason;
  readonly field: string | undefined;

  constructor(reason: WireErrorReason, message: string, field?: string) {
    super(message);
    this.name = "WireError";
    this.reason = reason;
    this.field = field;
  }

  /** The code with which the socket of that peer is closed. */
  get closeCode(): CloseCode {
    return CLOSE_OF[this.reason];
  }
}
