import { CREDIT_FRAMES, decodeFrame } from "@hisho/protocol";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Outbox, type OutboxLink } from "./outbox.ts";

type Sent = { n: number } | { sequence: number; turn: number };

function recorder(): OutboxLink & { sent: Sent[] } {
  const sent: Sent[] = [];
  return {
    sent,
    sendText: (json) => sent.push({ n: (JSON.parse(json) as { n: number }).n }),
    sendBinary: (bytes) => {
      const { sequence, number: turn } = decodeFrame(bytes, "assistant");
      sent.push({ sequence, turn });
    },
  };
}

const text = (turn: number) => ({ type: "assistant_text_partial" as const, turn, delta: "x" });
const now = (action: () => void): void => action();

/** A turn of `count` frames. */
function speech(outbox: Outbox, turn: number, count: number): void {
  let left = count;
  outbox.speak(
    turn,
    () => (left-- > 0 ? Uint8Array.of(1) : undefined),
    () => {},
  );
}

describe("outbox", () => {
  it("never has more frames out than may be, and sends the rest as credit comes", () => {
    const link = recorder();
    const outbox = new Outbox(now);
    outbox.attachFresh(link);
    speech(outbox, 1, 100);
    expect(link.sent).toHaveLength(CREDIT_FRAMES);
    outbox.credited(7);
    expect(link.sent).toHaveLength(CREDIT_FRAMES + 7);
    outbox.credited(1000);
    expect(outbox.credit).toBe(0);
    expect(link.sent).toHaveLength(2 * CREDIT_FRAMES + 7);
  });

  it("sends events past waiting frames, but repeats in the first order", () => {
    const first = recorder();
    const outbox = new Outbox(now);
    outbox.attachFresh(first);
    outbox.push(text(1));
    speech(outbox, 1, 40);
    outbox.push(text(1));
    expect(first.sent.slice(-1)).toEqual([{ n: 2 }]);
    outbox.detach();
    const second = recorder();
    outbox.attachResumed(second, 0, undefined, 5);
    outbox.pump();
    expect(second.sent).toEqual([{ n: 1 }, ...[0, 1, 2, 3, 4].map((sequence) => ({ sequence, turn: 1 }))]);
    outbox.credited(30);
    expect(second.sent.filter((item) => "n" in item)).toEqual([{ n: 1 }, { n: 2 }]);
  });

  it("knows what it can no longer repeat", () => {
    const outbox = new Outbox(now);
    outbox.attachFresh(recorder());
    for (let i = 0; i < 1100; i += 1) outbox.push(text(1));
    expect(outbox.canResume(50)).toBe(false);
    expect(outbox.canResume(100)).toBe(true);
    outbox.acknowledge(500);
    expect(outbox.canResume(499)).toBe(false);
    expect(outbox.canResume(500)).toBe(true);
    expect(outbox.canResume(1101)).toBe(false);
  });

  it("loses nothing and repeats nothing over any number of broken sockets", () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant("event" as const) }),
      fc.record({ do: fc.constant("credit" as const), frames: fc.integer({ min: 0, max: 40 }) }),
      fc.record({ do: fc.constant("ack" as const) }),
      // The socket breaks; of what was sent, this share had arrived.
      fc.record({ do: fc.constant("break" as const), arrived: fc.double({ min: 0, max: 1, noNaN: true }) }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const outbox = new Outbox(now);
        let link = recorder();
        outbox.attachFresh(link);
        speech(outbox, 1, 80);
        const received: Sent[] = [];
        const take = (count: number) => received.push(...link.sent.splice(0, count));
        const lastEvent = () => Math.max(0, ...received.flatMap((item) => ("n" in item ? [item.n] : [])));
        const lastFrame = () => received.flatMap((item) => ("sequence" in item ? [item] : [])).at(-1);
        for (const each of steps) {
          if (each.do === "event") outbox.push(text(1));
          else if (each.do === "credit") outbox.credited(each.frames);
          else if (each.do === "ack") {
            take(link.sent.length);
            outbox.acknowledge(lastEvent());
          } else {
            take(Math.floor(link.sent.length * each.arrived));
            outbox.detach();
            link = recorder();
            expect(outbox.canResume(lastEvent())).toBe(true);
            outbox.attachResumed(link, lastEvent(), lastFrame(), 30);
            outbox.pump();
          }
        }
        for (let i = 0; i < 10; i += 1) outbox.credited(30);
        take(link.sent.length);
        const events = received.flatMap((item) => ("n" in item ? [item.n] : []));
        const frames = received.flatMap((item) => ("sequence" in item ? [item.sequence] : []));
        expect(events).toEqual(Array.from({ length: outbox.lastEvent }, (_, i) => i + 1));
        expect(frames).toEqual(Array.from({ length: 80 }, (_, i) => i));
      }),
    );
  });

  it("sends no event again that is still on its way", () => {
    const outbox = new Outbox(now);
    outbox.attachFresh(recorder());
    speech(outbox, 1, 1);
    outbox.push(text(1));
    const link = recorder();
    outbox.attachResumed(link, 0, undefined, 0);
    outbox.pump();
    outbox.repeat({ ...text(1), n: 1 });
    outbox.credited(1);
    expect(link.sent).toEqual([{ sequence: 0, turn: 1 }, { n: 1 }]);
  });
});
