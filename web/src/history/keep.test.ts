import { expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import type { TalkState, TurnView } from "../session/talk.ts";
import { keepWhenWorthKeeping } from "./keep.ts";

const turn = (end: TurnView["end"]): TalkState => ({ turns: [{ end }] }) as unknown as TalkState;

it("asks once, and not before there is an answer to lose", async () => {
  const talk = createStore(() => turn(null));
  const storage = { persisted: vi.fn(async () => false), persist: vi.fn(async () => true) };
  keepWhenWorthKeeping(talk, storage);
  talk.setState(turn("cancelled"));
  expect(storage.persisted).not.toHaveBeenCalled();
  talk.setState(turn("completed"));
  talk.setState(turn("completed"));
  await vi.waitFor(() => expect(storage.persist).toHaveBeenCalledTimes(1));
  expect(storage.persisted).toHaveBeenCalledTimes(1);
});

it("does without where there is nothing to ask", () => {
  expect(() =>
    keepWhenWorthKeeping(
      createStore(() => turn(null)),
      undefined,
    ),
  ).not.toThrow();
});
