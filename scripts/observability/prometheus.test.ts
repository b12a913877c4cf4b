/**
 * The long form, `npm run check:observability`: a real Prometheus scrapes a real relay with scripted providers while
 * people talk to it. Windows of minutes are 20 s here, waits 2 s, scrapes and evaluations a second apart; the rules at
 * their real times are tested by promtool (docker/prometheus/rules.test.yml).
 */
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningRelay, startRelay } from "../../relay/tests/harness.ts";
import { type Faults, faultyProviders } from "./faulty-providers.ts";
import { alertsOf, readDashboard, readRules, withWindow } from "./files.ts";
import { Prometheus, SHORT_WINDOW } from "./prometheus.ts";
import { Talkers } from "./talkers.ts";

const WELL: Faults = { gone: null, partialMs: 0, firstWordMs: 0 };
const PEOPLE = 4;
const PATIENCE_MS = 90_000;
const POLL_MS = 1000;

/** What makes each alert fire, but for that of a relay that is gone. */
const FAULTS: Record<string, Partial<Faults>> = {
  HishoSttDown: { gone: "stt" },
  HishoTtsDown: { gone: "tts" },
  HishoLlmFailing: { gone: "llm" },
  HishoPartialsSlow: { partialMs: 800 },
  HishoResponseSlow: { firstWordMs: 2500 },
};
const GONE = "HishoRelayDown";

/** The two figures of NVIDIA's dcgm-exporter that the dashboard shows. */
const GPU = 'DCGM_FI_DEV_GPU_UTIL{gpu="0"} 37\nDCGM_FI_DEV_FB_USED{gpu="0"} 20480\n';

describe.skipIf(process.env.CHECK_OBSERVABILITY !== "on")("a real Prometheus beside a relay under load", () => {
  const faults: Faults = { ...WELL };
  let relay: RunningRelay;
  let gpu: Server;
  let prometheus: Prometheus;
  let talkers: Talkers;

  beforeAll(async () => {
    relay = await startRelay({ replace: faultyProviders(faults), processMetrics: true });
    gpu = createServer((_, response) => response.end(GPU)).listen(0, "127.0.0.1");
    await once(gpu, "listening");
    const { port } = gpu.address() as AddressInfo;
    prometheus = await Prometheus.start({ relay: new URL(relay.httpUrl).host, gpu: `127.0.0.1:${port}` });
    talkers = new Talkers(relay.url, PEOPLE);
  });

  afterAll(async () => {
    await prometheus.stop();
    gpu.close();
  });

  it("answers every query of the dashboard", { timeout: PATIENCE_MS + 10_000 }, async () => {
    const endsAt = performance.now() + PATIENCE_MS;
    let open = readDashboard();
    expect(open.length).toBeGreaterThan(20);
    while (open.length > 0 && performance.now() < endsAt) {
      const answers = await Promise.all(
        open.map(async ({ expr }) => await prometheus.query(withWindow(expr, SHORT_WINDOW))),
      );
      open = open.filter((_, i) => !answers[i]!.some(({ value }) => !Number.isNaN(value)));
      if (open.length > 0) await wait(POLL_MS);
    }
    expect(open).toEqual([]);
  });

  it("is silent while all is well", { timeout: 40_000 }, async () => {
    await wait(25_000); // longer than the shortened windows
    expect(await prometheus.firing()).toEqual([]);
    expect(talkers.turns).toBeGreaterThan(PEOPLE);
  });

  it("has a fault here for every alert", () => {
    const alerts = alertsOf(readRules()).map(({ alert }) => alert);
    expect([...Object.keys(FAULTS), GONE].sort()).toEqual(alerts.sort());
  });

  const isAlone = async (alert: string): Promise<void> => {
    await prometheus.until(alert, "firing", PATIENCE_MS);
    expect(new Set((await prometheus.firing()).map(({ alertname }) => alertname))).toEqual(new Set([alert]));
  };

  it.each(Object.entries(FAULTS))(
    "%s fires by its fault, alone, and goes out when it is mended",
    {
      timeout: 2 * PATIENCE_MS + 10_000,
    },
    async (alert, fault) => {
      expect(await prometheus.firing()).toEqual([]);
      Object.assign(faults, fault);
      await isAlone(alert);
      Object.assign(faults, WELL);
      await prometheus.until(alert, "silent", PATIENCE_MS);
    },
  );

  it(`${GONE} fires, alone, when the relay is gone`, { timeout: PATIENCE_MS + 30_000 }, async () => {
    expect(await prometheus.firing()).toEqual([]);
    await talkers.stop();
    await relay.close();
    await isAlone(GONE);
  });
});
