/** A Whisper model is fetched while a person is connected, and hears them in the same session. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { begin, type Hub, modelOf, serveFile, startHub } from "@hisho/models/fetch/testing/hub.ts";
import type { Weights } from "@hisho/models/fetch/weights.ts";
import { PrepareError } from "@hisho/models/prepare/errors.ts";
import type { Asset } from "@hisho/models/prepare/manifest.ts";
import type { prepareModels } from "@hisho/models/prepare/prepare.ts";
import { type ModelStatus, parseModels } from "@hisho/protocol";
import { ScriptedStt } from "@hisho/providers/scripted/stt.ts";
import { createEmbeddedEars } from "@hisho/providers/stt/embedded-ears.ts";
import type { WhisperBinding } from "@hisho/providers/stt/whisper-binding.ts";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createLog } from "../src/log.ts";
import { ModelLibrary } from "../src/models/library.ts";
import { type RelayOptions, type RunningRelay, startRelay, TestClient } from "./harness.ts";

const PATIENCE_MS = 20_000;
const MACHINE = `${process.platform}-${process.arch}`;
const file = Buffer.alloc(300_000, "ggml");
const small = modelOf(file, { engine: "whisper-binding", folder: "whisper" });
const bin: Weights = { ...small, files: [{ ...small.files[0]!, to: "ggml-small.bin" }] };
const foreign: Weights = { ...bin, name: "foreign", engine: "engine-of-no-machine" };
const served: Weights = { ...bin, name: "served", folder: "elsewhere", engine: undefined };
const asset = { name: `whisper-binding-${MACHINE}`, tarballBytes: 10, files: [{ to: "index.node", bytes: 1 }] };

vi.setConfig({ testTimeout: 30_000 });

let weights: string;
let hub: Hub;
let relay: RunningRelay;
let engineFails: Error | undefined;
let modelLoads: boolean;

/** whisper.cpp's place is taken by one that hears the same words, if the file is whole. */
const binding: WhisperBinding = {
  WhisperContext: class {
    constructor({ filePath }: { filePath: string }) {
      if (!modelLoads || !readFileSync(filePath).equals(file)) throw new Error("no model");
    }
    transcribeData() {
      return { promise: Promise.resolve({ result: "今日は", isAborted: false }), stop: async () => {} };
    }
    async release() {}
  },
};

const prepare: typeof prepareModels = async ({ directory, only }) => {
  if (engineFails !== undefined) {
    return [{ name: asset.name, outcome: "failed", required: false, error: engineFails }];
  }
  mkdirSync(path.join(directory, asset.name), { recursive: true });
  writeFileSync(path.join(directory, asset.name, "index.node"), "1");
  return [{ name: String(only), outcome: "prepared" }];
};

async function open(options: RelayOptions = {}, entries: readonly Weights[] = [bin, foreign, served]): Promise<void> {
  const english = new ScriptedStt({ text: "yes", languages: ["en"] });
  const ears = createEmbeddedEars({ weightsDirectory: weights, load: () => binding, english });
  relay = await startRelay({
    replace: { stt: [ears] },
    models: (inUse) =>
      new ModelLibrary({
        manifest: { assets: [asset as unknown as Asset], weights: [...entries] },
        directory: weights,
        mirror: hub.url,
        token: undefined,
        tokenToMirror: false,
        inUse,
        log: createLog("error", () => {}),
        prepare,
      }),
    ...options,
  });
}

beforeEach(async () => {
  weights = mkdtempSync(path.join(tmpdir(), "hisho-models-"));
  hub = await startHub({ "/small.bin": file });
  engineFails = undefined;
  modelLoads = true;
});
afterEach(async () => {
  await relay.close();
  await hub.close();
  rmSync(weights, { recursive: true });
});

const ask = (method: string, place = "", headers: Record<string, string> = {}) =>
  fetch(`${relay.httpUrl}/api/v1/models${place}`, { method, headers });

async function status(name = "small"): Promise<ModelStatus> {
  const models = parseModels(await (await ask("GET")).json());
  return models!.find((model) => model.name === name)!;
}

/** Asks, as a page does, until it is so. */
const until = (holds: (model: ModelStatus) => boolean): Promise<ModelStatus> =>
  vi.waitFor(
    async () => {
      const model = await status();
      if (!holds(model)) throw new Error(`waited; got ${JSON.stringify(model)}`);
      return model;
    },
    { timeout: PATIENCE_MS, interval: 10 },
  );

it("says what there is and what of it would be used", async () => {
  await open();
  expect(await status()).toEqual({
    name: "small",
    role: "stt",
    provider: "embedded-whisper",
    languages: ["*"],
    licence: "MIT",
    non_commercial: false,
    gated: false,
    bytes: file.length,
    received_bytes: 0,
    state: "absent",
    step: null,
    usable: true,
    problem: null,
  });
  expect(await status("foreign")).toMatchObject({ usable: false });
  expect(await status("served")).toMatchObject({ usable: false });
});

it("hears a person in a language it did not know when they came, once its model is there", async () => {
  await open();
  const client = new TestClient(relay.url, "ja");
  expect((await client.start({ language: "ja-JP" })).providers.stt.languages).toEqual(["en"]);
  await client.until(() => client.of("warning").some(({ code }) => code === "stt_language"));

  expect((await ask("POST", "/small")).status).toBe(202);
  expect(await until(({ state }) => state === "ready")).toMatchObject({ received_bytes: file.length, problem: null });
  client.say(2000);
  await client.until(() => client.of("transcript_final").length > 0);
  expect(client.of("transcript_final")[0]).toMatchObject({ text: "今日は", language: "ja-JP" });
  const later = new TestClient(relay.url, "later");
  expect((await later.start({ language: "ko-KR" })).providers.stt.languages).toEqual(["en", "*"]);
  expect((await ask("POST", "/small")).status).toBe(200);
  expect(hub.requests).toHaveLength(1);
});

it("tells how far it is, stops when told to, and goes on from there", async () => {
  await open();
  hub.answer = (_request, response) => {
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, 100_000));
  };
  await ask("POST", "/small");
  await until(({ received_bytes: received }) => received === 100_000);
  expect(await status()).toMatchObject({ state: "fetching", step: "download", bytes: file.length });
  expect((await ask("POST", "/small")).status).toBe(202);
  expect((await ask("DELETE", "/small/fetch")).status).toBe(200);
  expect(await status()).toMatchObject({ state: "partial", received_bytes: 100_000, step: null, problem: null });
  expect((await ask("DELETE", "/small/fetch")).status).toBe(200);

  hub.answer = (request, response) => serveFile(file, request, response);
  await ask("POST", "/small");
  await until(({ state }) => state === "ready");
  expect(hub.requests.map(({ headers }) => headers.range)).toEqual([undefined, "bytes=100000-"]);
});

describe("what goes wrong", () => {
  beforeEach(() => open());

  it("on the way is told, and does not stand in the way of another try", async () => {
    let cut = () => {};
    hub.answer = (_request, response) => {
      cut = begin(50_000, file, response);
    };
    await ask("POST", "/small");
    await until(({ received_bytes: received }) => received > 0);
    cut();
    const broken = await until(({ state }) => state === "partial");
    expect(broken.problem).toMatchObject({ reason: "broken" });
    hub.answer = (request, response) => serveFile(file, request, response);
    await ask("POST", "/small");
    expect(await until(({ state }) => state === "ready")).toMatchObject({ problem: null });
  });

  it("with what came is told", async () => {
    hub.answer = (request, response) => serveFile(Buffer.alloc(file.length), request, response);
    await ask("POST", "/small");
    expect(await until(({ problem }) => problem !== null)).toMatchObject({
      state: "absent",
      problem: { reason: "corrupt" },
    });
  });

  it("with the engine is told, and no model is fetched that could not run", async () => {
    engineFails = new PrepareError("npm", "npm could not be started");
    await ask("POST", "/small");
    expect((await until(({ problem }) => problem !== null)).problem).toMatchObject({ reason: "offline" });
    expect(hub.requests).toEqual([]);
  });

  it("with a model that is whole and does not load is told", async () => {
    modelLoads = false;
    await ask("POST", "/small");
    expect((await until(({ problem }) => problem !== null)).problem).toMatchObject({ reason: "load" });
    expect((await status()).state).toBe("ready");
  });
});

it("refuses what is not in the manifest, what this machine cannot run, strangers and other pages", async () => {
  await open({ token: "0123456789abcdef" });
  const own = { Authorization: "Bearer 0123456789abcdef" };
  expect((await ask("POST", "/small")).status).toBe(401);
  expect((await ask("GET")).status).toBe(401);
  expect((await ask("POST", "/small", { ...own, Origin: "https://elsewhere.example" })).status).toBe(403);
  expect((await ask("POST", "/..%2f..%2fetc", own)).status).toBe(404);
  expect((await ask("DELETE", "/nothing/fetch", own)).status).toBe(404);
  const refused = await ask("POST", "/foreign", own);
  expect(refused.status).toBe(409);
  expect(refused.headers.get("content-type")).toContain("application/problem+json");
  expect(hub.requests).toEqual([]);
});

it("fetches two at once, and lets the third wait or be stopped", async () => {
  const names = ["one", "two", "three"];
  const many = names.map((name) => ({ ...served, name, folder: name }));
  await open({}, many);
  const held: (() => void)[] = [];
  hub.answer = (_request, response) => {
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, 1000));
    held.push(() => response.end(file.subarray(1000)));
  };
  for (const name of names) await ask("POST", `/${name}`);
  await expect.poll(() => held.length).toBe(2);
  expect(await status("three")).toMatchObject({ state: "fetching", step: "waiting", received_bytes: 0 });
  await ask("DELETE", "/three/fetch");
  expect(await status("three")).toMatchObject({ state: "absent", problem: null });
  await ask("POST", "/three");
  held[0]?.();
  await expect.poll(() => held.length).toBe(3);
  held[1]?.();
  held[2]?.();
  for (const name of names) await expect.poll(async () => (await status(name)).state).toBe("ready");
});

it("stops its fetches when the relay is closed", async () => {
  await open();
  let closed = false;
  hub.answer = (_request, response) => {
    response.on("close", () => {
      closed = true;
    });
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, 1000));
  };
  await ask("POST", "/small");
  await until(({ received_bytes: received }) => received === 1000);
  await relay.close();
  await expect.poll(() => closed).toBe(true);
  await open();
  expect(await status()).toMatchObject({ state: "partial", received_bytes: 1000 });
});
