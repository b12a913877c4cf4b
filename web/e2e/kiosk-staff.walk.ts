/** What the operator of a reception screen does at it: the passcode, the opening hours, the camera that wakes it. */
import { pbkdf2Sync } from "node:crypto";
import { expect, type Page, test } from "@playwright/test";
import { openKiosk, until } from "./kiosk-visits.ts";
import type { SpokenTo } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

declare global {
  interface Window {
    /** The wall clock is so much ahead, ms. */
    ahead: number;
    camera: { tracks: MediaStreamTrack[]; sizes: string[] };
  }
}

const SALT = "0123456789abcdef0123456789abcdef";
const RIGHT = "2468";
const passcode = {
  salt: SALT,
  hash: pbkdf2Sync(RIGHT, Buffer.from(SALT, "hex"), 1, 32, "sha256").toString("hex"),
  iterations: 1,
};
const HOUR_MS = 3_600_000;
/** 32 by 24 pixels in grey; what is said to a visitor is asked for with less. */
const LEAST_PICTURE_BYTES = 768;

let relay: RunningRelay;
let browser: SpokenTo;
// Greetings and goodbyes are waited for as long as they are said.
test.slow();
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
test.afterEach(() => browser.close());

/** Runs in the page before anything of it: a wall clock that only a test moves, while timers run as ever. */
function movableClock(): void {
  if (location.protocol === "about:") return;
  window.ahead = 0;
  const Real = Date;
  const stands = Number(sessionStorage.getItem("stands") ?? Real.now());
  sessionStorage.setItem("stands", String(stands));
  const now = (): number => stands + window.ahead;
  window.Date = new Proxy(Real, {
    construct: (target, given) => Reflect.construct(target, given.length === 0 ? [now()] : given),
    get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
  });
}

/** Puts the page's wall clock so much ahead. */
const ahead = (page: Page, ms: number): Promise<void> =>
  page.evaluate((by) => {
    window.ahead = by;
  }, ms);

const press = async (page: Page, digits: string): Promise<void> => {
  const pad = page.getByRole("dialog");
  for (const digit of digits) await pad.getByRole("button", { name: digit, exact: true }).click();
  await pad.getByRole("button", { name: "Enter", exact: true }).click();
};

test("only the passcode leads out, wrong ones have to wait, and the operator may end it", async () => {
  const opened = await openKiosk(relay, { pace: 1, settings: { passcode }, prepare: movableClock });
  browser = opened.browser;
  const { page } = opened;
  const staff = page.getByRole("button", { name: "Staff" });

  // Neither an address nor a reload leads anywhere else.
  await page.goto(`${page.url()}#/history`);
  await page.reload();
  await until(page, "attract");
  await expect(page.getByRole("heading", { name: "History" })).toHaveCount(0);

  await staff.click();
  await expect(page.getByRole("dialog", { name: "Enter the passcode" })).toBeVisible();
  await until(page, "attract");
  const refused = page.getByRole("dialog").getByRole("alert");
  await press(page, "1111");
  await expect(refused).toHaveText("That is not the passcode.");
  await press(page, "2222");
  await page.keyboard.type("3333");
  await page.getByRole("dialog").getByRole("button", { name: "Enter", exact: true }).click();
  await expect(refused).toHaveText(/Please wait 5 s\.$/);
  await press(page, RIGHT);
  await expect(refused).toHaveText(/Please wait [1-5] s\.$/);
  // Loading the page anew does not begin the count again.
  await page.reload();
  await until(page, "attract");
  await staff.click();
  await press(page, RIGHT);
  await expect(refused).toHaveText(/Please wait [1-5] s\.$/);
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect(page.getByRole("dialog")).toHaveCount(0);

  await staff.click();
  await ahead(page, 10_000);
  await press(page, RIGHT);
  await expect(page.getByRole("button", { name: "Stop being a reception screen" })).toBeVisible();
  await page.getByText("Clear here", { exact: true }).click();
  await expect(page.getByText("Each is cleared from this device when it ends. The server’s copy stays.")).toBeVisible();
  await page.getByText("Clear everywhere", { exact: true }).click();
  await expect(page.getByText(/^Each is cleared from this device and from the server/)).toBeVisible();
  await page.getByText("Keep", { exact: true }).click();
  await expect(page.getByText("They stay in the history. The next visitor does not see them.")).toBeVisible();

  await page.getByRole("button", { name: "Start the reception screen" }).click();
  await until(page, "attract");
  await staff.click();
  await press(page, RIGHT);
  await page.getByRole("button", { name: "Stop being a reception screen" }).click();
  await page.goto(relay.url);
  await expect(page.locator(".talk")).toBeVisible();
});

test("it sleeps outside opening hours, says when it is back, and wakes by itself", async () => {
  const { hour, minute } = await openedAt();
  const clock = (h: number): number => ((hour + h + 24) % 24) * 60 + minute;
  const opened = await openKiosk(relay, {
    settings: { passcode, hours: { opens: clock(-1), closes: clock(2) } },
    prepare: movableClock,
  });
  browser = opened.browser;
  const { page } = opened;
  const opens = `${String(Math.floor(clock(-1) / 60)).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
  await ahead(page, 3 * HOUR_MS);
  await until(page, "asleep");
  await expect(page.getByText(`I will be back at ${opens}.`)).toBeVisible();
  await expect(page.locator("p:lang(ja)")).toContainText(opens);
  await page.locator("main").click({ position: { x: 20, y: 20 } });
  await expect(page.getByRole("img", { name: "Asleep" })).toBeVisible();
  // A visitor at closing time is served to the end.
  await ahead(page, 24 * HOUR_MS);
  await until(page, "attract");
  await page.getByRole("heading", { level: 1 }).click();
  await page.getByRole("heading", { level: 1 }).waitFor({ state: "detached" });
  await ahead(page, 27 * HOUR_MS);
  await until(page, "goodbye");
  await until(page, "asleep");
  // The operator is let in by night, too.
  await page.getByRole("button", { name: "Staff" }).click();
  await press(page, RIGHT);
  await expect(page.getByRole("button", { name: "Stop being a reception screen" })).toBeVisible();
});

/** The hour and minute in the browsers' time zone. */
async function openedAt(): Promise<{ hour: number; minute: number }> {
  const parts = new Intl.DateTimeFormat("en", {
    hour: "numeric",
    minute: "numeric",
    hourCycle: "h23",
    timeZone: "Asia/Tokyo",
  }).formatToParts(new Date());
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  return { hour: part("hour"), minute: part("minute") };
}

/** Runs in the page: which cameras were opened, and how large what left the page for a thread was. */
function watchCamera(): void {
  const seen: Window["camera"] = { tracks: [], sizes: [] };
  window.camera = seen;
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    const stream = await ask(wanted);
    seen.tracks.push(...stream.getVideoTracks());
    return stream;
  };
  const post = Worker.prototype.postMessage as (message: unknown, transfer: Transferable[]) => void;
  Worker.prototype.postMessage = function (this: Worker, message: unknown, transfer: Transferable[]) {
    if (message instanceof ImageBitmap) seen.sizes.push(`${message.width}x${message.height}`);
    post.call(this, message, transfer);
  } as typeof Worker.prototype.postMessage;
}

test("movement in front of the camera wakes it without a touch, and no picture is sent or kept", async () => {
  const sent: string[] = [];
  const opened = await openKiosk(relay, { pace: 1, settings: { camera: true }, prepare: watchCamera });
  browser = opened.browser;
  const { page } = opened;
  page.on("request", (request) => {
    const bytes = request.postDataBuffer()?.length ?? 0;
    if (bytes >= LEAST_PICTURE_BYTES) sent.push(`${bytes} bytes to ${request.url()}`);
  });
  page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => typeof payload !== "string" && sent.push(`${payload.length} bytes`)),
  );
  await page.reload();
  await expect(page.getByText("I only notice movement. No picture is kept")).toBeVisible();
  // Chromium's own camera shows something that goes round and round.
  await expect(page.locator("main")).toHaveAttribute("data-at", /greeting|talking/);
  await expect(page.getByText("Hello. How can I help you?")).toBeVisible();
  const seen = await page.evaluate(() => ({
    sizes: [...new Set(window.camera.sizes)],
    states: window.camera.tracks.map(({ readyState }) => readyState),
  }));
  expect(seen.sizes).toEqual(["32x24"]);
  // Its sign goes out while somebody is served.
  expect(seen.states.length).toBeGreaterThan(0);
  expect(new Set(seen.states)).toEqual(new Set(["ended"]));
  expect(sent).toEqual([]);
  const kept = await page.evaluate(async () => ({
    local: Object.values(localStorage).join("").includes("image"),
    caches: (await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys())))
      .flat()
      .filter(({ url }) => /blob:|data:/.test(url)).length,
  }));
  expect(kept).toEqual({ local: false, caches: 0 });
});

/** Runs in the page: somebody has said no to the camera, and yes to the microphone. */
function refuseCamera(): void {
  const { mediaDevices } = navigator;
  const ask = mediaDevices.getUserMedia.bind(mediaDevices);
  mediaDevices.getUserMedia = async (wanted) => {
    if (wanted?.video) throw new DOMException("Permission denied", "NotAllowedError");
    return ask(wanted);
  };
}

test("a camera that is refused is said, and the screen waits for voice and touch", async () => {
  const opened = await openKiosk(relay, { pace: 1, settings: { camera: true }, prepare: refuseCamera });
  browser = opened.browser;
  const { page } = opened;
  await expect(page.getByText("The camera is off")).toBeVisible();
  await page.getByRole("heading", { level: 1 }).click();
  await expect(page.getByText("Hello. How can I help you?")).toBeVisible();
});
