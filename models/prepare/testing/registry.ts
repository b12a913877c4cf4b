import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import * as tar from "tar";
import type { Asset } from "../manifest.ts";

export interface Package {
  tarball: Buffer;
  integrity: string;
}

/** A tarball as npm packs it: everything under `package/`. */
export async function packageOf(files: Record<string, string>): Promise<Package> {
  const folder = mkdtempSync(join(tmpdir(), "hisho-package-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      const full = join(folder, "package", path);
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, text);
    }
    const file = join(folder, "package.tgz");
    await tar.create({ gzip: true, file, cwd: folder, portable: true }, ["package"]);
    const tarball = readFileSync(file);
    return { tarball, integrity: `sha512-${createHash("sha512").update(tarball).digest("base64")}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** An asset that takes `taken` out of a package of `files`. */
export function assetOf(made: Package, files: Record<string, string>, taken: readonly string[]): Asset {
  return {
    name: "voice",
    need: "required",
    purpose: "a test",
    licence: "MIT",
    package: "voice",
    version: "1.0.0",
    integrity: made.integrity,
    tarballBytes: made.tarball.length,
    files: taken.map((path) => ({
      from: path,
      to: path,
      bytes: Buffer.byteLength(files[path]!),
      sha256: createHash("sha256").update(files[path]!).digest("hex"),
    })),
  };
}

export interface Registry {
  url: string;
  /** The Range header of each request, `undefined` where there was none. */
  ranges: (string | undefined)[];
  close(): Promise<void>;
}

/** Serves on this machine; `answer` may do anything to the response. */
export async function startRegistry(
  answer: (request: IncomingMessage, response: ServerResponse, nth: number) => void,
): Promise<Registry> {
  const ranges: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    ranges.push(request.headers.range);
    answer(request, response, ranges.length);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/voice.tgz`,
    ranges,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers as a registry does, ranges included. */
export function serve(tarball: Buffer, request: IncomingMessage, response: ServerResponse): void {
  const from = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? "")?.[1] ?? 0);
  if (from === 0) {
    response.writeHead(200, { "content-length": tarball.length }).end(tarball);
  } else {
    const range = `bytes ${from}-${tarball.length - 1}/${tarball.length}`;
    response.writeHead(206, { "content-range": range }).end(tarball.subarray(from));
  }
}
