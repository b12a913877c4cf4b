/**
 * Notifications of the system in Chromium: of the page out of sight, and of a push to the service worker, which the
 * browser's own protocol delivers in the place of the maker's server. The relay is the one of `npm start`.
 */
import { createECDH, createHash } from "node:crypto";
import { type CDPSession, expect, type Page, test } from "@playwright/test";
import { openBrowser, type SpokenTo, WITHOUT_FIGURE } from "./microphone.ts";
import { type RunningRelay, startRelay } from "./relay.ts";

const ZONE = "Asia/Tokyo";
/** The public key of a browser that is pushed to; nothing is sealed for it here. */
const P256DH = createECDH("prime256v1").generateKeys("base64url");

let relay: RunningRelay;
let browser: SpokenTo;
let page: Page;
test.beforeAll(async () => {
  relay = await startRelay();
});
test.afterAll(() => relay.stop());
/** A page in a browser that gives these leaves, and refuses every other. */
async function open(permissions: string[]): Promise<void> {
  browser = await openBrowser(undefined, { flags: WITHOUT_FIGURE, context: { permissions, timezoneId: ZONE } });
  page = await browser.context.newPage();
}
test.afterEach(() => browser.close());

interface Seen {
  title: string;
  body: string;
  item: string;
  actions: string[];
}

/** The notifications that the system has of the app. */
const seen = (): Promise<Seen[]> =>
  page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map((notification) => ({
      title: notification.title,
      body: notification.body,
      item: (notification.data as { item: string }).item,
      actions: (notification as Notification & { actions: { title: string }[] }).actions.map(({ title }) => title),
    }));
  });

/** A push for this page's service worker, as it comes out of the browser's unsealing. */
async function push(message: object): Promise<void> {
  const devtools: CDPSession = await browser.context.newCDPSession(page);
  const registered = new Promise<string>((resolve) => {
    devtools.on("ServiceWorker.workerRegistrationUpdated", ({ registrations }) => {
      const [first] = registrations;
      if (first !== undefined) resolve(first.registrationId);
    });
  });
  await devtools.send("ServiceWorker.enable");
  const registrationId = await registered;
  await devtools.send("ServiceWorker.deliverPushMessage", {
    origin: new URL(relay.url).origin,
    registrationId,
    data: JSON.stringify(message),
  });
}

/** The tap itself is the system's; from there on it is the service worker's own script. @returns what it would open */
async function tap(action = ""): Promise<string[]> {
  const [worker] = browser.context.serviceWorkers();
  return worker!.evaluate(async (chosen) => {
    interface Scope {
      registration: ServiceWorkerRegistration;
      clients: { openWindow(url: string): Promise<unknown> };
      dispatchEvent(event: Event): boolean;
      NotificationEvent: new (type: string, init: object) => Event;
    }
    const scope = globalThis as unknown as Scope;
    const opened: string[] = [];
    scope.clients.openWindow = async (url) => void opened.push(url);
    const [notification] = await scope.registration.getNotifications();
    const event = new scope.NotificationEvent("notificationclick", { notification, action: chosen });
    // A browser opens windows for a person's own tap alone; what was asked of it until then is what is looked at.
    await new Promise((resolve) => {
      Object.assign(event, { waitUntil: (work: Promise<void>) => void work.catch(() => undefined).then(resolve) });
      scope.dispatchEvent(event);
    });
    return opened;
  }, action);
}

/** Runs in the page. The maker's server gives subscriptions; there is none on this machine. */
function keepSubscription(): void {
  const KEPT = "subscribed";
  if (location.protocol === "about:") return;
  const bytes = (text: string): ArrayBuffer =>
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0)).buffer;
  const subscription = async (): Promise<unknown> => {
    const kept = localStorage.getItem(KEPT);
    if (kept === null) return null;
    const { endpoint, p256dh, key } = JSON.parse(kept) as { endpoint: string; p256dh: string; key: string };
    return {
      endpoint,
      options: { applicationServerKey: bytes(key) },
      toJSON: () => ({ endpoint, keys: { p256dh, auth: `${"a".repeat(21)}A` } }),
      unsubscribe: async () => {
        localStorage.removeItem(KEPT);
        return true;
      },
    };
  };
  Object.assign(PushManager.prototype, {
    getSubscription: subscription,
    async subscribe({ applicationServerKey }: { applicationServerKey: string }) {
      const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
      const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
      const p256dh = btoa(String.fromCharCode(...raw))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replace(/=+$/, "");
      const endpoint = "https://push.example/walk";
      localStorage.setItem(KEPT, JSON.stringify({ endpoint, p256dh, key: applicationServerKey }));
      return subscription();
    },
  });
}

const told = async (): Promise<{ id: string; service: string }[]> =>
  ((await (await fetch(`${relay.url}/api/v1/push/subscriptions`)).json()) as { subscriptions: never[] }).subscriptions;

const message = (item: string, dueAt: Date) => ({
  title: "Reminder",
  body: "Here is your reminder: call Sato.",
  item,
  due_at: dueAt.toISOString(),
  done: "Done",
  later: "In 10 min",
});

async function remind(text: string, dueAt: Date): Promise<string> {
  const body = JSON.stringify({ kind: "reminder", text, language: "en-US", due_at: dueAt.toISOString() });
  const response = await fetch(`${relay.url}/api/v1/desk`, { method: "POST", body });
  expect(response.status).toBe(201);
  return ((await response.json()) as { id: string }).id;
}

const desk = async (id: string): Promise<{ done_at: string | null; rung_at: string | null } | undefined> => {
  const { items } = (await (await fetch(`${relay.url}/api/v1/desk`)).json()) as {
    items: { id: string; done_at: string | null; rung_at: string | null }[];
  };
  return items.find((item) => item.id === id);
};

test("a push is shown by the system, answered there, and a tap opens the reminder's day", async () => {
  await open(["microphone", "notifications"]);
  await page.goto(relay.url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const due = new Date(Date.now() + 3_600_000);
  const item = await remind("call Sato", due);
  await push(message(item, due));
  await expect
    .poll(seen)
    .toEqual([{ title: "Reminder", body: "Here is your reminder: call Sato.", item, actions: ["Done", "In 10 min"] }]);
  await tap();
  await expect(page).toHaveURL(/#\/agenda\/\d{4}-\d{2}-\d{2}$/);
  await page.goto(`${relay.url}/#/agenda/${due.toLocaleDateString("sv", { timeZone: ZONE })}`);
  await expect(page.getByRole("button", { name: /call Sato/ })).toBeVisible();
  await expect.poll(seen).toEqual([]);
  await push(message(item, due));
  await expect.poll(async () => (await seen()).length).toBe(1);
  await tap("done");
  await expect.poll(async () => (await desk(item))?.done_at ?? null).not.toBe(null);

  await push(message(item, due));
  await expect.poll(async () => (await seen()).length).toBe(1);
  await page.goto("about:blank");
  const [opened = ""] = await tap();
  expect(opened).toMatch(/^\/#\/agenda\/\d{4}-\d{2}-\d{2}$/);
  await page.goto(relay.url + opened);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test("what rings while the page is out of sight is one notification, told by the page and by a push", async () => {
  await open(["microphone", "notifications"]);
  await page.addInitScript(() => {
    const settings = { welcomed: true, alerts: true };
    if (location.protocol !== "about:") localStorage.setItem("hisho.settings", JSON.stringify(settings));
    // A browser without a screen never puts a page out of sight.
    Object.defineProperty(document, "hidden", { get: () => true });
  });
  await page.goto(relay.url);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const due = new Date(Date.now() + 2_000);
  const item = await remind("water the plants", due);
  await expect.poll(seen).toMatchObject([{ title: "Reminder", body: /water the plants/, item }]);
  expect((await desk(item))?.rung_at).not.toBe(null);
  await push(message(item, due));
  await expect.poll(seen).toMatchObject([{ body: "Here is your reminder: call Sato.", item }]);
});

test("a device is told while the app is closed by its person's choice alone, and no more where another takes it back", async () => {
  await open(["microphone", "notifications"]);
  await page.addInitScript(keepSubscription);
  await page.goto(`${relay.url}/#/settings/alerts`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const choice = page.getByRole("switch", { name: /Reach this device when closed/ });
  await expect(choice).not.toBeChecked();
  expect(await told()).toEqual([]);
  await choice.click();
  await expect(choice).toBeChecked();
  await expect(page.getByText("This device", { exact: true })).toBeVisible();
  await expect(page.getByText(/by push\.example/)).toBeVisible();
  const [{ id } = { id: "" }] = await told();
  await choice.click();
  await expect(choice).not.toBeChecked();
  await expect.poll(told).toEqual([]);
  await choice.click();
  await expect(choice).toBeChecked();
  // Another device takes it back: this one finds it at its next visit.
  expect((await fetch(`${relay.url}/api/v1/push/subscriptions/${id}`, { method: "DELETE" })).status).toBe(204);
  await page.reload();
  await expect.poll(() => page.evaluate(() => localStorage.getItem("subscribed"))).toBe(null);
  await page.reload();
  await expect(choice).not.toBeChecked();
});

test("a subscription that the browser ends while no page is open is replaced at the relay, with the same key", async () => {
  const token = "open-sesame-open-sesame";
  const strict = await startRelay({ RELAY_TOKEN: token });
  try {
    const headers = { Authorization: `Bearer ${token}` };
    const atRelay = async (path: string) => (await fetch(`${strict.url}/api/v1/push/${path}`, { headers })).json();
    await open(["microphone", "notifications"]);
    await page.addInitScript(keepSubscription);
    await page.addInitScript((known) => {
      if (location.protocol !== "about:") {
        localStorage.setItem("hisho.settings", JSON.stringify({ welcomed: true, token: known }));
      }
    }, token);
    await page.goto(`${strict.url}/#/settings/alerts`);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const choice = page.getByRole("switch", { name: /Reach this device when closed/ });
    await choice.click();
    await expect(choice).toBeChecked();
    const before = (await atRelay("subscriptions")) as { subscriptions: { id: string }[] };
    expect(before.subscriptions).toHaveLength(1);
    await page.goto("about:blank");

    const [worker] = browser.context.serviceWorkers();
    const key = await worker!.evaluate(async (p256dh) => {
      const asked: unknown[] = [];
      const subscription = {
        toJSON: () => ({ endpoint: "https://push.example/anew", keys: { p256dh, auth: `${"a".repeat(21)}A` } }),
      };
      Object.assign(PushManager.prototype, {
        getSubscription: async () => null,
        async subscribe({ applicationServerKey }: { applicationServerKey: string }) {
          asked.push(applicationServerKey);
          return subscription;
        },
      });
      const event = Object.assign(new Event("pushsubscriptionchange"), {
        oldSubscription: null,
        newSubscription: null,
      });
      await new Promise((resolve) => {
        Object.assign(event, { waitUntil: (work: Promise<void>) => void work.catch(() => undefined).then(resolve) });
        dispatchEvent(event);
      });
      return asked;
    }, P256DH);
    expect(key).toEqual([((await atRelay("key")) as { key: string }).key]);
    const id = createHash("sha256").update("https://push.example/anew").digest("hex");
    expect(await atRelay("subscriptions")).toMatchObject({ subscriptions: [{ id, service: "push.example" }] });
  } finally {
    await strict.stop();
  }
});

test("a browser that refuses notifications is told what to do, and subscribes nothing", async () => {
  await open(["microphone"]);
  await page.goto(`${relay.url}/#/settings/alerts`);
  const choice = page.getByRole("switch", { name: /Reach this device when closed/ });
  await choice.click();
  const closed = page.getByRole("region", { name: "When the app is closed, too" });
  await expect(closed.getByText(/The browser blocks notifications\. Allow them/)).toBeVisible();
  await expect(choice).not.toBeChecked();
  expect(await told()).toEqual([]);
});
