/** The whole mock profile as a program of its own: a typed and a spoken turn, each stage over its real wire. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmbeddedTts } from "../../providers/src/tts/embedded.ts";
import { TestClient } from "../../relay/tests/harness.ts";
import { opusPackets } from "../../relay/tests/opus-packets.ts";
import { ROOT } from "../start/paths.mjs";
import { speak } from "./engines.ts";

const WEIGHTS = join(ROOT, "models/weights");
const HAS_MODELS = existsSync(join(WEIGHTS, "moonshine-tiny-en/encoder_model.onnx"));
const PATIENCE_MS = 120_000;

interface Status {
  status: string;
  providers: { role: string; provider: string; endpoint?: string; is_mock: boolean; fallback_count: number }[];
}

describe.skipIf(!HAS_MODELS)("npm start -- --mock (skipped where the models are not prepared)", () => {
  let folder: string;
  let stop: () => Promise<number | null>;
  let url = "";
  const status = async () => (await (await fetch(`${url}/ready`)).json()) as Status;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "hisho-mock-test-"));
    const child = spawn(process.execPath, ["--import", "tsx", "scripts/mock/main.ts"], {
      cwd: ROOT,
      env: { ...process.env, PORT: "0", HOST: "127.0.0.1", DATA_DIR: folder, RELAY_TOKEN: "", LOG_LEVEL: "error" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const closed = once(child, "close") as Promise<[number | null]>;
    let output = "";
    const isReady = new Promise<string>((resolve) => {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          const [, address] = /Hisho is ready: (\S+)/.exec(output) ?? [];
          if (address !== undefined) resolve(address);
        });
      }
    });
    stop = async () => {
      child.kill("SIGINT");
      return (await closed)[0];
    };
    url = await Promise.race([isReady, closed.then(() => Promise.reject(new Error(`it ended early: ${output}`)))]);
  }, PATIENCE_MS);

  afterAll(async () => {
    await stop?.();
    await rm(folder, { recursive: true, force: true });
  });

  it("calls each server a stand-in, at an address of this machine", async () => {
    const { status: overall, providers } = await status();
    expect(overall).toBe("degraded");
    const servers = providers.filter(({ provider }) => provider !== "browser");
    expect(servers.map(({ role, provider }) => `${role} ${provider}`)).toEqual([
      "stt whisper-cpp",
      "stt faster-whisper",
      "stt openai",
      "llm openai",
      "tts voicevox",
      "tts open-audio-s1",
      "tts openai",
      "tts elevenlabs",
      "embedding llama-cpp",
      "vector_store qdrant",
    ]);
    for (const { provider, endpoint, is_mock } of servers) {
      expect(is_mock, provider).toBe(true);
      expect(endpoint, provider).toMatch(/^http:\/\/127\.0\.0\.1:\d+/);
    }
  });

  it(
    "answers typed words with words and sound",
    async () => {
      const client = new TestClient(url.replace("http", "ws"), "typed");
      const ready = await client.start();
      expect(ready.providers).toMatchObject({
        stt: { name: "whisper-cpp", is_mock: true },
        llm: { name: "openai", is_mock: true },
        tts: { is_mock: true },
      });
      client.text("What is twelve times twelve?");
      await client.until(() => client.of("turn_end").length === 1, PATIENCE_MS);
      expect(client.of("assistant_text_final")[0]?.text).toMatch(/144/);
      expect(client.frames.length).toBeGreaterThan(20);
      await client.close();
    },
    PATIENCE_MS,
  );

  it(
    "hears spoken words, and answers what was said",
    async () => {
      const client = new TestClient(url.replace("http", "ws"), "spoken");
      await client.start();
      client.speechStart();
      for (const packet of await spokenPackets("What time is it in London?")) client.frame(packet);
      client.speechEnd();
      await client.until(() => client.of("turn_end").length === 1, PATIENCE_MS);
      expect(client.of("transcript_final")[0]?.text.toLowerCase()).toMatch(/what time.*london/);
      expect(client.of("assistant_text_final")[0]?.text).toMatch(/London/);
      expect(client.of("assistant_text_final")[0]?.text).toMatch(/\d/);
      expect(client.frames.length).toBeGreaterThan(20);
      await client.close();
    },
    PATIENCE_MS,
  );

  it("needed no fallback for any of it", async () => {
    const { providers } = await status();
    expect(providers.filter(({ fallback_count }) => fallback_count > 0)).toEqual([]);
  });

  it(
    "ends as a whole on Ctrl-C",
    async () => {
      const { providers } = await status();
      const code = await stop();
      expect(code).toBe(0);
      const endpoints = [url, ...providers.flatMap(({ endpoint }) => (endpoint === undefined ? [] : [endpoint]))];
      expect(endpoints.length).toBeGreaterThan(9);
      for (const endpoint of endpoints) await expect(fetch(endpoint), endpoint).rejects.toThrow("fetch failed");
    },
    PATIENCE_MS,
  );
});

async function spokenPackets(words: string): Promise<Uint8Array[]> {
  const tts = createEmbeddedTts({ weightsDirectory: WEIGHTS });
  await tts.prepare(new AbortController().signal);
  const sound = await speak(tts, words, 1);
  await tts.close();
  return opusPackets(sound);
}
