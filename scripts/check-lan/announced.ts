/** What a person reads off the relay's terminal. */
export interface Announced {
  /** The plain page that installs the certificate authority, an origin. */
  setup: string;
  /** SHA-256 of that authority, `AB:CD:…`. */
  fingerprint: string;
  /** The secretary, an origin. */
  page: string;
  /** Eight letters and digits. */
  code: string;
}

/** @returns undefined while not all of it is there */
export function readAnnounced(terminal: string): Announced | undefined {
  const setup = /certificate: +(http:\S+)/.exec(terminal)?.[1];
  const halves = /SHA-256: +([0-9A-F:]+)\n +([0-9A-F:]+)\n/.exec(terminal);
  const [, page, code] = /open: +(https:\S+)\/#pair=([0-9A-Z]{8})\n/.exec(terminal) ?? [];
  if (setup === undefined || halves === null || page === undefined || code === undefined) return undefined;
  return { setup, fingerprint: `${halves[1]}:${halves[2]}`, page, code };
}
