import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { download } from "./download.ts";
import { type Registry, startRegistry } from "./testing/registry.ts";

const signal = new AbortController().signal;
let folder: string;
let part: string;
let registry: Registry | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hisho-download-"));
  part = join(folder, "tarball.part");
});
afterEach(async () => {
  await registry?.close();
  rmSync(folder, { recursive: true });
});

it("gives up a server that stops sending, and keeps what came", async () => {
  registry = await startRegistry((_request, response) => {
    response.writeHead(200);
    response.write("0123");
  });
  const broken = download({ url: registry.url, part, totalBytes: 10, onBytes: () => {}, signal, stallMs: 2_000 });
  await expect(broken).rejects.toMatchObject({ reason: "broken", message: expect.stringContaining("nothing more") });
  expect(readFileSync(part, "utf8")).toBe("0123");
});

it("refuses a range it did not ask for, and begins anew after it", async () => {
  writeFileSync(part, "0123");
  registry = await startRegistry((request, response) => {
    if (request.headers.range === undefined) response.writeHead(200).end("0123456789");
    else response.writeHead(206, { "content-range": "bytes 2-9/10" }).end("23456789");
  });
  const options = { url: registry.url, part, totalBytes: 10, onBytes: () => {}, signal };
  await expect(download(options)).rejects.toMatchObject({ reason: "corrupt" });
  await download(options);
  expect(readFileSync(part, "utf8")).toBe("0123456789");
});

it("asks for nothing when the part is whole, and for everything when it is too long", async () => {
  registry = await startRegistry((_request, response) => void response.writeHead(200).end("0123456789"));
  const options = { url: registry.url, part, totalBytes: 10, onBytes: () => {}, signal };
  writeFileSync(part, "0123456789");
  await download(options);
  expect(registry.ranges).toEqual([]);
  writeFileSync(part, "0123456789 and more");
  await download(options);
  expect(registry.ranges).toEqual([undefined]);
  expect(readFileSync(part, "utf8")).toBe("0123456789");
});

it("does not take a disk that cannot be written for a broken line", async () => {
  registry = await startRegistry((_request, response) => void response.writeHead(200).end("0123456789"));
  const file = join(folder, "not-a-folder");
  writeFileSync(file, "");
  const failing = download({
    url: registry.url,
    part: join(file, "tarball.part"),
    totalBytes: 10,
    onBytes: () => {},
    signal,
  });
  await expect(failing).rejects.toMatchObject({ code: "ENOTDIR" });
});
