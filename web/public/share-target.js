/**
 * A part of the service worker: what the phone's share sheet hands over (Web Share Target, the manifest's
 * `share_target`) waits in a cache until the page takes it (web/src/knowledge/shared.ts).
 */
const SHARED = "shared";

self.addEventListener("fetch", (event) => {
  const { method, url } = event.request;
  if (method !== "POST" || new URL(url).pathname !== "/share") return;
  event.respondWith(keepShared(event.request));
});

async function keepShared(request) {
  const form = await request.formData();
  const cache = await caches.open(SHARED);
  const keep = (body, headers) => cache.put(`/shared/${crypto.randomUUID()}`, new Response(body, { headers }));
  for (const file of form.getAll("file")) {
    if (typeof file !== "string") await keep(file, { "X-File-Name": encodeURIComponent(file.name) });
  }
  // An address says more than the words around it; many apps put it into the text.
  const words = form.get("url") || form.get("text") || "";
  if (words !== "") await keep(words, {});
  return Response.redirect("/#/documents", 303);
}
