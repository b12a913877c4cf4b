/** The disk that voices are kept on: not to be written to, full, too slow, and after kill -9. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createLog } from "../src/log.ts";
import { Recordings } from "../src/recordings/recordings.ts";
import { readStatus } from "./harness.ts";
import { begin, client, connect, filesIn, kept, SLOW, session, stage } from "./recordings-scene.ts";
import { temporary } from "./store-fixtures.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CHILD = fileURLToPath(new URL("./recordings-child.ts", import.meta.url));

stage();

describe("a disk", { timeout: SLOW }, () => {
  it("that cannot be written to harms no turn; /ready and the log say it once, and that it is over", async () => {
    const scene = await begin();
    await writeFile(scene.directory, "a file in the folder's place");
    const talk = await connect(scene);
    for (const turn of [1, 2]) {
      talk.say();
      expect((await talk.turnEnd(turn)).reason).toBe("completed");
    }
    expect(await kept(scene)).toEqual([{ turn: 1 }, { turn: 2 }]);
    const { warnings } = await readStatus(scene.relay);
    expect(warnings).toContainEqual({
      stage: "recordings",
      provider: "recordings",
      message: expect.stringMatching(/^Voices are not kept now: E\w+: .*AUDIO_ARCHIVE=off/s),
    });
    expect(scene.logged.filter((line) => line.includes("voices not kept"))).toHaveLength(1);
    await rm(scene.directory);
    talk.say();
    await talk.turnEnd(3);
    expect((await kept(scene))[2]?.userAudioRef).toBeDefined();
    expect((await readStatus(scene.relay)).warnings.map(({ stage }) => stage)).not.toContain("recordings");
    expect(scene.logged.filter((line) => line.includes("voices are kept again"))).toHaveLength(1);
  });

  it("that is only the owner's to read", async () => {
    const scene = await begin();
    (await connect(scene)).say();
    await client!.turnEnd(1);
    const [turn] = await kept(scene);
    const file = path.join(scene.directory, turn?.userAudioRef ?? "");
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect((await stat(path.dirname(file))).mode & 0o077).toBe(0);
  });

  const mount = "mount -t tmpfs -o size=4m none";
  const hasMounts = spawnSync("unshare", ["-rm", "sh", "-c", `${mount} /mnt`]).status === 0;
  it.skipIf(!hasMounts)(
    "that is full is told, and leaves no half file (skipped where no private mount can be made)",
    async () => {
      const directory = await temporary();
      const command = `${mount} "$0" && "$@" && find "$0" -type f -size +0 -printf '%s %f\\n'`;
      const child = [process.execPath, "--import", "tsx", CHILD, directory];
      const { stdout } = spawnSync("unshare", ["-rm", "sh", "-c", command, directory, ...child], {
        encoding: "utf8",
        cwd: ROOT,
      });
      const lines = stdout.trim().split("\n");
      expect(lines.filter((line) => line.includes("voices not kept"))).toHaveLength(1);
      const health = lines.find((line) => line.startsWith('{"status"')) ?? "{}";
      expect(JSON.parse(health)).toMatchObject({
        status: "degraded",
        reason: expect.stringContaining("the disk is full"),
      });
      const files = lines.filter((line) => /^\d+ /.test(line));
      expect(files.length).toBeGreaterThan(0);
      expect(new Set(files.map((line) => line.split(" ")[0])).size).toBe(1);
      expect(files.join()).not.toContain(".parts");
    },
  );

  it("has whole files only after kill -9, and the half one is gone after an hour", async () => {
    const directory = await temporary();
    const child: ChildProcess = spawn(process.execPath, ["--import", "tsx", CHILD, directory, "30000"], { cwd: ROOT });
    const lines = createInterface({ input: child.stdout! });
    for await (const line of lines) if (line === "asked 5") child.kill("SIGKILL");
    if (child.signalCode === null) await once(child, "exit");
    expect(child.signalCode).toBe("SIGKILL");
    const files = (await filesIn(directory)).filter((name) => !name.startsWith(".parts"));
    expect(files.length).toBeGreaterThanOrEqual(8);
    for (const name of files) {
      const bytes = await readFile(path.join(directory, name));
      const lastPage = bytes.lastIndexOf("OggS");
      expect([name, bytes[lastPage + 5]]).toEqual([name, 4]);
    }
    const half = path.join(directory, ".parts", "7-0a.user.opus");
    await writeFile(half, "half");
    const log = createLog("error", (line) => process.stderr.write(line));
    const recordings = new Recordings({ directory, on: true, log });
    await recordings.prepare(new Date());
    expect(existsSync(half)).toBe(true);
    const anHourAgo = new Date(Date.now() - 61 * 60 * 1000);
    await utimes(half, anHourAgo, anHourAgo);
    await recordings.prepare(new Date());
    expect(existsSync(half)).toBe(false);
  });

  it("that is far too slow costs voices, not the relay's memory", async () => {
    let release = (): void => {};
    const stuck = new Promise<boolean>((resolve) => {
      release = () => resolve(true);
    });
    const log = createLog("error", () => {});
    const directory = await temporary();
    const recordings = new Recordings({ directory, on: true, log });
    const huge = { bytes: 30 * 1024 * 1024, ogg: () => [Uint8Array.of(1)] };
    for (const turn of [1, 2, 3])
      recordings.keep({ sessionId: session, turn, traceId: "0a" }, { user: huge }, () => stuck);
    expect(recordings.health()).toMatchObject({ status: "degraded", reason: expect.stringContaining("too slow") });
    release();
    await recordings.settled();
    expect(await filesIn(directory)).toEqual([`${session}/1-0a.user.opus`, `${session}/2-0a.user.opus`]);
    expect(recordings.health()).toEqual({ status: "ok" });
  });
});
