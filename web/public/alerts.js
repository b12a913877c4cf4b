/**
 * A part of the service worker: pushes (docs/protocol.md, "Push"), subscriptions that the browser ends by itself, and
 * answers to notifications (web/src/ui/alerts). A tap opens the app where the thing stands; an action goes to the page that
 * is open, or opens one that does it.
 */
self.addEventListener("push", (event) => {
  event.waitUntil(show(event.data));
});

/** Each push is shown, whatever is in it: a browser takes the subscription away from whoever shows nothing. */
async function show(data) {
  const { title = "Hisho", body = "", item, due_at, rings_at, done, later } = messageOf(data);
  const actions = [
    { action: "done", title: done },
    { action: "later", title: later },
  ];
  await self.registration.showNotification(title, {
    body,
    icon: "/icons/icon-192.png",
    // The page that is open may have shown the same thing: one notification.
    ...(item === undefined ? {} : { tag: item, data: { item, due_at, rings_at } }),
    ...((await ringsAnew(item, rings_at)) ? { renotify: true } : {}),
    actions: item === undefined || done === undefined || later === undefined ? [] : actions,
  });
}

/** Whether what is shown of the item was for an earlier time, or for none that is known: then it must be heard again. */
async function ringsAnew(item, rings_at) {
  if (item === undefined || rings_at === undefined) return false;
  try {
    const shown = await self.registration.getNotifications({ tag: item });
    return shown.some(({ data }) => !(Date.parse(rings_at) <= Date.parse(data?.rings_at)));
  } catch {
    return false; // a browser that does not say what it shows has to show this all the same
  }
}

/** The fields that are texts; none where it is no message. */
function messageOf(data) {
  try {
    return Object.fromEntries(Object.entries(data.json()).filter(([, value]) => typeof value === "string"));
  } catch {
    return {};
  }
}

self.addEventListener("pushsubscriptionchange", (event) => {
  event.waitUntil(replace(event.newSubscription));
});

const TOLD_ADDRESS = "/push/told";

/**
 * Another subscription with the same key in the place of the one that the browser has ended (Push API, "The
 * pushsubscriptionchange event"), at the relay too. What cannot be done now is done at the next visit.
 */
async function replace(newSubscription) {
  const record = await caches.open("push");
  const told = await (await record.match(TOLD_ADDRESS))?.json();
  if (told === undefined) return; // the person has chosen no pushes
  const { pushManager } = self.registration;
  const subscription =
    newSubscription ??
    (await pushManager.getSubscription()) ??
    (await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: told.key }));
  const ask = (method, path, body) =>
    fetch(`/api/v1/push/subscriptions${path}`, {
      method,
      headers: {
        ...(told.token === "" ? {} : { Authorization: `Bearer ${told.token}` }),
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const { endpoint, keys } = subscription.toJSON();
  const answer = await ask("POST", "", { endpoint, keys, language: told.language });
  if (!answer.ok) return;
  const { id } = await answer.json();
  await record.put(TOLD_ADDRESS, Response.json({ ...told, id }));
  if (id !== told.id) await ask("DELETE", `/${told.id}`);
}

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(answer(event.action, event.notification.data ?? {}));
});

async function answer(action, { item, due_at, rings_at }) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname === "/");
  const asked = action !== "" && item !== undefined;
  const place = placeOf(due_at);
  if (page === undefined) {
    const query = asked
      ? `?${new URLSearchParams({ alert: action, item, ...(rings_at == null ? {} : { rings_at }) })}`
      : "";
    await self.clients.openWindow(`/${query}${asked ? "" : place}`);
  } else if (asked) page.postMessage({ alert: action, item, rings_at });
  else {
    if (place !== "") page.postMessage({ show: place });
    await page.focus();
  }
}

/** The day of the agenda on which a reminder stands (web/src/ui/route.ts), by this device's clock. */
function placeOf(due_at) {
  const due = new Date(due_at ?? Number.NaN);
  return Number.isNaN(due.getTime()) ? "" : `#/agenda/${due.toLocaleDateString("sv")}`;
}
