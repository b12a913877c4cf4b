import { readFile } from "node:fs/promises";
import vm from "node:vm";
import { expect, it } from "vitest";
import { CATALOGUES } from "../strings/catalogue.ts";
import { type AlertParts, createAlerts } from "./alerts.ts";
import { changeFor, takeAlertAnswers } from "./answers.ts";

const ALARM = { item: "i1", kind: "reminder", text: "お時間です。「会議」" } as const;
const NOW = new Date("2026-01-01T09:00:00Z");

async function shown(change: Partial<AlertParts>): Promise<[string, NotificationOptions | undefined][]> {
  const told: [string, NotificationOptions | undefined][] = [];
  const registration = {
    showNotification: async (title: string, options?: NotificationOptions) => void told.push([title, options]),
  };
  createAlerts({
    isOn: () => true,
    isHidden: () => true,
    permission: () => "granted",
    words: () => CATALOGUES.ja.alerts,
    now: () => NOW,
    worker: async () => registration,
    ...change,
  }).show(ALARM);
  await new Promise((resolve) => setImmediate(resolve));
  return told;
}

it("shows what rings where nobody sees the page, with its answers in the person's language", async () => {
  const [[title, options] = []] = await shown({});
  expect(title).toBe("リマインダー");
  expect(options).toMatchObject({ body: ALARM.text, tag: "i1", data: { item: "i1", due_at: NOW.toISOString() } });
  expect(options).toMatchObject({ actions: [{ title: "済みました" }, { title: "10分後" }] });
});

it.each<[string, Partial<AlertParts>]>([
  ["in sight", { isHidden: () => false }],
  ["not chosen", { isOn: () => false }],
  ["not permitted", { permission: () => "denied" }],
  ["without a service worker", { worker: async () => null }],
])("shows nothing %s", async (_, change) => {
  expect(await shown(change)).toEqual([]);
});

/** What a service worker has besides pages and notifications. */
interface Surroundings {
  /** What the relay was told last; undefined where the person has chosen no pushes. */
  told?: object;
  /** Of the POST to the relay. */
  status?: number;
  /** The browser gives another subscription. */
  subscribes?: boolean;
}

const subscriptionAt = (endpoint: string) => ({
  endpoint,
  toJSON: () => ({ endpoint, expirationTime: null, keys: { p256dh: "P", auth: "A" } }),
});

/** The service worker's own script, with clients and a registration that write down what happens to them. */
async function worker(
  pages: string[] = [],
  shownBefore: { tag: string; data: unknown }[] | null = [],
  { told: known, status = 201, subscribes = true }: Surroundings = {},
) {
  const told: string[] = [];
  const record = new Map(known === undefined ? [] : [["/push/told", JSON.stringify(known)]]);
  const notified: [string, NotificationOptions][] = [];
  const listeners: Record<string, (event: object) => void> = {};
  const clients = pages.map((url) => ({
    url,
    focus: async () => told.push(`focus ${url}`),
    postMessage: (message: unknown) => told.push(JSON.stringify(message)),
  }));
  vm.runInNewContext(await readFile(new URL("../../../public/alerts.js", import.meta.url), "utf8"), {
    URL,
    URLSearchParams,
    Response,
    caches: {
      open: async () => ({
        match: async (key: string) => (record.has(key) ? new Response(record.get(key)) : undefined),
        put: async (key: string, response: Response) => void record.set(key, await response.text()),
      }),
    },
    fetch: async (url: string, { method, headers, body = "" }: RequestInit & { headers: Record<string, string> }) => {
      told.push(`${method} ${url} ${headers.Authorization ?? "nobody"} ${String(body)}`.trim());
      if (status === 0) throw new TypeError("away");
      return method === "POST" ? Response.json({ id: "new" }, { status }) : new Response(null, { status: 204 });
    },
    self: {
      addEventListener: (name: string, listener: (event: object) => void) => {
        listeners[name] = listener;
      },
      clients: { matchAll: async () => clients, openWindow: async (url: string) => told.push(`open ${url}`) },
      registration: {
        showNotification: async (title: string, options: NotificationOptions) => notified.push([title, options]),
        getNotifications: async ({ tag }: { tag: string }) => {
          if (shownBefore === null) throw new TypeError("it does not say");
          return shownBefore.filter((one) => one.tag === tag);
        },
        pushManager: {
          getSubscription: async () => null,
          subscribe: async ({ applicationServerKey, userVisibleOnly }: PushSubscriptionOptionsInit) => {
            told.push(`subscribe ${String(applicationServerKey)} ${String(userVisibleOnly)}`);
            if (!subscribes) throw new DOMException("", "NotAllowedError");
            return subscriptionAt("https://push.example/anew");
          },
        },
      },
    },
  });
  const send = async (name: string, event: object): Promise<void> => {
    let done: Promise<void> = Promise.resolve();
    const waitUntil = (promise: Promise<void>): void => {
      done = promise;
    };
    listeners[name]?.({ ...event, waitUntil });
    await done;
  };
  return { told, notified, send, known: () => JSON.parse(record.get("/push/told") ?? "null") as unknown };
}

async function clicked(
  action: string,
  pages: string[],
  data: unknown = { item: "i1", due_at: null },
): Promise<string[]> {
  const { told, send } = await worker(pages);
  await send("notificationclick", { action, notification: { close: () => told.push("close"), data } });
  return told;
}

async function pushed(
  text: string,
  shownBefore?: { tag: string; data: unknown }[] | null,
): Promise<[string, NotificationOptions][]> {
  const { notified, send } = await worker([], shownBefore);
  await send("push", { data: { json: () => JSON.parse(text) as unknown } });
  return notified;
}

it("shows a push as it shows what rings while the app is open", async () => {
  // As relay/tests/push.test.ts opens it.
  const { done, later, titles } = CATALOGUES.ja.alerts;
  const message = {
    title: titles.reminder,
    body: "お知らせです。会議。",
    item: "i1",
    due_at: NOW.toISOString(),
    rings_at: NOW.toISOString(),
    done,
    later,
  };
  const [[title, options] = []] = await pushed(JSON.stringify(message));
  const [[localTitle, local] = []] = await shown({});
  expect([title, options]).toEqual([localTitle, { ...local, body: "お知らせです。会議。" }]);
});

const rung = (rings_at: unknown, tag = "i1") => ({ tag, data: { item: tag, rings_at } });
it.each([
  ["sounds again: put off", [rung("2026-01-01T08:50:00.000Z")], true],
  ["sounds again: nobody knows for what time it was shown", [rung(undefined)], true],
  ["sounds again: not shown by the app", [{ tag: "i1", data: null }], true],
  ["is the same: shown by a push", [rung(NOW.toISOString())], undefined],
  ["is the same: shown by the page a moment later", [rung("2026-01-01T09:00:01.000Z")], undefined],
  ["is the first of its own", [rung("2026-01-01T08:50:00.000Z", "i2")], undefined],
  ["is shown where the browser does not say what else is", null, undefined],
])("a push over what is shown %s", async (_, before, renotify) => {
  const message = JSON.stringify({ title: "Reminder", item: "i1", rings_at: NOW.toISOString() });
  const [[title, options] = []] = await pushed(message, before);
  expect([title, (options as { renotify?: boolean } | undefined)?.renotify]).toEqual(["Reminder", renotify]);
});

it.each(["", "null", "[]", '"x"', "{", '{"title":1,"item":{},"due_at":[]}', '{"item":"i1","done":"Done"}'])(
  "shows a push of %j, so that the browser lets it go on",
  async (text) => {
    const [[title, options] = []] = await pushed(text);
    expect(title).toBe("Hisho");
    expect(options).toMatchObject({ body: "", actions: [] });
  },
);

it("opens the app on a tap and hands an answer to the page that is open", async () => {
  const page = "https://hisho.test/#/agenda";
  expect(await clicked("", [page])).toEqual(["close", `focus ${page}`]);
  expect(await clicked("", [])).toEqual(["close", "open /"]);
  expect(await clicked("done", ["https://hisho.test/handoff.html", page])).toEqual([
    "close",
    '{"alert":"done","item":"i1"}',
  ]);
  expect(await clicked("later", [])).toEqual(["close", "open /?alert=later&item=i1"]);
  expect(await clicked("", [], null)).toEqual(["close", "open /"]);
});

it("opens a reminder's day", async () => {
  const due = { item: "i1", due_at: new Date(2026, 0, 1, 9).toISOString() };
  const page = "https://hisho.test/#/";
  expect(await clicked("", [], due)).toEqual(["close", "open /#/agenda/2026-01-01"]);
  expect(await clicked("", [page], due)).toEqual(["close", '{"show":"#/agenda/2026-01-01"}', `focus ${page}`]);
  expect(await clicked("done", [], due)).toEqual(["close", "open /?alert=done&item=i1"]);
});

const TOLD = { id: "old", key: "K", token: "t", language: "ko-KR" };
const facts = (endpoint: string) => `{"endpoint":"${endpoint}","keys":{"p256dh":"P","auth":"A"},"language":"ko-KR"}`;

it("puts another subscription in the place of one that the browser has ended", async () => {
  const { told, send, known } = await worker([], [], { told: TOLD });
  await send("pushsubscriptionchange", { oldSubscription: null, newSubscription: null });
  expect(told).toEqual([
    "subscribe K true",
    `POST /api/v1/push/subscriptions Bearer t ${facts("https://push.example/anew")}`,
    "DELETE /api/v1/push/subscriptions/old Bearer t",
  ]);
  expect(known()).toEqual({ ...TOLD, id: "new" });
});

it("tells the relay of the subscription that the browser brings, without a token where there is none", async () => {
  const { told, send } = await worker([], [], { told: { ...TOLD, id: "new", token: "" } });
  await send("pushsubscriptionchange", { newSubscription: subscriptionAt("https://push.example/brought") });
  expect(told).toEqual([`POST /api/v1/push/subscriptions nobody ${facts("https://push.example/brought")}`]);
});

it.each([401, 0])("leaves it to the next visit where the relay does not take it: %i", async (status) => {
  const { told, send, known } = await worker([], [], { told: TOLD, status });
  await send("pushsubscriptionchange", { newSubscription: null }).catch(() => "ended");
  expect(told).toHaveLength(2);
  expect(known()).toEqual(TOLD);
});

it("asks the relay nothing where the browser subscribes no more, and subscribes nobody who has not chosen it", async () => {
  const refused = await worker([], [], { told: TOLD, subscribes: false });
  await refused.send("pushsubscriptionchange", { newSubscription: null }).catch(() => "ended");
  expect(refused.told).toEqual(["subscribe K true"]);
  const unasked = await worker();
  await unasked.send("pushsubscriptionchange", { newSubscription: subscriptionAt("https://push.example/brought") });
  expect(unasked.told).toEqual([]);
});

it("does on the desk what was answered, once", () => {
  const changes: unknown[] = [];
  const worker = new EventTarget();
  const replaced: unknown[] = [];
  const location = { href: "https://hisho.test/?alert=later&item=i1&kiosk=#/agenda", hash: "#/agenda" };
  takeAlertAnswers(
    {
      location,
      history: { replaceState: (_data, _unused, url) => void replaced.push(url) },
    },
    worker as unknown as ServiceWorkerContainer,
    {
      change: async (...change) => {
        changes.push(change);
        return true;
      },
    },
    () => NOW,
  );
  expect(changes).toEqual([["i1", { due_at: "2026-01-01T09:10:00.000Z" }]]);
  expect(replaced).toEqual(["/?kiosk=#/agenda"]);
  for (const data of [null, "x", { alert: "erase", item: "i1" }, { alert: "done", item: "../x" }]) {
    worker.dispatchEvent(new MessageEvent("message", { data }));
  }
  expect(changes).toHaveLength(1);
  worker.dispatchEvent(new MessageEvent("message", { data: { alert: "done", item: "i2" } }));
  expect(changes.at(-1)).toEqual(["i2", { done: true }]);
  for (const [show, hash] of [
    ["#/agenda/2026-01-01", "#/agenda/2026-01-01"],
    ["javascript:alert(1)", "#/"],
  ] as const) {
    worker.dispatchEvent(new MessageEvent("message", { data: { show } }));
    expect(location.hash).toBe(hash);
  }
});

it("says which time of what comes again was answered", () => {
  const now = new Date("2026-11-22T07:01:00Z");
  expect(changeFor("done", "i1", now, "2026-11-22T07:00:00.000Z")?.change).toEqual({
    done: true,
    of: "2026-11-22T07:00:00.000Z",
  });
  expect(changeFor("later", "i1", now, "2026-11-22T07:00:00.000Z")?.change).toEqual({
    due_at: "2026-11-22T07:11:00.000Z",
    of: "2026-11-22T07:00:00.000Z",
  });
  expect(changeFor("done", "i1", now, "yesterday")?.change).toEqual({ done: true });
});
