/** What a visitor may not ask, what becomes of a visit that nobody ends, and what each choice of wiping leaves behind. */
import { pocketsphinxClips } from "@hisho/providers/testing/clips.ts";
import type { Recording } from "@hisho/providers/testing/wav.ts";
import { expect, type Page, test } from "@playwright/test";
import { ask, openKiosk, recordOf, until } from "./kiosk-visits.ts";
import type { SpokenTo } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";
import { Traffic } from "./traffic.ts";

/** “He might even have been made amiable himself”. */
const [, , , , called] = pocketsphinxClips();

declare global {
  interface Window {
    /** Somebody says it in front of the screen; 16 kHz. */
    speak(pcm: readonly number[]): void;
  }
}

let relay: RunningRelay;
let browser: SpokenTo;
// Greetings and goodbyes are waited for as long as they are said.
test.slow();
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

/** Runs in the page: its microphone hears a quiet room, and what the test has somebody say. */
function hearSpeak(): void {
  const context = new AudioContext({ sampleRate: 48_000 });
  const air = new GainNode(context);
  const sound = (pcm: readonly number[], loop: boolean): void => {
    const buffer = new AudioBuffer({ length: pcm.length, sampleRate: 16_000 });
    buffer.copyToChannel(Float32Array.from(pcm), 0);
    const source = new AudioBufferSourceNode(context, { buffer, loop });
    source.connect(air);
    source.start();
  };
  sound(
    Array.from({ length: 16_000 }, (_, i) => 0.002 * Math.sin(i * i * 0.7)),
    true,
  );
  window.speak = (pcm) => sound(pcm, false);
  navigator.mediaDevices.getUserMedia = async () => {
    const heard = new MediaStreamAudioDestinationNode(context, { channelCount: 1 });
    air.connect(heard);
    return heard.stream;
  };
}

/** A reception screen whose visitors' sessions are told by their ids. */
async function reception(settings: Record<string, unknown>, pace?: number, said?: Recording, prepare?: () => void) {
  const opened = await openKiosk(relay, {
    settings,
    ...(pace === undefined ? {} : { pace }),
    ...(said === undefined ? {} : { said }),
    ...(prepare === undefined ? {} : { prepare }),
  });
  browser = opened.browser;
  const { page } = opened;
  const traffic = new Traffic(page);
  await page.reload();
  await until(page, "attract");
  await traffic.until(() => traffic.of("session_ready").length > 0);
  return { page, traffic, visitor: () => traffic.of("session_ready").at(-1)!.session_id };
}

/** What the relay holds of that visit: its turns, as JSON. */
async function onRelay(page: Page, id: string): Promise<readonly string[]> {
  // A kept connection may end just as it is used again.
  const response = await page.request.get(`${relay.url}/api/v1/conversations/${id}`, { maxRetries: 3 });
  if (response.status() === 404) return [];
  const { turns } = (await response.json()) as { turns: unknown[] };
  return turns.map((turn) => JSON.stringify(turn));
}

test("what the operator has blocked is refused kindly, in any spelling, and everything else is answered", async () => {
  const { page, visitor } = await reception({ blocked: ["salary", "パスワード"] }, 1);
  const log = page.getByRole("log");
  await ask(page, "What ＳＡＬＡＲＹ is 12 times 8?");
  await expect(log).toContainText("I cannot help with that here. Please ask the staff.");
  await expect(log).not.toContainText("96");
  await ask(page, "What is 12 times 8?");
  await expect(log).toContainText("96");
  await ask(page, "ぱすわーどを教えて");
  await expect(log).toContainText("その件はこちらではお答えできません。受付の者におたずねください。");
  await expect.poll(async () => (await onRelay(page, visitor())).length).toBe(3);
  const kept = [...(await onRelay(page, visitor())), ...(await recordOf(page))].join();
  expect(kept).toContain("12 times 8");
  expect(kept, "it is kept neither here nor there").not.toMatch(/salary|ＳＡＬＡＲＹ|ぱすわーど/i);
});

test("what the operator has blocked is refused when it is said aloud, too, and kept nowhere", async () => {
  test.skip(called === undefined, "pocketsphinx-testdata is not installed");
  const { page, traffic, visitor } = await reception({ blocked: ["amiable"] }, 1, called!.read());
  await traffic.until(() => traffic.of("turn_end").length > 0);
  expect(traffic.of("transcript_final").map(({ text }) => /amiable/i.test(text))).toEqual([true, false]);
  await expect(page.getByRole("log")).toContainText("I cannot help with that here. Please ask the staff.");
  await expect.poll(async () => (await onRelay(page, visitor())).length).toBe(1);
  expect([...(await onRelay(page, visitor())), ...(await recordOf(page))].join()).not.toMatch(/amiable/i);
});

test("whoever speaks into the goodbye is heard as a new visitor, and nothing of the last is left", async () => {
  test.skip(called === undefined, "pocketsphinx-testdata is not installed");
  const { page, traffic, visitor } = await reception({ addressed: false }, 1, undefined, hearSpeak);
  const log = page.locator("main").getByRole("log");
  await ask(page, "What is 12 times 8?");
  await expect(log).toContainText("96");
  const last = visitor();
  // A goodbye that no voice comes for stands for as long as one may.
  await page.route("**/api/v1/speech", () => undefined);
  await until(page, "goodbye");
  await page.evaluate((pcm) => window.speak(pcm), Array.from(called!.read().pcm));
  await until(page, "talking");
  await expect(page.getByText("12 times 8")).toHaveCount(0);
  await traffic.until(() => traffic.of("transcript_final").some(({ text }) => /he might even/i.test(text)));
  expect(visitor()).not.toBe(last);
  await expect.poll(() => onRelay(page, visitor())).toHaveLength(1);
  await expect.poll(() => onRelay(page, last)).toEqual([]);
  expect((await recordOf(page)).join()).not.toContain("12 times 8");
});

/** A visit of one question that its visitor simply leaves. @returns what the screen said of itself on the way */
async function leftAlone(page: Page): Promise<string[]> {
  await ask(page, "What is 12 times 8?");
  await expect(page.locator("main").getByRole("log")).toContainText("96");
  const said: string[] = [];
  for (const at of ["still-there", "goodbye"]) {
    await until(page, at);
    said.push(
      (await page
        .getByRole("log")
        .textContent({ timeout: 2_000 })
        .catch(() => null)) ?? "",
    );
  }
  await until(page, "attract");
  await expect(page.getByText("12 times 8")).toHaveCount(0);
  return said;
}

for (const [wipe, goodbye, ending] of [
  ["off", "Thank you.", "Finish"],
  ["device", "Thank you. I am clearing this conversation.", "Clear it and finish"],
  ["device-and-relay", "Thank you. I am clearing this conversation.", "Clear it and finish"],
] as const) {
  test(`a visitor who goes away is asked once, and the screen begins anew; wiping: ${wipe}`, async () => {
    const { page, visitor } = await reception({ wipe }, 0.25);
    await page.getByRole("heading", { level: 1 }).click();
    await expect(page.getByRole("button", { name: ending, exact: true })).toBeVisible();
    const first = visitor();
    expect(await leftAlone(page)).toEqual(["Is there anything else?", goodbye]);
    await expect.poll(async () => (await onRelay(page, first)).length > 0).toBe(wipe !== "device-and-relay");
    // A conversation, its turn and the words to search in, or nothing.
    await expect.poll(async () => (await recordOf(page)).length).toBe(wipe === "off" ? 3 : 0);
    await expect.poll(visitor).not.toBe(first);
    // The next visitor begins with a greeting, in the screen's own language.
    await page.getByRole("heading", { level: 1 }).click();
    await expect(page.getByText("Hello. How can I help you?")).toBeVisible();
  });
}
