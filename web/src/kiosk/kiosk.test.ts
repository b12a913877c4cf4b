import { expect, it, onTestFinished } from "vitest";
import { createStore } from "zustand/vanilla";
import { FakeClock } from "../session/testing/fake-clock.ts";
import { talkState } from "../ui/testing/fixtures.ts";
import { createKiosk, type KioskParts } from "./kiosk.ts";

function kioskOf(kept: Record<string, unknown>) {
  const clock = new FakeClock();
  const talk = createStore(() => talkState());
  const stored = new Map([["hisho.kiosk", JSON.stringify(kept)]]);
  const seen = { reloads: 0, muted: false };
  const nothing = (): void => undefined;
  const kiosk = createKiosk({
    storage: { getItem: (key) => stored.get(key) ?? null, setItem: (key, value) => void stored.set(key, value) },
    clock,
    talk,
    settings: { getState: () => ({ language: "en" }) } as KioskParts["settings"],
    actions: {
      begin: async () => undefined,
      mute: (on) => {
        seen.muted = on;
      },
      interrupt: nothing,
      converse: nothing,
      settings: nothing,
    },
    say: () => Promise.resolve(),
    words: (line) => line,
    wiping: { begins: nothing, wipe: async () => true, finish: async () => true },
    handoff: { open: async () => null, state: async () => null, drop: nothing },
    hold: { take: nothing, release: nothing, isAwake: () => true, renew: async () => undefined },
    subtle: crypto.subtle,
    randomBytes: (count) => new Uint8Array(count),
    camera: () => ({ open: async () => true, close: nothing }),
    reload: () => {
      seen.reloads += 1;
    },
    scale: 1,
  });
  onTestFinished(() => kiosk.close());
  return { kiosk, clock, talk, seen };
}

const PASSCODE = { salt: "0".repeat(32), hash: "0".repeat(64), iterations: 1 };
/** What was promised on the way has been kept. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

it("loads a person's page anew at an operator's order once the answer has been heard", () => {
  const { kiosk, talk, seen } = kioskOf({});
  talk.setState({ phase: "speaking" });
  kiosk.order("reload");
  talk.setState({ phase: "interrupted" });
  expect(seen.reloads).toBe(0);
  talk.setState({ phase: "listening" });
  expect(seen.reloads).toBe(1);
});

it("loads a page on which nobody talks anew at once", () => {
  const { kiosk, seen } = kioskOf({});
  kiosk.order("reload");
  expect(seen.reloads).toBe(1);
});

it("loads a reception screen anew between two visitors", async () => {
  const { kiosk, clock, talk, seen } = kioskOf({ on: true, passcode: PASSCODE });
  await settled();
  kiosk.touch();
  await settled();
  kiosk.order("reload");
  talk.setState({ phase: "speaking" });
  talk.setState({ phase: "listening" });
  expect([kiosk.store.getState().state.at, seen.reloads]).toEqual(["talking", 0]);
  clock.advance(60_000);
  await settled();
  expect([kiosk.store.getState().state.at, seen.reloads]).toEqual(["attract", 1]);
});

it("loads a reception screen anew that goes to sleep after its last visitor", async () => {
  // The test's clock begins at nine by UTC.
  const opens = new FakeClock().date();
  const minute = opens.getHours() * 60 + opens.getMinutes();
  const hours = { opens: minute, closes: (minute + 1) % 1_440 };
  const { kiosk, clock, seen } = kioskOf({ on: true, passcode: PASSCODE, hours });
  await settled();
  kiosk.touch();
  await settled();
  kiosk.order("reload");
  clock.advance(70_000);
  await settled();
  expect([kiosk.store.getState().state.at, seen.reloads, seen.muted]).toEqual(["asleep", 1, true]);
});
