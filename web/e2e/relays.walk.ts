/** Two relays behind one address: the page goes on at the other one when the one that answers it is killed. */
import { decodeFrame } from "@hisho/protocol";
import { expect, test } from "@playwright/test";
import { HAS_POSTGRES } from "../../relay/tests/postgres-server.ts";
import { HAS_REDIS } from "../../relay/tests/redis-server.ts";
import { type Rig, startRig } from "../../relay/tests/relays/rig.ts";
import { answerTo } from "../../relay/tests/relays/script.ts";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { Traffic } from "./traffic.ts";
import { type } from "./typing.ts";

const QUESTION = "how the day was";
/** About a second of an answer that takes eight to say. */
const HEARD_FRAMES = 25;

test.skip(
  !HAS_POSTGRES || !HAS_REDIS,
  "PostgreSQL and Redis are not both installed (Debian: postgresql, redis-server)",
);

let rig: Rig;
let browser: SpokenTo;

test.beforeAll(async () => {
  rig = await startRig();
});
test.afterAll(() => rig.close());
test.afterEach(() => browser.close());

test("an answer is heard to its end when the relay that speaks it is killed", async () => {
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE });
  const page = await browser.context.newPage();
  const traffic = new Traffic(page);
  const sequences: number[] = [];
  page.on("websocket", (socket) => {
    socket.on("framereceived", ({ payload }) => {
      if (typeof payload !== "string") sequences.push(decodeFrame(payload, "assistant").sequence);
    });
  });
  await page.goto(rig.url.replace(/^ws/, "http"));
  await type(page, QUESTION);
  await expect.poll(() => sequences.length).toBeGreaterThan(HEARD_FRAMES);
  await rig.end("SIGKILL");
  await traffic.until(() => traffic.of("turn_end").length > 0);
  expect(traffic.of("session_ready").map(({ resumed }) => resumed)).toEqual([false, true]);
  expect(traffic.of("turn_end").map(({ reason }) => reason)).toEqual(["completed"]);
  const unique = [...new Set(sequences)];
  expect(unique).toEqual(unique.map((_, index) => index));
  expect(traffic.of("assistant_audio_end").at(-1)?.frames).toBe(unique.length);
  await expect(page.locator(".caption")).toContainText("This is the fourth sentence that I have for you");
  const [{ session_id: session } = { session_id: "" }] = traffic.of("session_ready");
  const kept = await rig.store.conversation(session);
  expect(kept.map(({ userText, assistantText }) => [userText, assistantText])).toEqual([
    [QUESTION, answerTo(QUESTION)],
  ]);
});
