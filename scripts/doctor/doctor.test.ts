/** `npm run doctor` as a program of its own: what it prints and how it ends. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { parseDoctorReport } from "../../relay/protocol/index.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PATIENCE_MS = 60_000;
const HAS_MODELS = existsSync(join(ROOT, "models/weights/moonshine-tiny-en/encoder_model.onnx"));

function start(args: readonly string[]) {
  // What the developer's own .env or shell says must not decide here.
  const env = { ...process.env, PROVIDERS_CONFIG_PATH: "", LLM_MODEL: "" };
  const child = spawn(process.execPath, [join(ROOT, "scripts/doctor.mjs"), ...args], { cwd: ROOT, env });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = once(child, "close").then(([code]) => ({ code: code as number, stdout, stderr }));
  return { child, ended };
}

const run = (...args: string[]) => start(args).ended;

async function configOf(yaml: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "hisho-doctor-test-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "providers.yaml");
  await writeFile(file, yaml);
  return file;
}

/** A port where nobody listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

describe("npm run doctor", { timeout: PATIENCE_MS }, () => {
  describe.skipIf(!HAS_MODELS)("on the default configuration (skipped where the models are not prepared)", () => {
    let ended: { code: number; stdout: string; stderr: string };
    beforeAll(async () => {
      ended = await run("--config", "providers/providers.yaml", "--json", "--samples", "1");
    }, PATIENCE_MS);

    it("ends with 0 and a report of every role, nothing of it a stand-in or red", () => {
      expect(ended.code, ended.stderr).toBe(0);
      const report = parseDoctorReport(JSON.parse(ended.stdout));
      expect(report).toMatchObject({ go_live: true, samples: 1 });
      expect(report?.providers.map(({ role }) => role)).toEqual(["stt", "llm", "tts", "embedding", "vector_store"]);
      for (const row of report?.providers ?? []) {
        expect(row).toMatchObject({ reachable: true, errors: 0, is_mock: false });
        expect(row.light, row.role).not.toBe("red");
      }
      expect(report?.gaps).toContainEqual({ role: "stt", language: "ja", light: "amber" });
    });

    it("tells its progress apart from the report", () => {
      expect(ended.stderr).toContain("trying hears: embedded\n");
      expect(ended.stdout.trimStart().startsWith("{")).toBe(true);
    });
  });

  it("ends with 1 when a model is away, and says what to do", async () => {
    const port = await closedPort();
    const file = await configOf(
      `llm: { provider: openai, endpoint: 'http://127.0.0.1:${port}/v1', model: m, probe_ms: 0 }`,
    );
    const { code, stdout } = await run("--config", file, "--samples", "1");
    expect(code).toBe(1);
    expect(stdout).toMatch(/red +thinks +openai/);
    expect(stdout).toContain(`Nobody answers rightly at http://127.0.0.1:${port}/v1`);
    expect(stdout).toContain("Start its server");
    expect(stdout).toContain("Not fit to go live: one provider is red.");
  });

  it("ends with 2 when the configuration cannot be read, and names the line", async () => {
    const file = await configOf("tts:\n  provider: nobody\n");
    const { code, stdout, stderr } = await run("--config", file, "--json");
    expect(code).toBe(2);
    expect(stderr).toContain(`${file}:2: tts.provider`);
    expect(JSON.parse(stdout)).toMatchObject({ version: 1, problems: [{ file, line: 2, key: "tts.provider" }] });
    expect(await run("--config", `${file}.gone`)).toMatchObject({ code: 2, stdout: "" });
  });

  it.skipIf(!HAS_MODELS)(
    "tries every stand-in of the mock profile, and goes live by them where that is allowed",
    async () => {
      const { code, stdout, stderr } = await run("--mock", "--allow-mock", "--json", "--samples", "1");
      expect(code, stderr).toBe(0);
      const report = parseDoctorReport(JSON.parse(stdout));
      expect(report).toMatchObject({ light: "amber", go_live: true });
      for (const row of report?.providers ?? []) {
        if (row.provider === "browser") continue;
        expect(row, row.provider).toMatchObject({ is_mock: true, reachable: true, light: "amber" });
        expect(row.latency_ms, row.provider).not.toBeNull();
      }
      expect(new Set(report?.providers.map(({ role }) => role)).size).toBe(5);
    },
  );

  it("explains itself, and says what it does not know", async () => {
    expect(await run("--help")).toMatchObject({ code: 0, stdout: expect.stringContaining("--allow-mock") });
    expect(await run("--samples", "many")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("--samples takes"),
    });
  });

  it("ends when it is interrupted, without a report", async () => {
    const { child, ended } = start(["--config", "providers/providers.yaml", "--samples", "100"]);
    await once(child.stderr, "data");
    child.kill("SIGINT");
    const { code, stdout, stderr } = await ended;
    expect(code).toBe(130);
    expect(stdout).toBe("");
    expect(stderr).toContain("Stopped.");
  });
});
