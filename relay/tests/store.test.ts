import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { chmod, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readMigrations } from "../src/store/migrate.ts";
import { openStore } from "../src/store/pglite.ts";
import { temporary, turn } from "./store-fixtures.ts";

const CHILD = fileURLToPath(new URL("./store-child.ts", import.meta.url));
const SLOW = 60_000;

/** The child's lines as they come. */
const linesOf = (child: ChildProcess): AsyncIterableIterator<string> => {
  if (child.stdout === null) throw new Error("the child has no output");
  return createInterface({ input: child.stdout })[Symbol.asyncIterator]();
};

describe("what was acknowledged", () => {
  it(
    "outlives kill -9",
    async () => {
      const directory = await temporary();
      const child = spawn(process.execPath, ["--import", "tsx", CHILD, directory]);
      let acknowledged = 0;
      for await (const line of linesOf(child)) {
        if (line.startsWith("saved ")) acknowledged = Number(line.slice("saved ".length));
        if (acknowledged === 50) child.kill("SIGKILL");
      }
      if (child.signalCode === null) await once(child, "exit");
      expect(child.signalCode).toBe("SIGKILL");
      const store = await openStore(directory);
      const kept = await store.conversation("child");
      await store.close();
      expect(kept.length).toBeGreaterThanOrEqual(acknowledged);
      expect(kept.map((each) => each.turn)).toEqual(kept.map((_, index) => index + 1));
    },
    SLOW,
  );

  it(
    "is there after an orderly end, and a closed store says that it is closed",
    async () => {
      const directory = await temporary();
      const first = await openStore(directory);
      await first.saveTurn(turn("s", 1));
      await expect(openStore(directory)).rejects.toMatchObject({ reason: "in-use" });
      await first.close();
      await expect(first.lastTurn("s")).rejects.toMatchObject({ reason: "closed" });
      const second = await openStore(directory);
      expect(await second.lastTurn("s")).toBe(1);
      await second.close();
    },
    SLOW,
  );
});

it.skipIf(process.platform === "win32")(
  "is open to no other account, also where an earlier version left it open",
  async () => {
    const directory = await temporary();
    const rights = async (): Promise<number> => (await stat(join(directory, "store"))).mode & 0o777;
    await (await openStore(directory)).close();
    expect(await rights()).toBe(0o700);
    await chmod(join(directory, "store"), 0o755);
    await (await openStore(directory)).close();
    expect(await rights()).toBe(0o700);
  },
  SLOW,
);

describe("a disk that does not take it", () => {
  it(
    "is told, and the relay goes on in memory",
    async () => {
      const directory = await temporary();
      await writeFile(join(directory, "file"), "");
      const store = await openStore(join(directory, "file", "data"));
      expect(store.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("ENOTDIR") });
      await store.saveTurn(turn("s", 1));
      expect(await store.lastTurn("s")).toBe(1);
      await store.close();
    },
    SLOW,
  );

  it.skipIf(process.platform !== "linux")(
    "is told where no folder can be made at all",
    async () => {
      const store = await openStore("/proc/hisho/data");
      expect(store.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("ENOENT") });
      await store.close();
    },
    SLOW,
  );

  const mount = "mount -t tmpfs -o size=70m none";
  const hasMounts = spawnSync("unshare", ["-rm", "sh", "-c", `${mount} /mnt`]).status === 0;
  it.skipIf(!hasMounts)(
    "is told when it runs full, and the process lives on (skipped where no private mount can be made)",
    async () => {
      const directory = await temporary();
      const command = `${mount} "$0" && exec "$@"`;
      const store = [process.execPath, "--import", "tsx", CHILD, directory, "300000"];
      const { stdout } = spawnSync("unshare", ["-rm", "sh", "-c", command, directory, ...store], { encoding: "utf8" });
      const lines = stdout.trim().split("\n");
      expect(lines[0]).toBe("ok");
      expect(lines[1]).toBe("saved 1");
      const last = JSON.parse(lines.at(-1) ?? "{}") as { error: string; health: object };
      expect(last.error).toContain("No space left on device");
      expect(last.health).toMatchObject({ status: "degraded" });
    },
    SLOW,
  );
});

describe("migrations", () => {
  it("are numbered without gaps", async () => {
    const versions = (await readMigrations()).map(({ version }) => version);
    expect(versions).toEqual(versions.map((_, at) => at + 1));
    const directory = await temporary();
    await writeFile(join(directory, "0002-second.sql"), "");
    await expect(readMigrations(new URL(`file://${directory}/`))).rejects.toThrow("is not migration 1");
  });
});
