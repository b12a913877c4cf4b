import type { PairedDevice, PairingCode } from "@hisho/protocol";
import { useEffect, useRef, useState } from "react";
import { useSettings, useTalk } from "../../services.ts";
import { askDevices, askPairingCode, revokeDevice } from "./device-client.ts";

const LOOK_AGAIN_MS = 2_000;

export interface Devices {
  /** Null where the relay pairs none or has not answered yet. */
  devices: readonly PairedDevice[] | null;
  /** The code on show, for another device. */
  code: PairingCode | null;
  /** What the last wish came to. */
  outcome: "paired" | "away" | null;
  add: () => void;
  hide: () => void;
  revoke: (id: string) => void;
}

/** The relay's devices; while a code is on show, until one more is there. */
export function useDevices(): Devices {
  const token = useSettings((settings) => settings.token);
  const connected = useTalk((state) => state.providers !== null);
  const [devices, setDevices] = useState<readonly PairedDevice[] | null>(null);
  const [code, setCode] = useState<PairingCode | null>(null);
  const [outcome, setOutcome] = useState<Devices["outcome"]>(null);
  const life = useRef(new AbortController());

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new connection may be to a relay with other devices
  useEffect(() => {
    const abort = new AbortController();
    life.current = abort;
    askDevices(token, abort.signal).then((now) => !abort.signal.aborted && setDevices(now), unlessAborted(abort));
    return () => abort.abort();
  }, [token, connected]);

  useEffect(() => {
    if (code === null) return;
    const abort = new AbortController();
    const known = new Set(devices?.map(({ id }) => id));
    const timer = setInterval(() => {
      askDevices(token, abort.signal).then((now) => {
        if (abort.signal.aborted || now === null || now.every(({ id }) => known.has(id))) return;
        setDevices(now);
        setCode(null);
        setOutcome("paired");
      }, unlessAborted(abort));
    }, LOOK_AGAIN_MS);
    return () => {
      clearInterval(timer);
      abort.abort();
    };
  }, [code, devices, token]);

  const wish = (work: (signal: AbortSignal) => Promise<void>): void => {
    const abort = life.current;
    setOutcome(null);
    work(abort.signal).catch(unlessAborted(abort));
  };
  return {
    devices,
    code,
    outcome,
    hide: () => setCode(null),
    add: () =>
      wish(async (signal) => {
        const next = await askPairingCode(token, signal);
        setCode(next);
        if (next === null) setOutcome("away");
      }),
    revoke: (id) =>
      wish(async (signal) => {
        const done = await revokeDevice(id, token, signal);
        if (done) setDevices((before) => before?.filter((device) => device.id !== id) ?? null);
        else setOutcome("away");
      }),
  };
}

/** The page was left: nobody waits for the outcome. */
const unlessAborted =
  ({ signal }: AbortController) =>
  (error: unknown): void => {
    if (!signal.aborted) throw error;
  };
