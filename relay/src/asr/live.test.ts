/** When a live stream says what, on a clock that stands still while nothing is heard. */
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import { expect, it } from "vitest";
import { ManualClock } from "../../tests/manual-clock.ts";
import { createLog } from "../log.ts";
import { Roles } from "../roles.ts";
import { PartialScheduler } from "../speech/partials.ts";
import { earsFor } from "./ears.ts";
import type { TranscribeEvent } from "./events.ts";
import { LiveTranscript } from "./live.ts";
import { readAsked } from "./request.ts";
import { readAsrEnvironment } from "./settings.ts";

const PIECE_MS = 10;
const PIECE = 160;
const SPEECH_FROM_MS = 500;
const SPEECH_UNTIL_MS = 2_500;

/** Two seconds of a voice after half a second of silence, and silence behind it. @returns what was told, and when */
async function talk(env: Record<string, string>) {
  const { settings } = readAsrEnvironment(env);
  const clock = new ManualClock();
  const log = createLog("error", () => {});
  const roles = new Roles(createScriptedProviders({ stt: { text: (s) => `${Math.round(s * 100)}` } }), clock, log);
  const asked = readAsked({}, settings);
  const told: { atMs: number; event: TranscribeEvent }[] = [];
  const live = new LiveTranscript(
    asked,
    {
      ears: earsFor(roles, asked, clock, log),
      partials: new PartialScheduler(clock, 1, settings.PARTIAL_FLUSH_MS),
      clock,
      log,
      vadFrameMs: settings.VAD_FRAME_MS,
    },
    {
      event: (event) => told.push({ atMs: clock.now(), event }),
      failed: () => expect.unreachable(),
      done: () => {},
    },
  );
  for (let atMs = 0; atMs < 5_000; atMs += PIECE_MS) {
    const loud = atMs >= SPEECH_FROM_MS && atMs < SPEECH_UNTIL_MS;
    await clock.pass(PIECE_MS);
    live.hear(Float32Array.from({ length: PIECE }, (_, i) => (loud ? 0.3 * Math.sin(i) : 0)));
  }
  live.close();
  const partials = told.filter(({ event }) => event.type === "partial").map(({ atMs }) => atMs);
  const finals = told.flatMap(({ atMs, event }) => (event.type === "final" ? [{ atMs, ...event }] : []));
  return { partials, final: finals[0], finals: finals.length };
}

it("ends an utterance after the silence that is set", async () => {
  for (const silenceMs of [400, 1_200]) {
    const { final, finals } = await talk({ FINAL_FLUSH_SILENCE_MS: String(silenceMs) });
    expect(finals).toBe(1);
    expect(Math.abs((final?.atMs ?? 0) - SPEECH_UNTIL_MS - silenceMs)).toBeLessThanOrEqual(30);
  }
});

it("tells partial words no oftener than is set", async () => {
  for (const everyMs of [300, 800]) {
    const { partials } = await talk({ PARTIAL_FLUSH_MS: String(everyMs) });
    const gaps = partials.slice(1).map((atMs, i) => atMs - (partials[i] ?? 0));
    // Words are told with the next piece of sound; later ones may be rarer, for the work of long speech is bounded.
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(everyMs - PIECE_MS);
    expect(gaps[0]).toBeLessThanOrEqual(everyMs + 60);
  }
});

it("judges so much sound at a time as is set", async () => {
  for (const [frameMs, beginsMs] of [
    // Speech begins behind the first 60 ms of loud frames: those from 500, from 480 and from 500 ms on.
    [10, 560],
    [30, 540],
    [100, 600],
  ] as const) {
    const { final } = await talk({ VAD_FRAME_MS: String(frameMs) });
    expect(final?.segments[0]?.start_s).toBe(beginsMs / 1000);
  }
});
