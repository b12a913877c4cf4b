import type { Desk, Emotion, ReplyRequest } from "../port.ts";

export interface Answer {
  emotion: Emotion;
  /** 0 to 1. */
  weight: number;
  /** In order; joined they are the whole answer. */
  clauses: readonly string[];
}

export function answer(_request: ReplyRequest, _desk: Desk): Promise<Answer> {
  return Promise.resolve({
    emotion: "relaxed",
    weight: 0.3,
    clauses: ["No language model is connected yet. ", "Choose one under Settings, Connections."],
  });
}
