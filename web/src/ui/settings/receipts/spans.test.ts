import type { Receipt } from "@hisho/protocol";
import { expect, it } from "vitest";
import { receiptOf } from "../../testing/receipts.ts";
import { beganAfterMs, scaleOf, spansOf } from "./spans.ts";

const receipt = (steps: Receipt["steps"]): Receipt => receiptOf(1, steps);

it("begins each step where the one before was reached", () => {
  expect(spansOf(receipt({ final_text: 420, first_token: 700, first_audio: 900, audible: 1010 }))).toEqual([
    { step: "final_text", fromMs: 0, toMs: 420 },
    { step: "first_token", fromMs: 420, toMs: 700 },
    { step: "first_audio", fromMs: 700, toMs: 900 },
    { step: "audible", fromMs: 900, toMs: 1010 },
  ]);
});

it("leaves out what was not reached, and never runs backwards", () => {
  expect(spansOf(receipt({ first_token: 300, first_audio: 500, audible: 480 }))).toEqual([
    { step: "first_token", fromMs: 0, toMs: 300 },
    { step: "first_audio", fromMs: 300, toMs: 500 },
    { step: "audible", fromMs: 500, toMs: 500 },
  ]);
  expect(beganAfterMs(receipt({}))).toBeUndefined();
});

it("has one scale for all, of two seconds at least", () => {
  expect(scaleOf([receipt({ first_token: 300 })])).toBe(2000);
  expect(scaleOf([receipt({ first_token: 300 }), receipt({ audible: 3500 })])).toBe(3500);
});
