import { expect, it } from "vitest";
import { createStore } from "zustand/vanilla";
import type { TalkState } from "../session/talk.ts";
import { FakeClock } from "../session/testing/fake-clock.ts";
import { talkState, turnView } from "../ui/testing/fixtures.ts";
import { keepRecentVoices } from "./recent-voices.ts";
import type { VoicesOf } from "./voices.ts";

it("asks for the voices of a turn behind its end, once more where they are not there yet, and never of a visitor", async () => {
  const open = turnView({ key: "a", turn: 3, spoken: true, end: null });
  const talk = createStore<TalkState>(() =>
    talkState({ conversation: "c", connection: { state: "open" }, turns: [open] }),
  );
  const clock = new FakeClock();
  const asked: VoicesOf[] = [];
  let isShut = false;
  const stop = new AbortController();
  const find = async (turn: VoicesOf) => {
    asked.push(turn);
    return { sounds: asked.length < 2 ? [new Blob(["mine"])] : [new Blob(["mine"]), new Blob(["yours"])], away: false };
  };
  keepRecentVoices({ talk, find, clock, isShut: () => isShut }, stop.signal);
  talk.setState({ turns: [{ ...open, end: "completed" }] });
  expect(asked).toEqual([]);
  clock.advance(3_000);
  expect(asked).toEqual([{ key: "a", conversation: "c", turn: 3, spoken: true }]);
  await Promise.resolve();
  clock.advance(15_000);
  expect(asked).toHaveLength(2);
  await Promise.resolve();
  clock.advance(60_000);
  expect(asked).toHaveLength(2);

  isShut = true;
  talk.setState({ turns: [turnView({ key: "b", turn: 4, end: null })] });
  talk.setState({ turns: [turnView({ key: "b", turn: 4, end: "completed" })] });
  clock.advance(60_000);
  isShut = false;
  talk.setState({ turns: [turnView({ key: "d", turn: 5, end: null })] });
  talk.setState({ turns: [turnView({ key: "d", turn: 5, end: "completed" })] });
  stop.abort();
  clock.advance(60_000);
  expect(asked).toHaveLength(2);
});
