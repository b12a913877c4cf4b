/** In an office the page shows what the relay does: whom it waits for, and that the talk of others was nobody's. */
import { afterEach, expect, it } from "vitest";
import { answer, endOfAnswer, type Scenario, say, talking } from "./testing/talk-scenario.ts";

const open: Scenario[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function office(): Promise<Scenario> {
  const one = await talking();
  open.push(one);
  one.talk.actions.settings({ addressed: true });
  await one.relay.until(() => one.relay.controls("settings").some(({ addressed }) => addressed === true));
  return one;
}
const words = ({ relay }: Scenario, turn: number, utterance: number, text: string): void =>
  relay.event({ type: "transcript_final", turn, utterance, id: `id-${turn + 1}`, text, language: "en-US" });

it("neither thinks nor keeps while nobody has called, and says so quietly", async () => {
  const { relay, talk, clock, voice, shows, history } = await office();
  expect(talk.store.getState()).toMatchObject({ phase: "listening", waitsForName: true });
  say(voice, clock, 5);
  clock.advance(1_000);
  expect(talk.store.getState()).toMatchObject({ phase: "listening", passedOver: false });
  relay.event({ type: "turn_end", turn: 1, reason: "ignored", heard_ms: 0, trace_id: "t", timings: {} });
  await shows((state) => state.passedOver);
  expect(talk.store.getState().turns).toEqual([]);
  expect(history.saved.size).toBe(0);
  clock.advance(4_000);
  expect(talk.store.getState()).toMatchObject({ passedOver: false, waitsForName: true });
});

it("thinks from the words on that are meant for it, and then waits for no name for 20 s", async () => {
  const one = await office();
  const { relay, talk, clock, voice, shows } = one;
  say(voice, clock, 5);
  words(one, 1, 1, "Shiori, what time is it?");
  await shows((state) => state.turns.length === 1);
  clock.advance(300);
  expect(talk.store.getState()).toMatchObject({ phase: "thinking", waitsForName: false });
  answer(relay, 1, "It is nine.", 0);
  endOfAnswer(relay, 1, 0);
  await shows((state) => state.turns[0]?.end === "completed");
  expect(talk.store.getState().waitsForName).toBe(false);
  say(voice, clock, 5, 100);
  clock.advance(300);
  expect(talk.store.getState().phase).toBe("thinking");
  clock.advance(20_000);
  expect(talk.store.getState().waitsForName).toBe(true);
});

it("tells the relay that speech under the held key is meant for it, and keeps no other without a connection", async () => {
  const { relay, talk, clock, voice, shows, history } = await office();
  talk.actions.press();
  await relay.until(() => voice.calls.includes("press"));
  say(voice, clock, 5);
  talk.actions.release();
  await relay.until(() => relay.controls("speech_start").length === 1);
  expect(relay.controls("speech_start")[0]).toMatchObject({ addressed: true });
  await relay.until(() => relay.controls("speech_end").length === 1);
  await relay.drop();
  await shows((state) => state.connection.state !== "open");
  say(voice, clock, 5, 100);
  await new Promise((resolve) => setImmediate(resolve));
  // The words of the held key had not come: they are kept, and nothing else.
  expect([...history.waiting.keys()]).toEqual([relay.controls("speech_start")[0]?.id]);
  expect(talk.store.getState().passedOver).toBe(true);
});

it("waits for no name where the key is held anyway, and where the setting is off", async () => {
  const { talk } = await office();
  talk.actions.settings({ mode: "push_to_talk" });
  expect(talk.store.getState().waitsForName).toBe(false);
  talk.actions.settings({ mode: "hands_free" });
  expect(talk.store.getState().waitsForName).toBe(true);
  talk.actions.settings({ addressed: false });
  expect(talk.store.getState().waitsForName).toBe(false);
});
