/** The voice loop, whole and real: a recorded voice goes in at the microphone, an answer comes out of the loudspeaker. */
import { fileURLToPath } from "node:url";
import { parseReceipts } from "@hisho/protocol";
import { createEmbeddedStt } from "@hisho/providers/stt/embedded.ts";
import { inauguralClip, pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import { wordErrorRate } from "@hisho/providers/testing/wer.ts";
import { expect, test } from "@playwright/test";
import { openBrowser, type SpokenTo, withPauses } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { heardFrom, listenToSpeaker } from "./speaker.ts";
import { Traffic } from "./traffic.ts";

const WEIGHTS = fileURLToPath(new URL("../../models/weights", import.meta.url));
const jfk = inauguralClip();
const sentences = pocketsphinxClips();

let relay: RunningRelay;
let browser: SpokenTo;

test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

test("a held key: the whole sentence is heard, word for word, and seen while it is spoken", async () => {
  test.skip(jfk === undefined, "jfk.en.wav is not beside the repository");
  const clip = jfk!;
  browser = await openBrowser(withPauses([clip.read()], [3, 1]));
  const page = await browser.context.newPage();
  const traffic = new Traffic(page);
  await page.goto(relay.url);
  await traffic.until(() => traffic.of("session_ready").length > 0);
  await page.locator(".talk-key").waitFor();
  await page.keyboard.down("Space");
  // The recording ends 14 s after the microphone opened; the key is held until its last word has become a partial.
  await traffic.until(() => /for your country\W*$/i.test(traffic.of("transcript_partial").at(-1)?.text ?? ""));
  await page.waitForTimeout(1500);
  await page.keyboard.up("Space");
  await traffic.until(() => traffic.of("transcript_final").length > 0);
  const final = traffic.of("transcript_final")[0]!;
  expect(wordErrorRate(clip.text, final.text), final.text).toBeLessThanOrEqual(0.1);
  const released = traffic.sent.find(({ message }) => message.type === "control" && message.action === "speech_end")!;
  const whileSpeaking = traffic.received.filter(
    ({ at, event }) => event.type === "transcript_partial" && at < released.at,
  );
  expect(whileSpeaking.length).toBeGreaterThan(3);
  await expect(page.locator("body")).toContainText(final.text);
});

test("hands-free: heard, answered aloud in the words on the screen, mouth with the sound, kept and there without the relay", async () => {
  test.skip(sentences.length === 0, "pocketsphinx-testdata is not installed");
  const clip = sentences[2]!;
  browser = await openBrowser(withPauses([clip.read()], [4, 20]));
  const page = await browser.context.newPage();
  await listenToSpeaker(page);
  const traffic = new Traffic(page);
  await page.goto(`${relay.url}/?probe`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await page.locator("[data-mouth]").waitFor({ state: "attached" });
  await page.keyboard.press("Space");
  await traffic.until(() => traffic.of("turn_end").some(({ reason }) => reason === "completed"));

  const final = traffic.of("transcript_final").at(-1)!;
  expect(wordErrorRate(clip.text, final.text), final.text).toBeLessThanOrEqual(0.1);
  const firstPartial = traffic.received.find(({ event }) => event.type === "transcript_partial");
  const ended = traffic.sent.find(({ message }) => message.type === "control" && message.action === "speech_end")!;
  expect(firstPartial?.at, "a partial comes while the person speaks").toBeLessThan(ended.at);

  const receipts = parseReceipts(await page.evaluate(async () => (await fetch("/api/v1/receipts")).json()));
  const { steps } = receipts![0]!;
  expect(Object.keys(steps)).toEqual(["final_text", "first_token", "first_audio", "audible"]);
  const started = traffic.sent
    .map(({ message }) => message)
    .findLast((message) => message.type === "playback" && message.state === "started");
  expect(started).toMatchObject({ audible_ms: expect.closeTo(steps.audible!, -1) });
  expect(steps.audible).toBeGreaterThan(steps.final_text!);

  // What left the loudspeaker is heard again by the same recogniser.
  const answer = traffic.of("assistant_text_final").at(-1)!;
  // The relay ends the turn with the last credit; the probe shows the closed mouth up to 50 ms later.
  await expect(page.locator("[data-mouth]")).toHaveAttribute("data-mouth", /^0(\.0+)?$/);
  const heard = await heardFrom(page);
  const stt = createEmbeddedStt({ weightsDirectory: WEIGHTS });
  const { signal } = new AbortController();
  await stt.prepare(signal);
  const pcm = await page.evaluate(
    async ({ samples, rate }) => {
      const offline = new OfflineAudioContext(1, Math.ceil((samples.length / rate) * 16_000), 16_000);
      const buffer = offline.createBuffer(1, samples.length, rate);
      buffer.copyToChannel(Float32Array.from(samples), 0);
      const source = new AudioBufferSourceNode(offline, { buffer });
      source.connect(offline.destination);
      source.start();
      return Array.from((await offline.startRendering()).getChannelData(0));
    },
    { samples: Array.from(heard.pcm), rate: heard.sampleRateHz },
  );
  const again = await stt.transcribe({ pcm: Float32Array.from(pcm), language: "en-US", final: true }, signal);
  await stt.close();
  expect(wordErrorRate(answer.text, again.text), again.text).toBeLessThanOrEqual(0.2);

  // The mouth is open only while there is sound, within the 60 ms of a frame and the probe's 50 ms.
  const loudNear = (at: number): boolean => {
    for (let t = at - 0.25; t <= at + 0.15; t += 0.02) if (heard.levelDbfs(t) > -50) return true;
    return false;
  };
  const open = heard.mouth.filter((sample) => sample.open > 0.05);
  expect(open.length).toBeGreaterThan(5);
  expect(open.filter(({ at }) => !loudNear(at))).toEqual([]);
  expect(heard.mouth.at(-1)?.open).toBe(0);

  // Without the relay the page opens and shows what was said.
  await page.reload();
  await relay.stop();
  await page.reload();
  await page.goto(`${relay.url}/#/history`);
  await expect(page.locator("body")).toContainText(final.text.replace(/\W+$/, ""));
  const stored = await page.evaluate(
    () =>
      new Promise<{ userText: string; assistantText: string; end: string }[]>((resolve, reject) => {
        const opening = indexedDB.open("hisho");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const all = opening.result.transaction("turns").objectStore("turns").getAll();
          all.onsuccess = () => resolve(all.result);
        };
      }),
  );
  expect(stored).toContainEqual(
    expect.objectContaining({ userText: final.text, assistantText: answer.text, end: "completed" }),
  );
  relay = await startRelay();
});

test("talking over the answer stops it, and what was said instead is answered", async () => {
  test.skip(sentences.length === 0, "pocketsphinx-testdata is not installed");
  const [first, second] = [sentences[1], sentences[4]];
  browser = await openBrowser(withPauses([first!.read(), second!.read()], [4, 4, 20]));
  const page = await browser.context.newPage();
  await listenToSpeaker(page);
  const traffic = new Traffic(page);
  await page.goto(`${relay.url}/?probe`);
  await page.locator("[data-mouth]").waitFor({ state: "attached" });
  await page.keyboard.press("Space");
  await traffic.until(() => traffic.of("turn_end").some(({ turn }) => turn === 2));
  const [interrupted, completed] = traffic.of("turn_end");
  expect(interrupted).toMatchObject({ turn: 1, reason: "interrupted" });
  expect(interrupted!.heard_ms).toBeGreaterThan(0);
  expect(completed).toMatchObject({ turn: 2, reason: "completed" });
  const said = traffic.of("transcript_final").find(({ turn }) => turn === 2)!;
  expect(wordErrorRate(second!.text, said.text), said.text).toBeLessThanOrEqual(0.2);
  const cut = traffic.of("assistant_text_final").find(({ turn, full_text }) => turn === 1 && full_text !== undefined)!;
  expect(cut.full_text!.length).toBeGreaterThan(cut.text.length);
});
