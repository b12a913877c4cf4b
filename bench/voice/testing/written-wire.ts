/** A wire log written by hand: people, page and relay of a test. Times are ms. */
import type { ClientMessage, RelayEvent } from "@hisho/protocol";
import type { WireLog } from "../wire.ts";

const RTP_PER_MS = 48;
const FRAME_MS = 20;

export class WrittenWire {
  readonly log: WireLog = { sent: [], received: [], microphone: [], assistant: [] };
  #sequence = 0;

  sent(atMs: number, message: ClientMessage): this {
    this.log.sent.push({ atMs, message });
    return this;
  }

  received(atMs: number, event: RelayEvent): this {
    this.log.received.push({ atMs, event });
    return this;
  }

  /** Frames of an utterance captured from `fromMs` to `toMs` of the microphone's clock, each sent `lateMs` after its end. */
  spoke(number: number, fromMs: number, toMs: number, lateMs: (frame: number) => number): this {
    for (let at = fromMs, frame = 0; at + FRAME_MS <= toMs; at += FRAME_MS, frame += 1) {
      this.log.microphone.push({
        atMs: at + FRAME_MS + lateMs(frame),
        frame: {
          kind: "microphone",
          marker: frame === 0,
          discontinuity: false,
          number,
          sequence: this.#sequence++,
          timestamp: at * RTP_PER_MS,
          packet: new Uint8Array(1),
        },
      });
    }
    return this;
  }

  began(utterance: number, clockMs: number, atMs: number): this {
    return this.sent(atMs, {
      type: "control",
      action: "speech_start",
      utterance,
      id: `speech-${utterance}`,
      timestamp: clockMs * RTP_PER_MS,
    });
  }

  ended(utterance: number, clockMs: number, atMs: number): this {
    return this.sent(atMs, { type: "control", action: "speech_end", utterance, timestamp: clockMs * RTP_PER_MS });
  }

  partial(atMs: number, turn: number, utterance: number, text: string): this {
    return this.received(atMs, { type: "transcript_partial", n: 1, turn, utterance, text });
  }

  final(atMs: number, turn: number, utterance: number, text: string): this {
    const id = `speech-${utterance}`;
    return this.received(atMs, { type: "transcript_final", n: 1, turn, utterance, id, text, language: "en-US" });
  }
}
