import { afterEach, describe, expect, it } from "vitest";
import { FakeRelay } from "./testing/fake-relay.ts";
import {
  answer,
  endOfAnswer,
  MemoryHistory,
  MemoryStorage,
  type Scenario,
  type ScenarioOptions,
  say,
  scenario,
  talking,
} from "./testing/talk-scenario.ts";

const open: Scenario[] = [];
const relays: FakeRelay[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
  for (const relay of relays.splice(0)) await relay.close();
});
const kept = async (one: Scenario, count: number): Promise<void> =>
  one.shows((state) => state.kept.length === count && state.connection.state !== "open");

/** A talk whose relay has gone and refuses to come back. */
async function cutOff(options: ScenarioOptions = {}): Promise<Scenario> {
  const relay = await FakeRelay.open();
  relays.push(relay);
  const one = await talking({ relay, ...options });
  open.push(one);
  relay.refuse = 502;
  relay.resumes = false;
  relay.drop();
  await one.shows((state) => state.connection.state === "reconnecting");
  return one;
}

function final(relay: FakeRelay, turn: number, id: string, text: string, utterance?: number): void {
  const spoken = utterance === undefined ? {} : { utterance };
  relay.event({ type: "transcript_final", turn, id, text, language: "en-US", ...spoken });
}

function answered(relay: FakeRelay, turn: number): void {
  answer(relay, turn, `Answer ${turn}.`, 0);
  endOfAnswer(relay, turn, 0);
}

const startsOf = (relay: FakeRelay) => relay.controls("speech_start").map(({ id }) => id);

describe("typed words", () => {
  it("go out when they are on the disk, or when it has kept them waiting for long", async () => {
    const relay = await FakeRelay.open();
    relays.push(relay);
    const one = await talking({ relay });
    open.push(one);
    const { talk, history, clock } = one;
    let write = (): void => undefined;
    history.disk = new Promise<void>((resolve) => {
      write = resolve;
    });
    talk.actions.sendText("first");
    talk.actions.settings({ speakingRate: 1.5 });
    await relay.until(() => relay.controls("settings").some((told) => told.speaking_rate === 1.5));
    expect(relay.of("text")).toEqual([]);
    write();
    await relay.until(() => relay.of("text").length === 1);
    expect([...history.waiting.values()]).toMatchObject([{ text: "first" }]);

    history.disk = new Promise(() => undefined);
    talk.actions.sendText("second");
    clock.advance(1_000);
    await relay.until(() => relay.of("text").length === 2);
    expect(history.waiting.size).toBe(1);
  });

  it("that were written before those asked first go out with them", async () => {
    const relay = await FakeRelay.open();
    relays.push(relay);
    const one = await talking({ relay });
    open.push(one);
    const { talk, history } = one;
    let write = (): void => undefined;
    history.disk = new Promise<void>((resolve) => {
      write = resolve;
    });
    talk.actions.sendText("first");
    history.disk = null;
    talk.actions.sendText("second");
    await expect.poll(() => history.waiting.size).toBe(1);
    expect(relay.of("text")).toEqual([]);
    write();
    await relay.until(() => relay.of("text").length === 2);
    expect(relay.of("text").map(({ text }) => text)).toEqual(["first", "second"]);
  });
});

describe("questions without a connection", () => {
  it("are listed when they are stored, and go in their order, each after the answer to the one before", async () => {
    const one = await cutOff();
    const { relay, talk, voice, clock, history } = one;
    say(voice, clock, 5);
    clock.advance(1000);
    talk.actions.sendText("second");
    clock.advance(1000);
    say(voice, clock, 3, 100);
    await kept(one, 3);
    expect(talk.store.getState().kept).toMatchObject([
      { text: "", durationMs: 100, durable: true, changeable: true },
      { text: "second", durationMs: null },
      { durationMs: 60 },
    ]);
    expect([...history.waiting.values()].map(({ speech }) => speech?.frames.length)).toEqual([5, undefined, 3]);
    const [first, second, third] = talk.store.getState().kept.map(({ id }) => id);

    relay.refuse = null;
    one.wake();
    await relay.until(() => relay.controls("speech_end").length === 1);
    expect(startsOf(relay)).toEqual([first]);
    expect(relay.frames.map((frame) => frame.packet[0])).toEqual([0, 1, 2, 3, 4]);
    expect(relay.of("text")).toEqual([]);
    final(relay, 1, first!, "First?", 1);
    answered(relay, 1);
    await relay.until(() => relay.of("text").length === 1);
    expect(relay.of("text")).toMatchObject([{ id: second, text: "second" }]);
    final(relay, 2, second!, "second");
    answered(relay, 2);
    await relay.until(() => relay.controls("speech_end").length === 2);
    expect(startsOf(relay)).toEqual([first, third]);
    final(relay, 3, third!, "Third?", 2);
    answered(relay, 3);
    await one.shows((state) => state.turns[2]?.end === "completed");
    expect(one.texts()).toEqual([
      "1 First? > Answer 1. (completed)",
      "2 second > Answer 2. (completed)",
      "3 Third? > Answer 3. (completed)",
    ]);
    expect(talk.store.getState().kept).toEqual([]);
    expect(history.waiting.size).toBe(0);
  });

  it("outlive the page, and what the relay has answered already is not asked again", async () => {
    const history = new MemoryHistory();
    const storage = new MemoryStorage();
    const before = await cutOff({ history, storage });
    say(before.voice, before.clock, 4);
    before.clock.advance(1000);
    before.talk.actions.sendText("typed");
    await kept(before, 2);
    const [spoken, typed] = before.talk.store.getState().kept.map(({ id }) => id);
    before.talk.close();

    const { relay } = before;
    relay.refuse = null;
    relay.nextTurn = 6;
    const again = await scenario({ history, storage, relay });
    open.push(again);
    await relay.until(() => startsOf(relay).length === 1);
    expect(startsOf(relay)).toEqual([spoken]);
    // It was answered in a start before: told short, without its utterance.
    final(relay, 5, spoken!, "Spoken?");
    relay.event({ type: "assistant_text_final", turn: 5, text: "Yes.", citations: [], fallback: null });
    endOfAnswer(relay, 5, 0);
    await relay.until(() => relay.of("text").length === 1);
    final(relay, 6, typed!, "typed");
    answered(relay, 6);
    await again.shows((state) => state.turns.filter((turn) => turn.end === "completed").length === 2);
    expect(again.texts()).toEqual(["5 Spoken? > Yes. (completed)", "6 typed > Answer 6. (completed)"]);
    expect(history.waiting.size).toBe(0);
  });

  it("that a relay wrote out and then lost go as the words it wrote", async () => {
    const one = await cutOff();
    const { relay } = one;
    say(one.voice, one.clock, 4);
    await kept(one, 1);
    const [{ id } = { id: "" }] = one.talk.store.getState().kept;
    relay.refuse = null;
    one.wake();
    await relay.until(() => relay.controls("speech_end").length === 1);
    final(relay, 1, id, "Spoken?", 1);
    await one.shows((state) => state.turns[0]?.userText === "Spoken?");
    relay.drop();
    await one.shows((state) => state.connection.state === "reconnecting");
    one.wake();
    await relay.until(() => relay.of("text").length === 1);
    expect(relay.of("text")).toMatchObject([{ id, text: "Spoken?" }]);
    expect(startsOf(relay)).toEqual([id]);
  });

  it("are sent again as a whole when the relay that heard half of them is gone", async () => {
    const one = await cutOff();
    const { relay } = one;
    say(one.voice, one.clock, 4);
    await kept(one, 1);
    relay.refuse = null;
    one.wake();
    await relay.until(() => relay.controls("speech_end").length === 1);
    relay.drop();
    await one.shows((state) => state.connection.state === "reconnecting");
    one.wake();
    await relay.until(() => relay.controls("speech_end").length === 2);
    expect(new Set(startsOf(relay)).size).toBe(1);
    expect(relay.frames.map(({ sequence }) => sequence)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  });

  it("are kept too when the network went without a word while they were said", async () => {
    const relay = await FakeRelay.open();
    relays.push(relay);
    const one = await talking({ relay });
    open.push(one);
    say(one.voice, one.clock, 4);
    await relay.until(() => relay.controls("speech_end").length === 1);
    relay.refuse = 502;
    relay.resumes = false;
    relay.drop();
    await kept(one, 1);
    const [question] = one.talk.store.getState().kept;
    expect(question).toMatchObject({ durable: true, changeable: false, durationMs: 80 });
    expect(one.history.waiting.get(question!.id)).toMatchObject({ sent: true });
    relay.refuse = null;
    one.wake();
    await relay.until(() => relay.controls("speech_end").length === 2);
    final(relay, 1, question!.id, "Spoken?", 1);
    answered(relay, 1);
    await one.shows((state) => state.turns[0]?.end === "completed");
    expect(one.texts()).toEqual(["1 Spoken? > Answer 1. (completed)"]);
    expect(one.history.waiting.size).toBe(0);
    expect(startsOf(relay)).toEqual([question!.id, question!.id]);
  });

  it("are acknowledged aloud at once, also when theirs is the first touch of the page", async () => {
    const relay = await FakeRelay.open();
    relays.push(relay);
    relay.refuse = 502;
    const one = await scenario({ relay, acknowledgement: () => [Uint8Array.of(7)] });
    open.push(one);
    one.clock.advance(2_000);
    await one.shows((state) => state.phase === "offline");
    one.talk.actions.sendText("hello");
    await kept(one, 1);
    await new Promise((resolve) => setImmediate(resolve));
    expect(one.voice.played.map(({ packet }) => packet[0])).toEqual([7]);
  });

  it("can be changed and taken back until they go, and put back", async () => {
    const one = await cutOff();
    const { relay, talk, clock, history } = one;
    talk.actions.sendText("one");
    clock.advance(10);
    talk.actions.sendText("two");
    await kept(one, 2);
    const [first, second] = talk.store.getState().kept.map(({ id }) => id);
    expect(talk.actions.editKept(first!, "changed")).toBe(true);
    const back = talk.actions.removeKept(second!);
    expect(talk.store.getState()).toMatchObject({
      kept: [{ text: "changed" }],
      turns: [{ userText: "changed" }, { end: "cancelled" }],
    });
    back?.();
    await kept(one, 2);
    expect([...history.waiting.values()].map(({ text }) => text)).toEqual(["changed", "two"]);
    relay.refuse = null;
    one.wake();
    await relay.until(() => relay.of("text").length === 1);
    expect(relay.of("text")).toMatchObject([{ id: first, text: "changed" }]);
    expect(talk.actions.editKept(first!, "too late")).toBe(false);
    expect(talk.actions.removeKept(first!)).toBeNull();
  });

  it("say so when the device cannot store them", async () => {
    const history = new MemoryHistory();
    const one = await cutOff({ history });
    history.broken = true;
    one.talk.actions.sendText("lost with the page");
    await kept(one, 1);
    expect(one.talk.store.getState().kept).toMatchObject([{ durable: false }]);
  });

  it("stay to be played when nothing could be made out, and let the next one go", async () => {
    const one = await cutOff();
    const { relay, talk, voice, clock } = one;
    say(voice, clock, 4);
    clock.advance(10);
    talk.actions.sendText("next");
    await kept(one, 2);
    const [{ id } = { id: "" }] = talk.store.getState().kept;
    relay.refuse = null;
    one.wake();
    await relay.until(() => relay.controls("speech_end").length === 1);
    final(relay, 1, id, "", 1);
    relay.event({ type: "turn_end", turn: 1, reason: "empty", heard_ms: 0, trace_id: "t", timings: {} });
    await relay.until(() => relay.of("text").length === 1);
    expect(talk.store.getState().kept).toMatchObject([{ id, unheard: true, changeable: true }]);
    talk.actions.playKept(id);
    await Promise.resolve();
    await Promise.resolve();
    expect(voice.played.map(({ packet }) => packet[0])).toEqual([0, 1, 2, 3]);
    talk.actions.removeKept(id);
    expect(talk.store.getState().kept).toEqual([]);
  });

  it("are answered without sound and counted while nobody is there", async () => {
    const one = await cutOff({ isPersonThere: () => false });
    const { relay, talk } = one;
    talk.actions.sendText("later");
    await kept(one, 1);
    const [{ id } = { id: "" }] = talk.store.getState().kept;
    relay.refuse = null;
    one.wake();
    await relay.until(() => relay.of("text").length === 1);
    expect(relay.controls("settings").at(-1)?.audio).toBe(false);
    final(relay, 1, id, "later");
    answered(relay, 1);
    await one.shows((state) => state.unread.length === 1);
    await relay.until(() => relay.controls("settings").at(-1)?.audio === true);
    talk.actions.seen();
    expect(talk.store.getState().unread).toEqual([]);
  });

  it("are no news to the owner where a visitor asked them and left", async () => {
    const kiosk = () => ({ idle: false, recall: false, visitor: true, language: "auto" as const, blocked: [] });
    const one = await cutOff({ isPersonThere: () => false, kiosk });
    const { relay, talk } = one;
    talk.actions.sendText("later");
    await kept(one, 1);
    const [{ id } = { id: "" }] = talk.store.getState().kept;
    relay.refuse = null;
    one.wake();
    await relay.until(() => relay.of("text").length === 1);
    final(relay, 1, id, "later");
    answered(relay, 1);
    await one.shows((state) => state.turns[0]?.end === "completed" && state.kept.length === 0);
    expect(talk.store.getState().unread).toEqual([]);
  });
});
