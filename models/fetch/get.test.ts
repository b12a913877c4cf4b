import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Progress } from "../prepare/prepare.ts";
import { HUB } from "./address.ts";
import { type GetOptions, getWeights } from "./get.ts";
import { presenceOf } from "./place.ts";
import { Room } from "./room.ts";
import { begin, etagOf, type Hub, modelOf, serveFile, startHub } from "./testing/hub.ts";

const file = Buffer.from(Array.from({ length: 200_000 }, (_, i) => (i * 31 + (i >> 8)) & 255));
const entry = modelOf(file);
const never = new AbortController().signal;

let directory: string;
let hub: Hub;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "hisho-fetch-"));
  hub = await startHub({ "/small.bin": file });
});
afterEach(async () => {
  await hub.close();
  rmSync(directory, { recursive: true });
});

const target = () => join(directory, "whisper/small.bin");
const part = () => join(directory, "whisper/.small.bin.part");
const get = (change: Partial<GetOptions> = {}) =>
  getWeights({ entry, directory, mirror: hub.url, onProgress: () => {}, signal: never, ...change });

/** A fetch whose line is cut as soon as the first bytes are on the disk. */
function getCut(server: Hub, served: Buffer, change: Partial<GetOptions> = {}) {
  let cut = () => {};
  server.answer = (_request, response) => {
    cut = begin(70_000, served, response);
  };
  return get({ ...change, onProgress: ({ done }) => done > 0 && cut() });
}
const left = () => readdirSync(join(directory, "whisper"));

it("brings a file into place once its hash is right, and asks for nothing when it is there", async () => {
  const seen: Progress[] = [];
  expect(await get({ onProgress: (progress) => seen.push(progress) })).toEqual({ outcome: "fetched", trusted: [] });
  expect(readFileSync(target())).toEqual(file);
  expect(left()).toEqual(["small.bin"]);
  expect(seen[0]).toMatchObject({ asset: "small", phase: "download", done: 0, total: file.length });
  expect(seen.at(-1)).toMatchObject({ phase: "verify", done: file.length, total: file.length });
  expect((await get()).outcome).toBe("present");
  expect(hub.requests).toHaveLength(1);
  expect(await presenceOf(directory, entry)).toMatchObject({ state: "ready", receivedBytes: file.length });
});

describe("a line that breaks", () => {
  it("is gone on with where it broke, if the file is still the same", async () => {
    await expect(getCut(hub, file)).rejects.toMatchObject({ reason: "broken" });
    const kept = readFileSync(part()).length;
    expect(kept).toBeGreaterThan(0);
    expect(await presenceOf(directory, entry)).toMatchObject({ state: "partial", receivedBytes: kept });
    hub.answer = (request, response) => serveFile(file, request, response);
    const seen: number[] = [];
    await get({ onProgress: ({ done }) => seen.push(done) });
    expect(hub.requests[1]!.headers).toMatchObject({ range: `bytes=${kept}-`, "if-range": etagOf(file) });
    expect(seen[0]).toBe(kept);
    expect(readFileSync(target())).toEqual(file);
    expect(left()).toEqual(["small.bin"]);
  });

  it("begins anew when the server has another file by now", async () => {
    const older = Buffer.alloc(file.length, 7);
    await expect(getCut(hub, older)).rejects.toMatchObject({ reason: "broken" });
    hub.answer = (request, response) => serveFile(file, request, response);
    await get();
    expect(readFileSync(target())).toEqual(file);
    expect(hub.requests).toHaveLength(2);
  });

  it("is given up after a while of silence, and keeps what came", async () => {
    hub.answer = (_request, response) => {
      response.writeHead(200, { "content-length": file.length });
      response.write(file.subarray(0, 1000));
    };
    await expect(get({ stallMs: 300 })).rejects.toMatchObject({ reason: "broken" });
    expect(readFileSync(part())).toEqual(file.subarray(0, 1000));
  });

  it("may be one that the person stopped", async () => {
    const stop = new AbortController();
    hub.answer = (_request, response) => {
      response.writeHead(200, { etag: etagOf(file), "content-length": file.length });
      response.write(file.subarray(0, 50_000));
    };
    const stopped = get({
      signal: stop.signal,
      onProgress: ({ done }) => done === 50_000 && stop.abort(new Error("enough")),
    });
    await expect(stopped).rejects.toThrow("enough");
    expect(readdirSync(directory)).toEqual(["whisper"]);
    hub.answer = (request, response) => serveFile(file, request, response);
    await get();
    expect(hub.requests[1]!.headers.range).toBe("bytes=50000-");
    expect(readFileSync(target())).toEqual(file);
  });
});

describe("what came", () => {
  it("is thrown away when its hash is wrong", async () => {
    const other = Buffer.alloc(file.length, 1);
    hub.answer = (request, response) => serveFile(other, request, response);
    await expect(get()).rejects.toMatchObject({ reason: "corrupt", message: expect.stringContaining("SHA-256") });
    expect(readdirSync(directory)).toEqual([]);
    expect(hub.requests).toHaveLength(1);
  });

  it("is asked for once more from its first byte when another day's beginning spoilt it", async () => {
    mkdirSync(join(directory, "whisper"));
    writeFileSync(part(), Buffer.alloc(1000, 9));
    await get();
    expect(hub.requests.map(({ headers }) => headers.range)).toEqual(["bytes=1000-", undefined]);
    expect(readFileSync(target())).toEqual(file);
  });

  it("is refused before its first byte when it has another size than it should", async () => {
    hub.answer = (request, response) => serveFile(file.subarray(1), request, response);
    await expect(get()).rejects.toMatchObject({ reason: "corrupt", message: expect.stringContaining("199999 bytes") });
    expect(readdirSync(directory)).toEqual([]);
  });

  it("is no web page", async () => {
    hub.answer = (_request, response) => {
      response
        .writeHead(200, { "content-type": "text/html; charset=utf-8" })
        .end("<h1>Log in to the guest network</h1>");
    };
    await expect(get({ entry: modelOf(file, {}, false) })).rejects.toMatchObject({
      reason: "refused",
      message: expect.stringContaining("web page"),
    });
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe("a server's no", () => {
  it("names the address of a file that is not there", async () => {
    const gone = modelOf(file, { files: [{ ...entry.files[0]!, url: `${HUB}/gone.bin` }] });
    const failing = get({ entry: gone });
    await expect(failing).rejects.toMatchObject({ reason: "refused", cause: 404 });
    await expect(failing).rejects.toThrow(
      `GET ${hub.url}/gone.bin. A mirror has the paths of ${HUB}: correct --mirror`,
    );
  });

  it("to go on (416) makes it begin anew", async () => {
    mkdirSync(join(directory, "whisper"));
    writeFileSync(part(), file.subarray(0, 5000));
    hub.answer = (request, response) => {
      if (request.headers.range === undefined) serveFile(file, request, response);
      else response.writeHead(416).end();
    };
    await get();
    expect(hub.requests.map(({ headers }) => headers.range)).toEqual(["bytes=5000-", undefined]);
    expect(readFileSync(target())).toEqual(file);
  });

  it("to go on (416) means that all is there where nobody knew how much that is", async () => {
    mkdirSync(join(directory, "whisper"));
    writeFileSync(part(), file);
    const got = await get({ entry: modelOf(file, {}, false) });
    expect(got.trusted[0]).toMatchObject({ bytes: file.length, sha256: entry.files[0]!.sha256 });
    expect(hub.requests).toHaveLength(1);
  });

  it("to a stranger says what to accept and which token to set", async () => {
    hub.answer = (_request, response) => void response.writeHead(401).end();
    const gated = modelOf(file, {
      gated: true,
      files: [{ url: `${HUB}/a/b/resolve/main/small.bin`, to: "small.bin" }],
    });
    await expect(get({ entry: gated })).rejects.toThrow(`Accept the terms at ${HUB}/a/b and set HF_TOKEN`);
    await expect(get({ entry: gated, token: "secret" })).rejects.toThrow("HF_TOKEN is not shown to a mirror");
    await expect(get({ entry: gated, token: "secret", tokenToMirror: true })).rejects.toThrow(
      "The account of HF_TOKEN",
    );
    expect(hub.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined, "Bearer secret"]);
  });

  it("that is no answer at all is said to be that, with the way out", async () => {
    const closed = await startHub({});
    await closed.close();
    const failing = get({ mirror: closed.url });
    await expect(failing).rejects.toMatchObject({ reason: "offline" });
    await expect(failing).rejects.toThrow("--mirror");
    expect(readdirSync(directory)).toEqual([]);
  });
});

it("shows the token for no model that the hub gives to anybody", async () => {
  await get({ token: "secret", tokenToMirror: true });
  expect(hub.requests.map(({ headers }) => headers.authorization)).toEqual([undefined]);
});

it("follows the hub to another server, goes on there, and does not show it the token", async () => {
  const store = await startHub({ "/blob": file });
  try {
    hub.answer = (_request, response) => void response.writeHead(302, { location: `${store.url}/blob` }).end();
    const shown = { entry: { ...entry, gated: true }, token: "secret", tokenToMirror: true };
    await expect(getCut(store, file, shown)).rejects.toMatchObject({ reason: "broken" });
    store.answer = (request, response) => serveFile(file, request, response);
    await get(shown);
    expect(hub.requests[0]!.headers.authorization).toBe("Bearer secret");
    expect(store.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
    expect(store.requests[1]!.headers.range).toMatch(/^bytes=[1-9]\d*-$/);
    expect(readFileSync(target())).toEqual(file);
  } finally {
    await store.close();
  }
});

describe("a disk", () => {
  it("that has no room is found out before anything is asked for", async () => {
    const failing = get({ room: new Room(async () => 1_000_000) });
    await expect(failing).rejects.toMatchObject({ reason: "full", message: expect.stringContaining("1 MB free") });
    expect(hub.requests).toEqual([]);
  });

  it("is not filled by a server that never says how much comes, and sends on and on", async () => {
    hub.answer = (_request, response) => {
      const chunk = Buffer.alloc(1024 * 1024);
      const more = () => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on("drain", more).writeHead(200);
      more();
    };
    let free = 120e6;
    const failing = get({
      entry: modelOf(file, {}, false),
      room: new Room(async () => {
        free -= 20e6;
        return free;
      }),
    });
    await expect(failing).rejects.toMatchObject({ reason: "full" });
    expect(readFileSync(part()).length).toBeLessThan(64 * 1024 * 1024);
  });

  it("that has no room is found out before the first byte where only the server knows the size", async () => {
    const disk = [100e6, 1e6];
    const failing = get({ entry: modelOf(file, {}, false), room: new Room(async () => disk.shift() ?? 1e6) });
    await expect(failing).rejects.toMatchObject({ reason: "full" });
    expect(hub.requests).toHaveLength(1);
    expect(readdirSync(directory)).toEqual([]);
  });

  it("is shared out among downloads that run at the same time", async () => {
    const room = new Room(async () => 64 * 1024 * 1024 + 1.5 * file.length);
    let release = () => {};
    hub.answer = (_request, response) => {
      response.writeHead(200, { "content-length": file.length });
      response.write(file.subarray(0, 1000));
      release = () => response.end(file.subarray(1000));
    };
    const first: { got?: ReturnType<typeof get> } = {};
    await new Promise<void>((resolve) => {
      first.got = get({ room, onProgress: ({ done }) => done > 0 && resolve() });
    });
    const other = modelOf(file, { name: "other", folder: "other" });
    const failing = get({ entry: other, room });
    await expect(failing).rejects.toMatchObject({ reason: "full" });
    await expect(failing).rejects.toThrow("1 MB for what else is being fetched");
    release();
    await first.got;
    hub.answer = (request, response) => serveFile(file, request, response);
    expect((await get({ entry: other, room })).outcome).toBe("fetched");
  });

  it("that fills up meanwhile keeps what it has", async () => {
    let written = 0;
    const failing = get({
      open: async (path, flags) => {
        const real = await open(path, flags);
        return {
          writeFile: async (data) => {
            if (written > 0) throw Object.assign(new Error("ENOSPC"), { code: "ENOSPC", syscall: "write" });
            written += (data as Uint8Array).length;
            await real.writeFile(data as Uint8Array);
          },
          sync: () => real.sync(),
          close: () => real.close(),
        };
      },
    });
    await expect(failing).rejects.toMatchObject({ reason: "full" });
    expect(readFileSync(part()).length).toBe(written);
    await get();
    expect(hub.requests[1]!.headers.range).toBe(`bytes=${written}-`);
    expect(readFileSync(target())).toEqual(file);
  });
});

describe("a file that nobody knows the hash of", () => {
  const unknown = modelOf(file, {}, false);

  it("is trusted at first sight and held against that ever after", async () => {
    const got = await get({ entry: unknown });
    expect(got.trusted).toEqual([{ to: "small.bin", bytes: file.length, sha256: entry.files[0]!.sha256 }]);
    rmSync(target());
    expect((await get({ entry: unknown })).trusted).toEqual([]);
    rmSync(target());
    const other = Buffer.alloc(file.length, 3);
    hub.answer = (request, response) => serveFile(other, request, response);
    await expect(get({ entry: unknown })).rejects.toMatchObject({ reason: "corrupt" });
    expect(existsSync(target())).toBe(false);
  });

  it("is not trusted anew because the book of what was measured is damaged", async () => {
    await get({ entry: unknown });
    rmSync(target());
    writeFileSync(join(directory, "measured.json"), '{"files":');
    await expect(get({ entry: unknown })).rejects.toThrow("measured.json is damaged");
  });
});

it("is fetched once by two processes: the second waits and finds it there", async () => {
  let release = () => {};
  hub.answer = (_request, response) => {
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, 1000));
    release = () => response.end(file.subarray(1000));
  };
  const first: { got?: ReturnType<typeof get> } = {};
  await new Promise<void>((resolve) => {
    first.got = get({ onProgress: ({ done }) => done > 0 && resolve() });
  });
  const child = fileURLToPath(new URL("testing/get.child.ts", import.meta.url));
  const second = spawn(process.execPath, ["--import", "tsx", child, directory, hub.url, JSON.stringify(entry)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let said = "";
  second.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
    if (said.includes("waiting")) release();
  });
  await once(second, "exit");
  expect((await first.got)?.outcome).toBe("fetched");
  expect(said).toMatch(/^(waiting\n)+present\n$/);
  expect(hub.requests).toHaveLength(1);
});
