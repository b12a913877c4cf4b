/** The `asr` service as a program of its own, with the embedded recogniser; docs/asr.md's examples are what is asked. */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const MAIN = "relay/src/asr/main.ts";
const RECORDING = join(ROOT, "../shared/speech/jfk.en.wav");
const WEIGHTS = join(ROOT, "models/weights/moonshine-tiny-en");
const SAID = /fellow Americans.*ask not what your country can do for you.*what you can do for your country/is;
const SLOW = 60_000;

const start = (env: Record<string, string>): ChildProcess =>
  spawn(process.execPath, ["--import", "tsx", MAIN], {
    cwd: ROOT,
    env: { PATH: process.env.PATH, PORT: "0", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });

async function addressOf(child: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: child.stdout! })) {
    const [, url] = /^asr on (http:\S+):/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error("the service ended before it listened");
}

it("names every setting that is wrong, and does not start", async () => {
  const child = start({ BEAM_SIZE: "no", HOST: "0.0.0.0" });
  const told: string[] = [];
  child.stderr!.on("data", (data: Buffer) => told.push(data.toString()));
  const [code] = (await once(child, "close")) as [number];
  expect(code).toBe(1);
  expect(told.join("")).toMatch(/^HOST: .*RELAY_TOKEN/m);
  expect(told.join("")).toMatch(/^BEAM_SIZE: expected a whole number from 1 to 10, got "no"\./m);
});

const hasCurl = spawnSync("curl", ["--version"]).status === 0;

describe.skipIf(!hasCurl || !existsSync(RECORDING) || !existsSync(WEIGHTS))("with the embedded recogniser", () => {
  let child: ChildProcess;
  let url: string;
  let directory: string;
  const told: string[] = [];

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "hisho-asr-"));
    await symlink(RECORDING, join(directory, "speech.wav"));
    child = start({ BEAM_SIZE: "2" });
    child.stderr!.on("data", (data: Buffer) => told.push(data.toString()));
    url = await addressOf(child);
  }, SLOW);
  afterAll(async () => {
    child.kill("SIGTERM");
    await once(child, "close");
    await rm(directory, { recursive: true, force: true });
  });

  const page = readFileSync(join(ROOT, "docs/asr.md"), "utf8");
  const [, block = ""] = /```sh\n([\s\S]*?)```/.exec(page) ?? [];
  const examples = block.trim().split("\n");

  it("has the page's examples", () => expect(examples.length).toBeGreaterThanOrEqual(7));

  it.each(examples)(
    "%s",
    async (example) => {
      const command = example.replace("http://127.0.0.1:5005", url).replace(/^curl /, "curl -sS --fail-with-body ");
      const { stdout } = await promisify(execFile)("bash", ["-c", command], { cwd: directory });
      if (example.includes("/health")) expect(JSON.parse(stdout)).toMatchObject({ status: "ok", device: "cpu" });
      else if (example.includes("/models")) {
        expect(JSON.parse(stdout)).toMatchObject({
          models: [{ name: "moonshine-tiny-en", loaded: true }],
          not_honoured: [{ setting: "BEAM_SIZE", provider: "embedded" }],
        });
      } else expect(stdout).toMatch(SAID);
    },
    SLOW,
  );

  it("says once in its log what it does not follow", () => {
    expect(told.join("").match(/a setting is not honoured/g)).toHaveLength(1);
  });
});
