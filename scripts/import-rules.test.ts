import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

interface Violation {
  rule: { name: string };
  from: string;
  to: string;
}

/** A small house: each file and what it imports. */
const HOUSE: Record<string, string[]> = {
  // Allowed directions.
  "relay/protocol/index.ts": [],
  "worklets/dsp/ring.ts": ["@hisho/protocol"],
  "worklets/dsp/ring.test.ts": ["./ring.ts", "some-package"],
  "worklets/ports/capture.ts": ["../dsp/ring.ts"],
  "worklets/audio/capture.processor.ts": ["../dsp/ring.ts", "../ports/capture.ts", "./registered.ts"],
  "worklets/audio/registered.ts": [],
  "worklets/workers/vad.worker.ts": ["../dsp/ring.ts", "some-package"],
  "web/src/audio/microphone.ts": ["../../../worklets/audio/capture.processor.ts?worker&url", "@hisho/protocol"],
  "web/src/ui/Talk.ts": ["../../../worklets/ports/capture.ts"],
  "web/e2e/talk.spec.ts": ["../../relay/src/app.ts", "../../providers/src/testing/fake.ts"],
  "providers/src/port.ts": ["@hisho/protocol"],
  "providers/src/testing/fake.ts": ["../port.ts"],
  "relay/src/app.ts": ["../../providers/src/port.ts"],
  "relay/tests/app.test.ts": ["../src/app.ts", "../../providers/src/testing/fake.ts"],
  "models/viseme/hear.ts": ["../../worklets/dsp/ring.ts"],
  "bench/relay.ts": ["../relay/src/app.ts", "../worklets/dsp/ring.ts", "../providers/src/testing/fake.ts"],
  // One violation each.
  "relay/src/cycle-a.ts": ["./cycle-b.ts"],
  "relay/src/cycle-b.ts": ["./cycle-a.ts"],
  "relay/protocol/leaky.ts": ["../../worklets/dsp/ring.ts"],
  "web/src/peeks.ts": ["../../providers/src/port.ts"],
  "providers/src/peeks.ts": ["../../worklets/dsp/ring.ts"],
  "providers/src/knows.ts": ["../../relay/src/app.ts"],
  "worklets/dsp/impure.ts": ["some-package"],
  "worklets/audio/crosses.ts": ["../workers/vad.worker.ts"],
  "worklets/ports/costly.ts": ["../workers/vad.worker.ts"],
  "web/src/ui/starts.ts": ["../../../worklets/audio/capture.processor.ts?worker&url"],
  "relay/src/fakes.ts": ["../../providers/src/testing/fake.ts"],
  "relay/src/measures.ts": ["../../bench/relay.ts"],
  "relay/src/builds.ts": ["a-tool"],
};

const EXPECTED = [
  ["no-cycles", "relay/src/cycle-a.ts", "relay/src/cycle-b.ts"],
  ["protocol-is-a-leaf", "relay/protocol/leaky.ts", "worklets/dsp/ring.ts"],
  ["browser-and-server-meet-only-in-protocol", "web/src/peeks.ts", "providers/src/port.ts"],
  ["server-never-sees-the-browser", "providers/src/peeks.ts", "worklets/dsp/ring.ts"],
  ["providers-do-not-know-the-relay", "providers/src/knows.ts", "relay/src/app.ts"],
  ["dsp-is-pure", "worklets/dsp/impure.ts", "node_modules/some-package/index.js"],
  ["threads-do-not-import-each-other", "worklets/audio/crosses.ts", "worklets/workers/vad.worker.ts"],
  ["threads-do-not-import-each-other", "worklets/ports/costly.ts", "worklets/workers/vad.worker.ts"],
  ["only-audio-starts-threads", "web/src/ui/starts.ts", "worklets/audio/capture.processor.ts"],
  ["tests-stay-out-of-the-product", "relay/src/fakes.ts", "providers/src/testing/fake.ts"],
  ["tests-stay-out-of-the-product", "relay/src/measures.ts", "bench/relay.ts"],
  ["images-have-no-dev-dependencies", "relay/src/builds.ts", "node_modules/a-tool/index.js"],
] as const;

function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function build(house: string): void {
  for (const [path, imports] of Object.entries(HOUSE)) {
    const lines = imports.map((from, index) => `import type { T as T${index} } from ${JSON.stringify(from)};`);
    write(house, path, [...lines, "export type T = 1;", ""].join("\n"));
  }
  const packages = { dependencies: { "some-package": "1.0.0" }, devDependencies: { "a-tool": "1.0.0" } };
  write(house, "package.json", JSON.stringify({ type: "module", ...packages }));
  write(house, "relay/protocol/package.json", '{ "name": "@hisho/protocol", "exports": { ".": "./index.ts" } }');
  for (const name of ["some-package", "a-tool"]) {
    write(house, `node_modules/${name}/package.json`, JSON.stringify({ name, main: "index.js" }));
    write(house, `node_modules/${name}/index.js`, "");
  }
  mkdirSync(join(house, "node_modules/@hisho"));
  symlinkSync("../../relay/protocol", join(house, "node_modules/@hisho/protocol"));
}

function cruise(house: string): Violation[] {
  const cli = join(ROOT, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs");
  const config = join(ROOT, ".dependency-cruiser.cjs");
  const rooms = ["web", "worklets", "relay", "providers", "bench"];
  const { stdout, stderr } = spawnSync(process.execPath, [cli, "--config", config, "--output-type", "json", ...rooms], {
    cwd: house,
    encoding: "utf8",
  });
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout).summary.violations;
}

describe("the import rules", () => {
  const house = mkdtempSync(join(tmpdir(), "hisho-house-"));
  let found: string[][] = [];

  beforeAll(() => {
    build(house);
    found = cruise(house).map(({ rule, from, to }) => [rule.name, from, to]);
  }, 30_000);
  afterAll(() => rmSync(house, { recursive: true }));

  it.each(EXPECTED)("%s: %s must not import %s", (...violation) => {
    expect(found).toContainEqual(violation);
  });

  it("let everything else pass", () => {
    const known = new Set(EXPECTED.map((violation) => violation.join(" ")));
    const surprises = found.filter((violation) => !known.has(violation.join(" ")));
    expect(surprises).toEqual([]);
  });
});
