import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { withLock } from "./lock.ts";

const never = new AbortController().signal;
let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hisho-lock-"));
  path = join(folder, ".lock");
});
afterEach(() => rmSync(folder, { recursive: true }));

it("is held during the work and gone after it, also when the work fails", async () => {
  const held = await withLock(
    path,
    never,
    () => {},
    async () => existsSync(path),
  );
  expect(held).toBe(true);
  const failing = withLock(
    path,
    never,
    () => {},
    async () => {
      throw new Error("broken");
    },
  );
  await expect(failing).rejects.toThrow("broken");
  expect(existsSync(path)).toBe(false);
});

it("waits for another living process and goes on when that has ended", async () => {
  const other = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  const ended = once(other, "exit");
  writeFileSync(path, String(other.pid));
  const waited: number[] = [];
  const work = withLock(
    path,
    never,
    (pid) => {
      waited.push(pid);
      other.stdin.end();
    },
    async () => "done",
  );
  expect(await work).toBe("done");
  await ended;
  expect(waited[0]).toBe(other.pid);
});

it("takes over what a dead process or a broken disk has left", async () => {
  writeFileSync(path, "4194303999");
  expect(
    await withLock(
      path,
      never,
      () => {},
      async () => 1,
    ),
  ).toBe(1);
  writeFileSync(path, "");
  expect(
    await withLock(
      path,
      never,
      () => {},
      async () => 2,
    ),
  ).toBe(2);
});

it("stops waiting when aborted", async () => {
  writeFileSync(path, String(process.ppid));
  const stop = new AbortController();
  const work = withLock(
    path,
    stop.signal,
    () => stop.abort(new Error("stopped")),
    async () => 1,
  );
  await expect(work).rejects.toThrow("stopped");
});

it("is held by one at a time in this process too", async () => {
  let inside = 0;
  let most = 0;
  const waited: number[] = [];
  let letGo = (): void => {};
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    if (waited.length === 0) await new Promise<void>((resolve) => (letGo = resolve));
    inside -= 1;
  };
  const onWait = (pid: number) => {
    waited.push(pid);
    letGo();
  };
  await Promise.all([withLock(path, never, onWait, work), withLock(path, never, onWait, work)]);
  expect(most).toBe(1);
  expect(waited[0]).toBe(process.pid);
});

it("is not waited for any more by whoever is stopped, and keeps nobody else out", async () => {
  const stop = new AbortController();
  const outcome = await withLock(
    path,
    never,
    () => {},
    async () => {
      const waiting = withLock(
        path,
        stop.signal,
        () => stop.abort(new Error("stopped")),
        async () => "never",
      );
      await expect(waiting).rejects.toThrow("stopped");
      return "done";
    },
  );
  expect(outcome).toBe("done");
  expect(
    await withLock(
      path,
      never,
      () => {},
      async () => "again",
    ),
  ).toBe("again");
});
