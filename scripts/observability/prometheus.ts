/** A Prometheus of the test's own: on a free port, with its files in a temporary folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as wait } from "node:timers/promises";
import { parse, stringify } from "yaml";
import { freePort } from "../../relay/tests/free-port.ts";
import { PROMETHEUS_FILES, type RuleFile } from "./files.ts";

/** In place of the windows and waits of the files, so that minutes are enough. */
export const SHORT_WINDOW = "20s";
const SHORT_WAIT = "2s";
const POLL_MS = 500;

export interface Sample {
  metric: Record<string, string>;
  value: number;
}

interface Alert {
  state: "pending" | "firing";
  labels: Record<string, string>;
}

/** The project's files, but for whom they scrape, how often, and how long the rules look back and wait. */
async function writeShortened(folder: string, relay: string, gpu: string): Promise<void> {
  await cp(PROMETHEUS_FILES, folder, { recursive: true });
  const configFile = join(folder, "prometheus.yml");
  const config = parse(await readFile(configFile, "utf8"));
  config.global = { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" };
  const job = config.scrape_configs.find(({ job_name }: { job_name: string }) => job_name === "hisho");
  job.dns_sd_configs = undefined;
  job.static_configs = [{ targets: [relay] }];
  await writeFile(configFile, stringify(config));
  await writeFile(join(folder, "targets/gpu.yml"), stringify([{ targets: [gpu] }]));
  const rulesFile = join(folder, "rules.yml");
  const rules = parse(await readFile(rulesFile, "utf8")) as RuleFile;
  for (const rule of rules.groups.flatMap((group) => group.rules)) {
    rule.expr = rule.expr.replace(/\[\d+m\]/g, `[${SHORT_WINDOW}]`);
    if (rule.for !== undefined) rule.for = SHORT_WAIT;
  }
  await writeFile(rulesFile, stringify(rules));
}

export class Prometheus {
  readonly #process: ChildProcess;
  readonly #url: string;
  readonly #folder: string;

  private constructor(process: ChildProcess, url: string, folder: string) {
    this.#process = process;
    this.#url = url;
    this.#folder = folder;
  }

  /** @param targets host:port of a relay and of a GPU exporter. @throws Error with what it said when it does not start */
  static async start(targets: { relay: string; gpu: string }): Promise<Prometheus> {
    const folder = await mkdtemp(join(tmpdir(), "hisho-prometheus-"));
    await writeShortened(folder, targets.relay, targets.gpu);
    const address = `127.0.0.1:${await freePort()}`;
    const child = spawn(
      "prometheus",
      [
        `--config.file=${join(folder, "prometheus.yml")}`,
        `--storage.tsdb.path=${join(folder, "data")}`,
        `--web.listen-address=${address}`,
      ],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    await isReady(child);
    return new Prometheus(child, `http://${address}/api/v1`, folder);
  }

  /** @throws Error when it refuses the query */
  async query(expr: string): Promise<Sample[]> {
    const data = await this.#get<{
      resultType: string;
      result: { metric: Record<string, string>; value: [number, string] }[];
    }>(`query?query=${encodeURIComponent(expr)}`);
    return data.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }));
  }

  /** The labels of the alerts that fire. */
  async firing(): Promise<Record<string, string>[]> {
    const { alerts } = await this.#get<{ alerts: Alert[] }>("alerts");
    return alerts.filter(({ state }) => state === "firing").map(({ labels }) => labels);
  }

  /** @throws Error after `patienceMs` */
  async until(alertname: string, state: "firing" | "silent", patienceMs: number): Promise<void> {
    const endsAt = performance.now() + patienceMs;
    for (;;) {
      const fires = (await this.firing()).some((labels) => labels.alertname === alertname);
      if (fires === (state === "firing")) return;
      if (performance.now() > endsAt) throw new Error(`${alertname} is not ${state} after ${patienceMs / 1000} s`);
      await wait(POLL_MS);
    }
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await ended;
    await rm(this.#folder, { recursive: true });
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(`${this.#url}/${path}`);
    const body = (await response.json()) as { status: string; data: T; error?: string };
    if (body.status !== "success") throw new Error(`${decodeURIComponent(path)}: ${body.error}`);
    return body.data;
  }
}

async function isReady(child: ChildProcess): Promise<void> {
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(said.slice(-5).join("\n"))));
    createInterface({ input: child.stderr! }).on("line", (line) => {
      said.push(line);
      if (line.includes("ready to receive web requests")) resolve();
    });
  });
  child.removeAllListeners("exit");
}
