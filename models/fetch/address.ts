/** Where the manifest's addresses begin. */
export const HUB = "https://huggingface.co";

/** What a mirror has to be, for sentences. */
export const MIRROR_EXPECTED =
  "expected an http or https address without user name, password or query, like https://mirror.example, or nothing";

/** Whether a text is the beginning of a mirror's addresses. */
export function isMirror(text: string): boolean {
  if (!URL.canParse(text) || /[?#]/.test(text)) return false;
  const { protocol, username, password } = new URL(text);
  return /^https?:$/.test(protocol) && username === "" && password === "";
}

/**
 * The address of a file at a mirror, which has the hub's paths under its own beginning.
 * @param mirror as `isMirror` has it; undefined is the hub itself
 */
export function addressOf(url: string, mirror: string | undefined): string {
  if (mirror === undefined || !url.startsWith(`${HUB}/`)) return url;
  return `${new URL(mirror).href.replace(/\/+$/, "")}${url.slice(HUB.length)}`;
}

/** Whom the sentences name. */
export const serverOf = (url: string): string => new URL(url).host;

/**
 * Whether a token of the hub may be shown at an address: to the hub itself, and, where the operator says so, to the
 * mirror over a line that nobody else reads: https, or within this machine.
 */
export function mayShowToken(url: string, mirror: string | undefined, toMirror: boolean): boolean {
  const { origin, protocol, hostname } = new URL(url);
  if (origin === HUB) return true;
  if (!toMirror || mirror === undefined || origin !== new URL(mirror).origin) return false;
  return protocol === "https:" || isThisMachine(hostname);
}

const isThisMachine = (hostname: string): boolean =>
  hostname === "localhost" || hostname === "[::1]" || /^127(\.\d+){3}$/.test(hostname);
