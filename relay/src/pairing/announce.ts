/** What a terminal shows of a pairing code. */
import { PAIRING_FRAGMENT, writePairingCode } from "@hisho/protocol";
import { renderUnicodeCompact } from "uqr";

/** Four modules (ISO/IEC 18004, section 9.1). */
const QUIET_ZONE = 4;

/** Where a new device goes with its code. Addresses are origins. */
export interface PairingPlace {
  url: string;
  /** Where it installs the certificate authority first, and the SHA-256 of that; null where browsers know it already. */
  setup: { url: string; fingerprint: string } | null;
}

export interface Announcement {
  code: string;
  expiresAt: Date;
  /** Undefined where the relay does not know under which address others reach it. */
  place: PairingPlace | undefined;
}

/** Dark on light whatever the terminal's colours: the blocks are its light modules, bright white on black. */
const qrCode = (text: string): string =>
  renderUnicodeCompact(text, { border: QUIET_ZONE })
    .split("\n")
    .map((line) => `\x1b[40;97m${line}\x1b[0m`)
    .join("\n");

/**
 * Sentences and a QR code. A new device that scans it is led through the certificate first, where there is one; the
 * code is in the address's fragment, which no browser sends.
 */
export function announcePairing({ code, expiresAt, place }: Announcement): string {
  const until = `${String(expiresAt.getHours()).padStart(2, "0")}:${String(expiresAt.getMinutes()).padStart(2, "0")}`;
  const valid = `valid until ${until}, for one device`;
  if (place === undefined) {
    return [
      `Pairing code: ${writePairingCode(code)} (${valid})`,
      `  Open the page on the new device, by https, and type the code there; or add ${PAIRING_FRAGMENT}${code} to its address.`,
      "",
    ].join("\n");
  }
  const { url, setup } = place;
  const address = `${url}/${PAIRING_FRAGMENT}${code}`;
  const scanned = setup === null ? address : `${setup.url}/${PAIRING_FRAGMENT}${code}`;
  return [
    "Pair a device",
    ...(setup === null
      ? []
      : [
          `  once a device, the certificate:  ${setup.url}`,
          `    its SHA-256:  ${setup.fingerprint.slice(0, 47)}`,
          `                  ${setup.fingerprint.slice(48)}`,
        ]),
    `  open:  ${address}`,
    `  code:  ${writePairingCode(code)} (${valid})`,
    setup === null ? "  or scan this:" : "  or scan this, which leads through both:",
    "",
    qrCode(scanned),
    "",
  ].join("\n");
}
