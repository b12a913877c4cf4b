/** The mouth through the whole page: a sentence is spoken, and the face moves when its phones are heard. */
import { CueTrack } from "@hisho/worklets/dsp/cues.ts";
import { expect, type Page, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { type Heard, heardFrom, listenToSpeaker } from "./speaker.ts";
import { Traffic } from "./traffic.ts";
import { type } from "./typing.ts";

/** Its answer is always the same sentence, with pauses and closed lips in it. */
const ASKED = "what is 12 times 12";
const ANSWER = /144/;
/** A few frames of a busy screen; the recorder in the page knows the sound's time no better than this. */
const TOLERATED_MS = 80;
const MOST_ASKED = 5;

interface Look {
  /** The context's time of the sample that was heard then. */
  at: number;
  weights: number[];
}

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

test("the mouth opens and shuts with the phones of a known sentence", async () => {
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  await listenToSpeaker(page);
  await lookAtMouth(page);
  const traffic = new Traffic(page);
  await page.goto(`${relay.url}/?probe`);
  const { turn, fromS, stalledMs } = await askUntilWhole(page, traffic);

  const timed = traffic
    .of("avatar_event")
    .flatMap((event) => (event.turn === turn && typeof event.value !== "string" ? event.value : []));
  expect(timed.length).toBeGreaterThan(8);
  const cues = new CueTrack();
  cues.add(timed);
  const heard = await heardFrom(page);
  const looks = await page.evaluate(() => (window as unknown as { looks: Look[] }).looks);
  const begunS = firstSound(heard, fromS);
  const firstMs = timed.find(([, shape]) => shape !== "sil")![0];
  const endS = begunS + (timed.at(-1)![0] - firstMs) / 1000;
  // After a stall the recorder's clock is not the sentence's.
  const untilS = Math.min(endS + 0.5, begunS + (stalledMs - firstMs) / 1000);
  const seen = looks.filter(({ at }) => at > begunS - 0.3 && at < untilS);
  expect(seen.length, `looks before ${stalledMs} ms`).toBeGreaterThan(20);

  /** Of what was seen with what the phones say, the sound having been later by `lagMs` than it was. */
  const alikeAt = (lagMs: number): number => {
    const said = new Float32Array(5);
    const pairs = seen.flatMap(({ at, weights }) => {
      cues.read((at - begunS) * 1000 + firstMs - lagMs, said);
      return weights.map((weight, shape) => [weight, said[shape]!] as const);
    });
    return correlation(pairs);
  };
  const lags = Array.from({ length: 101 }, (_, i) => -500 + 10 * i);
  const best = lags.reduce((one, other) => (alikeAt(other) > alikeAt(one) ? other : one));
  expect(alikeAt(best), `at ${best} ms, ${seen.length} looks`).toBeGreaterThan(0.7);
  expect(Math.abs(best)).toBeLessThanOrEqual(TOLERATED_MS);
  // Before the first sound and after the last the mouth is shut.
  const silent = looks.filter(
    ({ at }) => (at > fromS && at < begunS - 0.1) || (stalledMs === Number.POSITIVE_INFINITY && at > endS + 0.4),
  );
  expect(silent.filter(({ weights }) => Math.max(...weights) > 0.05)).toEqual([]);
});

/** A busy machine stalls now and then: the sentence is asked for again until it was played in one piece. */
async function askUntilWhole(
  page: Page,
  traffic: Traffic,
): Promise<{ turn: number; fromS: number; stalledMs: number }> {
  for (let asked = 1; ; asked++) {
    const fromS = await page.evaluate(() => (window as unknown as { looks: Look[] }).looks.at(-1)?.at ?? 0);
    await type(page, ASKED);
    await traffic.until(() => traffic.of("turn_end").filter(({ reason }) => reason === "completed").length === asked);
    const { turn, text } = traffic.of("assistant_text_final").at(-1)!;
    expect(text).toMatch(ANSWER);
    const stalls = traffic.sent.flatMap(({ message }) =>
      message.type === "playback" && message.state === "stalled" && message.turn === turn ? [message.played_ms] : [],
    );
    const stalledMs = stalls[0] ?? Number.POSITIVE_INFINITY;
    if (stalls.length === 0 || asked === MOST_ASKED) return { turn, fromS, stalledMs };
  }
}

/** To be called before the page is opened with `?probe`: keeps every value of `data-weights`. */
async function lookAtMouth(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const looks: Look[] = [];
    Object.assign(window, { looks });
    let context: AudioContext | undefined;
    const Original = window.AudioContext;
    window.AudioContext = class extends Original {
      constructor(options?: AudioContextOptions) {
        super(options);
        context = this;
      }
    };
    new MutationObserver(() => {
      if (context === undefined) return;
      const [ms, ...weights] = (document.documentElement.dataset.weights ?? "").split(" ").map(Number);
      const ageS = (performance.now() - (ms ?? 0)) / 1000;
      looks.push({ at: context.currentTime - context.outputLatency - ageS, weights });
    }).observe(document, { subtree: true, attributes: true, attributeFilter: ["data-weights"] });
  });
}

/** The context's time of the first 20 ms that are heard. */
function firstSound({ levelDbfs }: Heard, fromS: number): number {
  for (let at = fromS; at < fromS + 120; at += 0.005) if (levelDbfs(at) > -45) return at;
  throw new Error("nothing was heard");
}

/** Pearson's. */
function correlation(pairs: readonly (readonly [number, number])[]): number {
  const mean = (of: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[of], 0) / pairs.length;
  const [a, b] = [mean(0), mean(1)];
  let [ab, aa, bb] = [0, 1e-9, 1e-9];
  for (const [x, y] of pairs) {
    ab += (x - a) * (y - b);
    aa += (x - a) ** 2;
    bb += (y - b) ** 2;
  }
  return ab / Math.sqrt(aa * bb);
}
