import { describe, expect, it, onTestFinished } from "vitest";
import { createStore } from "zustand/vanilla";
import { defaultSettings } from "../session/settings.ts";
import { FakeClock } from "../session/testing/fake-clock.ts";
import { talkState } from "../ui/testing/fixtures.ts";
import { createKiosk, type Kiosk, type KioskParts } from "./kiosk.ts";
import { createWiping } from "./wiping.ts";

/** @param mumbles what the screen says is never over by itself */
function kioskOf(
  kept: Record<string, unknown>,
  open: KioskParts["handoff"]["open"] = async () => null,
  mumbles = false,
) {
  const clock = new FakeClock();
  const talk = createStore(() => talkState());
  const stored = new Map([["hisho.kiosk", JSON.stringify(kept)]]);
  const settings = createStore(() => defaultSettings("ko"));
  const seen = {
    reloads: 0,
    muted: false,
    conversations: [] as (string | null)[],
    /** Whether what was being said went on in the last of them. */
    wentOn: false,
    /** Sessions begun, and visits wiped from the device, with whether it was a reception then. */
    steps: [] as [step: string, id: string | null, reception: boolean][],
    erased: [] as string[],
    /** The device wipes; false where it cannot. */
    wipes: async (): Promise<boolean> => true,
  };
  const note = (step: string, id: string | null): void =>
    void seen.steps.push([step, id, JSON.parse(stored.get("hisho.kiosk") ?? "{}").on === true]);
  const nothing = (): void => undefined;
  const storage = {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => void stored.set(key, value),
  };
  const kiosk: Kiosk = createKiosk({
    storage,
    clock,
    talk,
    settings,
    actions: {
      begin: async () => undefined,
      mute: (on) => {
        seen.muted = on;
      },
      interrupt: nothing,
      converse: (id, goesOn = false) => {
        seen.conversations.push(id);
        seen.wentOn = goesOn;
        note("converse", id);
        talk.setState({ conversation: id ?? `session-${seen.conversations.length}` });
      },
      settings: (change) => settings.setState(change),
    },
    say: () => (mumbles ? new Promise(() => undefined) : Promise.resolve()),
    words: (line) => line,
    wiping: createWiping({
      storage,
      erasures: { add: (ids) => void seen.erased.push(...ids) },
      history: {
        async wipe(conversations) {
          const wiped = await seen.wipes();
          if (wiped) for (const id of conversations) note("wipe", id);
          return wiped;
        },
      },
    }),
    handoff: { open, state: async () => null, drop: nothing },
    hold: { take: nothing, release: nothing, isAwake: () => true, renew: async () => undefined },
    subtle: crypto.subtle,
    randomBytes: (count) => new Uint8Array(count),
    newId: () => `session-${seen.conversations.length}`,
    camera: () => ({ open: async () => true, close: nothing }),
    reload: () => {
      seen.reloads += 1;
    },
    scale: 1,
  });
  onTestFinished(() => kiosk.close());
  return { kiosk, clock, talk, settings, seen, storage };
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

it("leaves the visit that a page of before had open before it wipes it: nothing more comes of it", async () => {
  const { kiosk, talk, seen } = kioskOf({ wipe: "device" });
  await kiosk.setPasscode("482913");
  await kiosk.arm();
  const visit = talk.getState().conversation;
  seen.steps = [];
  await kiosk.arm();
  expect(seen.steps).toEqual([
    ["converse", talk.getState().conversation, true],
    ["wipe", visit, true],
  ]);
});

it("keeps the next visitor's session at the relay when it deletes the last one's there", async () => {
  const { kiosk, talk, seen } = kioskOf({ on: true, passcode: PASSCODE, wipe: "device-and-relay" });
  await settled();
  const visit = talk.getState().conversation;
  kiosk.touch();
  await settled();
  kiosk.end();
  await settled();
  expect(kiosk.store.getState().state).toEqual({ at: "attract", owes: false });
  expect(seen.erased).toEqual([visit]);
});

it("hears whoever speaks into the goodbye as a new visitor, to whom nothing of the last is left", async () => {
  const { kiosk, clock, talk, seen } = kioskOf({ on: true, passcode: PASSCODE, wipe: "device" }, undefined, true);
  await settled();
  kiosk.touch();
  const last = talk.getState().conversation;
  for (const at of ["talking", "still-there", "goodbye"]) {
    for (let s = 0; s < 60 && kiosk.store.getState().state.at !== at; s += 1) clock.advance(1_000);
  }
  expect(kiosk.store.getState().state.at).toBe("goodbye");
  seen.steps = [];
  talk.setState({ phase: "hearing" });
  expect(talk.getState().conversation, "the microphone's event is still on its way to the last one").toBe(last);
  await settled();
  const next = talk.getState().conversation;
  expect(seen.steps).toEqual([
    ["converse", null, true],
    ["wipe", last, true],
  ]);
  expect([next === last, seen.wentOn, kiosk.store.getState().state.at]).toEqual([false, true, "talking"]);
  kiosk.end();
  await settled();
  expect([seen.wentOn, kiosk.store.getState().state.at], "nobody's words go on after a key").toEqual([
    false,
    "attract",
  ]);
});

it("waits for a visitor who has spoken into the goodbye and fallen silent while the last one was wiped", async () => {
  const { kiosk, clock, talk } = kioskOf({ on: true, passcode: PASSCODE, wipe: "device" }, undefined, true);
  await settled();
  kiosk.touch();
  for (let s = 0; s < 120 && kiosk.store.getState().state.at !== "goodbye"; s += 1) clock.advance(1_000);
  talk.setState({ phase: "hearing" });
  talk.setState({ phase: "listening" });
  await settled();
  expect(kiosk.store.getState().state).toMatchObject({ at: "talking", busy: false });
});

describe("the owner of the device", () => {
  const passcode = "482913";
  const OWNERS = { language: "ko", mode: "push_to_talk", audio: false, addressed: false } as const;

  it("finds the settings of before again when the reception ends, and none of the visitors' session", async () => {
    const { kiosk, settings, seen } = kioskOf({ languages: ["en", "ja"], addressed: true });
    settings.setState(OWNERS);
    await kiosk.setPasscode(passcode);
    await kiosk.arm();
    expect(settings.getState()).toMatchObject({ language: "en", mode: "hands_free", audio: true, addressed: true });
    await kiosk.arm();
    await kiosk.unlock(passcode);
    await kiosk.leave();
    expect(settings.getState()).toMatchObject({ ...OWNERS, share: null });
    expect(new Set(seen.conversations).size, "each with a session of its own, and one between").toBe(4);
    expect(seen.conversations).not.toContain(null);
  });

  it("comes back behind the wiping of the visit that was still open", async () => {
    const { kiosk, seen, talk } = kioskOf({ wipe: "device-and-relay" });
    await kiosk.setPasscode(passcode);
    await kiosk.arm();
    const visit = talk.getState().conversation;
    await kiosk.unlock(passcode);
    let wiped = (_gone: boolean): void => undefined;
    seen.wipes = () => new Promise((resolve) => (wiped = resolve));
    seen.steps = [];
    const left = kiosk.leave();
    const again = kiosk.leave();
    await settled();
    const { armed, settings } = kiosk.store.getState();
    expect({ armed, on: settings.on }, "nothing is shared while the visit is here").toEqual({ armed: true, on: true });
    wiped(true);
    await Promise.all([left, again]);
    const [between, owners] = seen.conversations.slice(-2);
    expect(seen.steps).toEqual([
      ["converse", between, true],
      ["wipe", visit, true],
      ["converse", owners, false],
    ]);
    expect(seen.erased).toEqual([visit]);
    expect(kiosk.store.getState()).toMatchObject({ armed: false, unlocked: false, settings: { on: false } });
  });

  it("wipes visits, and not a conversation that the operator opened meanwhile", async () => {
    const { kiosk, talk, seen } = kioskOf({ wipe: "device" });
    await kiosk.setPasscode(passcode);
    await kiosk.arm();
    const visit = talk.getState().conversation;
    await kiosk.unlock(passcode);
    talk.setState({ conversation: "owners-own" });
    kiosk.lock();
    await settled();
    const wiped = seen.steps.filter(([step]) => step === "wipe").map(([, id]) => id);
    expect(wiped).toContain(visit);
    expect(wiped).not.toContain("owners-own");
  });

  it("shares nothing where an earlier version left visits at the relay, once", async () => {
    const { kiosk, settings, storage } = kioskOf({ on: true, wipe: "device" });
    settings.setState({ ...OWNERS, share: true });
    storage.setItem("hisho.kiosk.left-at-relay", "1");
    await kiosk.leave();
    expect(settings.getState().share).toBe(false);
    settings.setState({ share: true });
    await kiosk.leave();
    expect(settings.getState().share).toBe(true);
  });

  it("keeps what was chosen where nobody was received", async () => {
    const { kiosk, settings } = kioskOf({ on: true, wipe: "device" });
    settings.setState({ ...OWNERS, share: true });
    await kiosk.leave();
    expect(settings.getState()).toMatchObject({ ...OWNERS, share: true });
  });
});

it("waits with the code for the phone until the answer that is being said is over", async () => {
  const ticket = { id: "0", address: "https://k.example/handoff.html#0", page: "k.example", letters: "0" };
  let isKept = false;
  const { kiosk, clock, talk } = kioskOf({ on: true, passcode: PASSCODE }, async () => (isKept ? ticket : null));
  await settled();
  kiosk.touch();
  await settled();
  talk.setState({ phase: "speaking" });
  kiosk.handOff();
  for (let s = 0; s < 20; s += 1) {
    await settled();
    clock.advance(1_000);
  }
  expect(kiosk.store.getState().state).toMatchObject({ at: "hand-off", ticket: "asked" });
  await settled();
  isKept = true;
  talk.setState({ phase: "listening" });
  clock.advance(1_000);
  await settled();
  expect(kiosk.store.getState()).toMatchObject({ state: { at: "hand-off", ticket: "shown" }, ticket });
});

it("says that there is no code for the phone when nobody speaks and the relay gives none", async () => {
  const { kiosk, clock } = kioskOf({ on: true, passcode: PASSCODE });
  await settled();
  kiosk.touch();
  await settled();
  kiosk.handOff();
  for (let s = 0; s < 3; s += 1) {
    await settled();
    clock.advance(1_000);
  }
  expect(kiosk.store.getState().state).toMatchObject({ at: "hand-off", ticket: "failed" });
});
