/**
 * A part of the service worker: answers to notifications (web/src/ui/alerts). A tap opens the app; an action goes to the
 * page that is open, or opens one that does it.
 */
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(answer(event.action, event.notification.data?.item));
});

async function answer(action, item) {
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const page = pages.find(({ url }) => new URL(url).pathname === "/");
  const asked = action !== "" && item !== undefined;
  if (page === undefined) {
    const query = asked ? `?${new URLSearchParams({ alert: action, item })}` : "";
    await self.clients.openWindow(`/${query}`);
  } else if (asked) page.postMessage({ alert: action, item });
  else await page.focus();
}
