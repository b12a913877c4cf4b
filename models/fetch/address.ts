/** Where the manifest's addresses begin. */
export const HUB = "https://huggingface.co";

/**
 * The address of a file at a mirror, which has the hub's paths under its own beginning.
 * @param mirror an http(s) address; undefined is the hub itself
 * @throws TypeError when `mirror` is no http(s) address
 */
export function addressOf(url: string, mirror: string | undefined): string {
  if (mirror === undefined || !url.startsWith(`${HUB}/`)) return url;
  const base = new URL(mirror);
  if (!/^https?:$/.test(base.protocol)) throw new TypeError(`${mirror} is no http or https address`);
  return `${base.href.replace(/\/+$/, "")}${url.slice(HUB.length)}`;
}

/** Whom the sentences name. */
export const serverOf = (url: string): string => new URL(url).host;
