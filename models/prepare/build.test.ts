import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { BUILD_LOG, buildEngine, buildState } from "./build.ts";
import { findCommand } from "./machine.ts";
import type { AssetBuild } from "./manifest.ts";

const never = new AbortController().signal;
const build: AssetBuild = {
  unlessCommand: "hisho-test-engine",
  needsCommands: ["make"],
  sources: ["Makefile"],
  targets: ["first", "second"],
  makeFlags: "ACLOCAL=:",
  environment: { GREETING: "hello" },
  result: "out/engine",
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hisho-build-"));
  mkdirSync(join(folder, "source"));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function makefile(...lines: string[]) {
  writeFileSync(join(folder, "source/Makefile"), lines.join("\n"));
}

describe("what there is to build", () => {
  it("is nothing where the program is installed or a tool is missing", async () => {
    expect(await buildState({ ...build, needsCommands: ["no-such-tool"] }, folder)).toEqual({
      state: "impossible",
      reason: "no-such-tool not found",
    });
    const bin = join(folder, "path");
    mkdirSync(join(bin, "hisho-test-engine"), { recursive: true }); // a folder of that name is no program
    vi.stubEnv("PATH", bin);
    expect((await buildState(build, folder)).state).toBe("impossible");
    rmSync(join(bin, "hisho-test-engine"), { recursive: true });
    writeFileSync(join(bin, "hisho-test-engine"), "");
    chmodSync(join(bin, "hisho-test-engine"), 0o755);
    expect((await buildState(build, folder)).state).toBe("not-needed");
  });
});

describe.skipIf(findCommand("make") === undefined)("building an engine", () => {
  it("makes the targets in order and keeps the program alone", async () => {
    makefile("first:", "\tmkdir out", "second:", "\tprintf '%s %s' \"$$GREETING\" $(ACLOCAL) > out/engine");
    expect((await buildState(build, folder)).state).toBe("to-do");
    const lines: string[] = [];
    await buildEngine(build, folder, (line) => lines.push(line), never);
    expect(readFileSync(join(folder, "bin/engine"), "utf8")).toBe("hello :");
    expect(lines).toContain("mkdir out");
    expect((await buildState(build, folder)).state).toBe("built");
    expect(readdirSync(folder)).toEqual(["bin"]);
  });

  it("keeps the log of a failure, and does not try again by itself", async () => {
    makefile("first:", "\t@echo the compiler complains; false");
    await expect(buildEngine(build, folder, () => {}, never)).rejects.toMatchObject({ reason: "build" });
    expect(readFileSync(join(folder, BUILD_LOG), "utf8")).toContain("the compiler complains");
    expect((await buildState(build, folder)).state).toBe("failed-before");
    expect(existsSync(join(folder, ".build"))).toBe(false);
    rmSync(join(folder, BUILD_LOG));
    expect((await buildState(build, folder)).state).toBe("to-do");
  });

  it("ends with what make has started when it is stopped, and keeps nothing", async () => {
    makefile("first:", "\t@echo begun; sleep 60");
    const stop = new AbortController();
    const building = buildEngine(build, folder, () => stop.abort(new Error("stopped")), stop.signal);
    await expect(building).rejects.toThrow("stopped");
    expect(readdirSync(folder)).toEqual(["source"]);
  });
});
