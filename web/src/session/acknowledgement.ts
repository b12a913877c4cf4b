/**
 * What the character says at once when it takes down a question without a connection. The line is made by the relay's
 * voice while there is a connection, once for each voice, language, rate and wording, and kept on the device; without it
 * the words stand alone.
 */
import type { Settings } from "./talk.ts";

export type Packets = readonly Uint8Array<ArrayBuffer>[];

/** What makes one recording unlike another. */
export type Line = Pick<Settings, "language" | "voice" | "speakingRate"> & { text: string };

export interface AcknowledgementParts {
  /** @returns null when the relay does not speak it now */
  fetchSpeech(line: Line): Promise<ArrayBuffer | null>;
  /** @returns Opus packets of 20 ms */
  encode(sound: ArrayBuffer): Promise<Packets>;
  read(key: string): Promise<ArrayBuffer | null>;
  /** Keeps the newest only: `key` takes the place of all before it in the same language. */
  write(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The key of a line, in the order in which it is read by a person. */
export const keyOf = ({ language, voice, speakingRate, text }: Line): string =>
  [language, voice ?? "", String(speakingRate), text].map(encodeURIComponent).join("/");

/** Each packet behind its length, 16 bits, big endian. */
export function pack(packets: Packets): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(packets.reduce((sum, packet) => sum + 2 + packet.length, 0));
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const packet of packets) {
    view.setUint16(at, packet.length);
    bytes.set(packet, at + 2);
    at += 2 + packet.length;
  }
  return bytes;
}

/** @returns null for bytes that are damaged */
export function unpack(bytes: ArrayBuffer): Packets | null {
  const view = new DataView(bytes);
  const packets: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < bytes.byteLength; ) {
    if (at + 2 > bytes.byteLength) return null;
    const length = view.getUint16(at);
    if (length === 0 || at + 2 + length > bytes.byteLength) return null;
    packets.push(new Uint8Array(bytes.slice(at + 2, at + 2 + length)));
    at += 2 + length;
  }
  return packets.length === 0 ? null : packets;
}

export class Acknowledgement {
  readonly #parts: AcknowledgementParts;
  #ready: { key: string; packets: Packets } | null = null;
  #wanted = "";

  constructor(parts: AcknowledgementParts) {
    this.#parts = parts;
  }

  /** The line as it would be said now; null before it is known. At once: nothing is read or fetched here. */
  get packets(): Packets | null {
    return this.#ready?.key === this.#wanted ? this.#ready.packets : null;
  }

  /**
   * Makes the line ready, from the device or from the relay. Called when the voice or the language changes and whenever
   * there is a connection again. Never rejects: without the line the words stand alone, and the next call tries again.
   */
  async prepare(line: Line, connected: boolean): Promise<void> {
    const key = keyOf(line);
    this.#wanted = key;
    if (this.#ready?.key === key) return;
    try {
      const kept = await this.#parts.read(key);
      const known = kept === null ? null : unpack(kept);
      const packets = known ?? (connected ? await this.#make(key, line) : null);
      if (packets !== null && this.#wanted === key) this.#ready = { key, packets };
    } catch (error) {
      console.warn("the acknowledgement is not ready", error);
    }
  }

  async #make(key: string, line: Line): Promise<Packets | null> {
    const sound = await this.#parts.fetchSpeech(line);
    if (sound === null) return null;
    const packets = await this.#parts.encode(sound);
    if (packets.length === 0) return null;
    await this.#parts.write(key, pack(packets));
    return packets;
  }
}
