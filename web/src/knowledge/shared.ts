/** What the phone's share sheet handed over: it waits in a cache that the service worker fills (web/public/share-target.js). */
const SHARED = "shared";

export interface Shared {
  files: readonly File[];
  /** Addresses and texts. */
  words: readonly string[];
}

/** Takes everything that waits. Empty where the browser has no caches (insecure origins). */
export async function takeShared(storage: CacheStorage | undefined): Promise<Shared> {
  const files: File[] = [];
  const words: string[] = [];
  if (storage === undefined || !(await storage.has(SHARED))) return { files, words };
  const cache = await storage.open(SHARED);
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    // Of two pages that look at once, one takes it.
    if (!(await cache.delete(request)) || response === undefined) continue;
    const name = response.headers.get("X-File-Name");
    if (name === null) words.push(await response.text());
    else files.push(new File([await response.blob()], decodeURIComponent(name)));
  }
  return { files, words };
}
