/** What comes back of the assistant's voice, and how the two talk with that: kept for each pair of devices. */
import type { EchoMeasure } from "@hisho/worklets/dsp/echo.ts";
import type { KeyValueStorage } from "./identity.ts";

/**
 * `full`: the person talks over the answer at any time. `ducked`: they may, and the answer gets soft at once while more is
 * asked of what shall stop it. `half`: they take turns; the microphone rests while the answer sounds.
 */
export type Duplex = "full" | "ducked" | "half";

export interface KnownEcho {
  duplex: Duplex;
  /** The loud parts of the voice as the microphone hears them at full volume, dBFS RMS; -100 when nothing comes back. */
  returnedDbfs: number;
  /** From the play to the microphone, ms. */
  delayMs: number;
}

/** As much as this is left by good headphones, or by a canceller that works. */
const NOTHING_DB = -30;
/** More than this, and a person cannot be told from the echo. */
const MUCH_DB = -10;
/** A canceller's remainder that no detector takes for a voice. */
const INAUDIBLE_DBFS = -62;

export function duplexOf({ returnDb, returnedDbfs }: Pick<EchoMeasure, "returnDb" | "returnedDbfs">): Duplex {
  if (returnDb <= NOTHING_DB || returnedDbfs <= INAUDIBLE_DBFS) return "full";
  return returnDb > MUCH_DB ? "half" : "ducked";
}

export const echoFrom = (measure: EchoMeasure): KnownEcho => ({
  duplex: duplexOf(measure),
  returnedDbfs: Math.round(measure.returnedDbfs),
  delayMs: measure.delayMs ?? 0,
});

type Device = Pick<MediaDeviceInfo, "deviceId" | "groupId" | "kind" | "label">;

/**
 * What a pair of devices is known by. The system's choice is known by the device behind it, where the browser tells which,
 * so that headphones that are plugged in count as another pair.
 * @param chosen ids of `enumerateDevices`, "" for the system's choice
 */
export function pairKey(devices: readonly Device[], chosen: { microphone: string; speaker: string }): string {
  const name = (kind: MediaDeviceKind, id: string): string => {
    const device = devices.find((candidate) => candidate.kind === kind && candidate.deviceId === (id || "default"));
    return device === undefined ? id || "default" : `${device.groupId} ${device.label}`;
  };
  return `${name("audioinput", chosen.microphone)} > ${name("audiooutput", chosen.speaker)}`;
}

const KEY = "hisho.echo";
/** The oldest pairs are forgotten. */
const MOST_PAIRS = 16;

/** What is known of each pair of devices; every value read back is checked. */
export class EchoBook {
  readonly #storage: KeyValueStorage;

  constructor(storage: KeyValueStorage) {
    this.#storage = storage;
  }

  of(pair: string): KnownEcho | null {
    return this.#read().find(([known]) => known === pair)?.[1] ?? null;
  }

  keep(pair: string, echo: KnownEcho): void {
    const others = this.#read().filter(([known]) => known !== pair);
    try {
      this.#storage.setItem(KEY, JSON.stringify([...others, [pair, echo]].slice(-MOST_PAIRS)));
    } catch {
      // Without storage it is known as long as nobody asks; the history has told the person.
    }
  }

  #read(): [string, KnownEcho][] {
    try {
      const value: unknown = JSON.parse(this.#storage.getItem(KEY) ?? "[]");
      return Array.isArray(value) ? value.filter(isEntry) : [];
    } catch {
      return [];
    }
  }
}

function isEntry(value: unknown): value is [string, KnownEcho] {
  if (!Array.isArray(value) || value.length !== 2 || typeof value[0] !== "string") return false;
  const echo: unknown = value[1];
  if (typeof echo !== "object" || echo === null || !("duplex" in echo)) return false;
  if (!("returnedDbfs" in echo) || !("delayMs" in echo)) return false;
  const { duplex, returnedDbfs, delayMs } = echo;
  const known = duplex === "full" || duplex === "ducked" || duplex === "half";
  return known && inRange(returnedDbfs, -100, 20) && inRange(delayMs, 0, 5_000);
}

const inRange = (value: unknown, from: number, to: number): boolean =>
  typeof value === "number" && value >= from && value <= to;
