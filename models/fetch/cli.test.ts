import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Manifest } from "../prepare/manifest.ts";
import { HUB } from "./address.ts";
import { type CliPorts, runCli } from "./cli.ts";
import { begin, type Hub, modelOf, serveFile, startHub } from "./testing/hub.ts";

const file = Buffer.alloc(3_000_000, "hisho");
const known = modelOf(file);
const unknown = modelOf(
  file,
  { name: "unmeasured", folder: "other", licence: "CC-BY-NC-SA-4.0", nonCommercial: true },
  false,
);

let directory: string;
let hub: Hub;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "hisho-cli-"));
  hub = await startHub({ "/small.bin": file });
});
afterEach(async () => {
  await hub.close();
  rmSync(directory, { recursive: true });
});

async function models(line: string, change: Partial<CliPorts> = {}) {
  const printed: string[] = [];
  const manifest: Manifest = { assets: [], weights: [known, unknown] };
  const code = await runCli(line.split(" ").filter(Boolean), {
    manifest,
    directory,
    env: { HF_ENDPOINT: hub.url },
    print: (text) => printed.push(text),
    show: () => {},
    signal: new AbortController().signal,
    ...change,
  });
  return { code, printed: printed.join("\n") };
}

const path = () => join(directory, "whisper/small.bin");

it("lists what there is, under which licence, and how much of it is here", async () => {
  let cut = () => {};
  hub.answer = (_request, response) => {
    cut = begin(1_500_000, file, response);
  };
  await models("get small", { show: ({ done }) => done > 0 && cut() });
  const { code, printed } = await models("list");
  expect(code).toBe(0);
  expect(printed).toMatch(/^small +stt +embedded-whisper +3 +any +MIT +known +\d\.\d MB of it$/m);
  expect(printed).toMatch(/^unmeasured .* \? .* CC-BY-NC-SA-4\.0 \(no commercial use\) +unverified +-$/m);
});

it("gets, verifies and removes a model", async () => {
  expect(await models("get small")).toEqual({ code: 0, printed: "small: ready" });
  expect((await models("get small")).printed).toBe("small: is here already");
  expect(await models("verify")).toEqual({ code: 0, printed: "small  small.bin: right" });
  expect(await models("remove small")).toEqual({ code: 0, printed: "small: removed" });
  expect(readdirSync(directory)).toEqual([]);
  expect((await models("remove small")).printed).toBe("small: it was not here");
  expect((await models("verify small")).code).toBe(1);
});

it("takes the mirror that is named before the one in the environment", async () => {
  expect((await models(`get small --mirror ${hub.url}`, { env: { HF_ENDPOINT: "http://127.0.0.1:9" } })).code).toBe(0);
});

it("finds a byte that has changed since", async () => {
  await models("get small");
  const bytes = readFileSync(path());
  bytes[77] = bytes[77]! ^ 1;
  writeFileSync(path(), bytes);
  const { code, printed } = await models("verify");
  expect(code).toBe(1);
  expect(printed).toContain("WRONG, SHA-256");
});

it("says plainly that it trusts what it cannot check, and of a licence what it forbids", async () => {
  const { code, printed } = await models("get unmeasured");
  expect(code).toBe(0);
  expect(printed).toContain("forbids commercial use");
  expect(printed).toContain("Trusted at first sight: 3000000 bytes, SHA-256 ");
  expect((await models("verify unmeasured")).printed).toContain("right");
});

it("ends with 130 when stopped and goes on the next time", async () => {
  const stop = new AbortController();
  hub.answer = (_request, response) => {
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, 1_000_000));
  };
  const stopped = await models("get small", {
    signal: stop.signal,
    show: ({ done }) => done > 0 && stop.abort(new Error("stopped")),
  });
  expect(stopped).toEqual({ code: 130, printed: "Stopped. The same command goes on from here." });
  hub.answer = (request, response) => serveFile(file, request, response);
  expect((await models("get small")).code).toBe(0);
  expect(hub.requests[1]!.headers.range).toMatch(/^bytes=[1-9]/);
});

it("says which address is none, and fetches nothing", async () => {
  expect(await models("get small --mirror foo")).toEqual({
    code: 2,
    printed: expect.stringMatching(/^--mirror: expected an http or https address .*, like https:/),
  });
  const { printed } = await models("get small", { env: { HF_ENDPOINT: "https://me:word@mirror.lan" } });
  expect(printed).toMatch(/^HF_ENDPOINT: expected/);
  expect(printed).not.toContain("word@");
});

it("shows HF_TOKEN to a mirror only where the person says so", async () => {
  const manifest: Manifest = { assets: [], weights: [{ ...known, gated: true }] };
  await models("get small", { manifest, env: { HF_ENDPOINT: hub.url, HF_TOKEN: "secret" } });
  await models("remove small", { manifest });
  await models("get small", {
    manifest,
    env: { HF_ENDPOINT: hub.url, HF_TOKEN: "secret", HF_TOKEN_TO_MIRROR: "true" },
  });
  expect(hub.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, "Bearer secret"]);
});

it("ends with 1 and one sentence when nobody answers", async () => {
  const { code, printed } = await models("get small --mirror http://127.0.0.1:9");
  expect(code).toBe(1);
  expect(printed).toMatch(/^small: small\.bin: 127\.0\.0\.1:9 cannot be reached\. Is this machine offline\? .*$/);
});

describe("what a model runs on", () => {
  const machine = `${process.platform}-${process.arch}`;
  const needy = modelOf(file, { name: "needy", engine: "binding" });
  const files = [{ from: "index.node", to: "index.node", bytes: 1, sha256: "0".repeat(64) }];
  const asset = { name: `binding-${machine}`, files } as unknown as Manifest["assets"][number];

  it("is prepared with it", async () => {
    const asked: unknown[] = [];
    const { code } = await models("get needy", {
      manifest: { assets: [asset], weights: [needy] },
      prepare: async ({ only }) => {
        asked.push(only);
        return [{ name: asset.name, outcome: "prepared" }];
      },
    });
    expect(code).toBe(0);
    expect(asked).toEqual([[asset.name]]);
    expect(hub.looks.map(({ path }) => path)).toEqual(["/small.bin"]);
  });

  it.each([
    ["nobody answers", needy, "http://127.0.0.1:9", "cannot be reached"],
    ["there is no such file", { ...needy, files: [{ ...needy.files[0]!, url: `${HUB}/gone.bin` }] }, undefined, "404"],
  ])("is not fetched where %s for the model", async (_, entry, mirror, sentence) => {
    const asked: unknown[] = [];
    const { code, printed } = await models("get needy", {
      manifest: { assets: [asset], weights: [entry] },
      env: { HF_ENDPOINT: mirror ?? hub.url },
      prepare: async ({ only }) => {
        asked.push(only);
        return [];
      },
    });
    expect({ code, asked }).toEqual({ code: 1, asked: [] });
    expect(printed).toContain(sentence);
  });

  it("is said to be missing on a machine that it was not built for", async () => {
    const { code, printed } = await models("get needy", { manifest: { assets: [], weights: [needy] } });
    expect(code).toBe(0);
    expect(printed).toContain(`embedded-whisper has no build for ${machine}`);
  });
});

it.each(["", "fetch small", "get", "get nothing", "get small twice", "list --nonsense"])(
  "refuses `%s`",
  async (line) => {
    const { code, printed } = await models(line);
    expect(code).toBe(2);
    expect(printed).not.toBe("");
  },
);
