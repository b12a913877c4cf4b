import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Asset } from "./manifest.ts";
import { type PrepareOptions, type Progress, prepareModels } from "./prepare.ts";
import { assetOf, type Package, packageOf, type Registry, serve, startRegistry } from "./testing/registry.ts";

/** Bytes that do not compress, so that the tarball is as large as its content; always the same. */
function noise(length: number): string {
  let state = 1;
  return Array.from({ length }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return String.fromCharCode(33 + (state % 90));
  }).join("");
}

const files = { "model/weights.bin": noise(400_000), LICENSE: "MIT", "install.js": "process.exit(1)" };
const taken = ["model/weights.bin", "LICENSE"];

let directory: string;
let made: Package;
let asset: Asset;
let registry: Registry | undefined;
let progress: Progress[];

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "hisho-weights-"));
  made = await packageOf(files);
  asset = assetOf(made, files, taken);
  progress = [];
});
afterEach(async () => {
  await registry?.close();
  registry = undefined;
  rmSync(directory, { recursive: true });
});

function prepare(more: Partial<PrepareOptions> = {}) {
  return prepareModels({
    directory,
    manifest: { assets: [asset] },
    onProgress: (step) => progress.push(step),
    signal: new AbortController().signal,
    address: async () => ({ tarball: registry?.url ?? "http://127.0.0.1:9/", integrity: made.integrity }),
    pack: async () => {
      throw new Error("npm pack was not expected");
    },
    ...more,
  });
}

it("leaves what is on request alone until it is named", async () => {
  registry = await startRegistry((request, response) => serve(made.tarball, request, response));
  asset = { ...asset, need: "on-request" };
  for (const only of [undefined, "required", "optional"] as const) {
    expect(await prepare(only === undefined ? {} : { only })).toEqual([]);
  }
  expect(await prepare({ only: [asset.name] })).toEqual([{ name: "voice", outcome: "prepared" }]);
});

describe("preparing a model", () => {
  it("takes the listed files only, says how far it is, and leaves nothing else", async () => {
    registry = await startRegistry((request, response) => serve(made.tarball, request, response));
    expect(await prepare()).toEqual([{ name: "voice", outcome: "prepared" }]);
    expect(readFileSync(join(directory, "voice/model/weights.bin"), "utf8")).toBe(files["model/weights.bin"]);
    expect(readdirSync(directory)).toEqual(["voice"]);
    expect(readdirSync(join(directory, "voice")).sort()).toEqual(["LICENSE", "model"]);
    const downloaded = progress.filter(({ phase }) => phase === "download").map(({ done }) => done);
    expect(downloaded.at(-1)).toBe(made.tarball.length);
    expect(downloaded).toEqual(downloaded.toSorted((a, b) => a - b));
  });

  it("asks nobody when everything is there, and again when a file has another size", async () => {
    registry = await startRegistry((request, response) => serve(made.tarball, request, response));
    await prepare();
    const address = async () => {
      throw new Error("the registry was asked");
    };
    expect(await prepare({ address })).toEqual([{ name: "voice", outcome: "present" }]);
    writeFileSync(join(directory, "voice/LICENSE"), "short");
    expect(await prepare()).toEqual([{ name: "voice", outcome: "prepared" }]);
    expect(readFileSync(join(directory, "voice/LICENSE"), "utf8")).toBe("MIT");
  });

  it("finds a changed byte when asked to verify", async () => {
    registry = await startRegistry((request, response) => serve(made.tarball, request, response));
    await prepare();
    writeFileSync(join(directory, "voice/LICENSE"), "GPL");
    expect(await prepare()).toEqual([{ name: "voice", outcome: "present" }]);
    expect(await prepare({ verify: true })).toEqual([{ name: "voice", outcome: "prepared" }]);
  });

  it("goes on after a broken line with the bytes that are missing", async () => {
    registry = await startRegistry((request, response, nth) => {
      if (nth > 1) return serve(made.tarball, request, response);
      response.writeHead(200, { "content-length": made.tarball.length });
      response.write(made.tarball.subarray(0, 100_000), () => response.destroy());
    });
    const [first] = await prepare();
    expect(first).toMatchObject({ outcome: "failed", required: true, error: { reason: "broken" } });
    expect(existsSync(join(directory, "voice"))).toBe(false);
    const have = statSync(join(directory, ".voice-1.0.0.tgz.part")).size;
    expect(have).toBeGreaterThan(0);
    expect(await prepare()).toEqual([{ name: "voice", outcome: "prepared" }]);
    expect(registry.ranges).toEqual([undefined, `bytes=${have}-`]);
  });

  it("goes on after it was stopped", async () => {
    const stop = new AbortController();
    registry = await startRegistry((request, response, nth) => {
      if (nth > 1) return serve(made.tarball, request, response);
      response.writeHead(200, { "content-length": made.tarball.length });
      response.write(made.tarball.subarray(0, 100_000)); // and never the rest
    });
    const onProgress = ({ done }: Progress) => {
      if (done > 50_000) stop.abort(new Error("stopped"));
    };
    await expect(prepare({ signal: stop.signal, onProgress })).rejects.toThrow("stopped");
    expect(readdirSync(directory)).toEqual([".voice-1.0.0.tgz.part"]);
    expect(await prepare()).toEqual([{ name: "voice", outcome: "prepared" }]);
    expect(registry.ranges[1]).toMatch(/^bytes=\d{5,}-$/);
  });

  it("lets npm fetch what cannot be reached, as behind a proxy", async () => {
    const pack = async (_name: string, _version: string, destination: string) =>
      writeFileSync(destination, made.tarball);
    const address = async () => ({ tarball: "http://127.0.0.1:1/voice.tgz", integrity: made.integrity });
    expect(await prepare({ address, pack })).toEqual([{ name: "voice", outcome: "prepared" }]);
  });

  it("begins anew where the server knows no ranges", async () => {
    writeFileSync(join(directory, ".voice-1.0.0.tgz.part"), "a former beginning");
    registry = await startRegistry((_request, response) => void response.writeHead(200).end(made.tarball));
    expect(await prepare()).toEqual([{ name: "voice", outcome: "prepared" }]);
  });

  it("throws away what is corrupt, tries once more, and puts nothing into place", async () => {
    const bad = Buffer.from(made.tarball);
    bad[1000]! ^= 1;
    registry = await startRegistry((request, response) => serve(bad, request, response));
    const [outcome] = await prepare();
    expect(outcome).toMatchObject({ outcome: "failed", error: { reason: "corrupt" } });
    expect(registry.ranges).toEqual([undefined, undefined]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it("refuses more bytes than promised", async () => {
    const long = Buffer.concat([made.tarball, Buffer.alloc(1000)]);
    registry = await startRegistry((_request, response) => void response.writeHead(200).end(long));
    expect((await prepare())[0]).toMatchObject({ outcome: "failed", error: { reason: "corrupt" } });
  });

  it("refuses a package whose files are not those of the manifest, and keeps the old ones", async () => {
    registry = await startRegistry((request, response) => serve(made.tarball, request, response));
    await prepare();
    asset.files[1]!.sha256 = "0".repeat(64);
    expect((await prepare({ verify: true }))[0]).toMatchObject({ outcome: "failed", error: { reason: "corrupt" } });
    expect(readFileSync(join(directory, "voice/LICENSE"), "utf8")).toBe("MIT");
  });

  it("refuses a registry that names another hash, before anything is fetched", async () => {
    registry = await startRegistry((request, response) => serve(made.tarball, request, response));
    const address = async () => ({ tarball: registry!.url, integrity: `sha512-${"A".repeat(86)}==` });
    expect((await prepare({ address }))[0]).toMatchObject({ outcome: "failed", error: { reason: "corrupt" } });
    expect(registry.ranges).toEqual([]);
  });

  it.each([401, 403])("lets npm fetch what answers %i", async (status) => {
    registry = await startRegistry((_request, response) => void response.writeHead(status).end("who are you?"));
    const pack = async (name: string, version: string, destination: string) => {
      expect([name, version]).toEqual(["voice", "1.0.0"]);
      writeFileSync(destination, made.tarball);
    };
    expect(await prepare({ pack })).toEqual([{ name: "voice", outcome: "prepared" }]);
  });

  it("tells of any other refusal, and goes on with the next asset", async () => {
    registry = await startRegistry((_request, response) => void response.writeHead(503).end());
    const other: Asset = { ...asset, name: "other", need: "optional" };
    const outcomes = await prepare({ manifest: { assets: [asset, other] } });
    expect(outcomes).toMatchObject([
      {
        name: "voice",
        outcome: "failed",
        required: true,
        error: { reason: "refused", message: expect.stringContaining("503") },
      },
      { name: "other", outcome: "failed", required: false },
    ]);
  });

  it("chooses by need and by name, and leaves out what is of no use here", async () => {
    const useless: Asset = { ...asset, name: "useless", need: "optional", usefulWith: [["no-such-program"]] };
    const manifest = { assets: [asset, useless] };
    expect(await prepare({ manifest, only: "optional" })).toEqual([
      { name: "useless", outcome: "skipped", reason: "useful only with no-such-program" },
    ]);
    expect(await prepare({ manifest, only: ["nothing"] })).toEqual([]);
  });
});
