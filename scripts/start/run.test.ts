import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { run } from "./run.mjs";

const node = (script: string) => run(process.execPath, ["-e", script], { show: "nobody" });
const RUN = fileURLToPath(new URL("run.mjs", import.meta.url));

/**
 * What a process ends with that runs `child` through run.mjs and gets `signal` once the child says it is up, and `then`
 * once it says that it has read.
 */
async function interrupted(signal: NodeJS.Signals, settings: string, child: string, then?: NodeJS.Signals) {
  const script = `
    import { run } from ${JSON.stringify(RUN)};
    const code = await run(process.execPath, ["-e", ${JSON.stringify(child)}], ${settings})
      .then((ended) => ended.code, (error) => error.exitCode);
    console.log("ended with " + code);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let output = "";
  parent.stdout.setEncoding("utf8").on("data", (text: string) => {
    if (text.includes("up")) parent.kill(signal);
    if (text.includes("read") && then !== undefined) parent.kill(then);
    output += text;
  });
  await once(parent, "close");
  return output;
}

const POLITE = `process.on("SIGINT", () => { console.log("asked"); process.exit(7); });
  process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000); console.log("up");`;

it("returns the exit code and the output", async () => {
  expect(await node("console.log('out'); console.error('err'); process.exit(3)")).toEqual({
    code: 3,
    output: expect.stringMatching(/out[\s\S]*err|err[\s\S]*out/),
  });
});

it("counts a death by signal as a shell does", async () => {
  expect((await node("process.kill(process.pid, 'SIGKILL')")).code).toBe(137);
});

it("rejects when the program is not there", async () => {
  await expect(run("no-such-program-of-hisho", [])).rejects.toThrow("ENOENT");
});

it("passes an interrupt on and returns what the program makes of it", async () => {
  const output = await interrupted("SIGINT", "{ keepInterrupt: true }", POLITE);
  expect(output).toContain("asked");
  expect(output).toContain("ended with 7");
});

it("passes SIGTERM on, and lets the program end well", async () => {
  expect(await interrupted("SIGTERM", "{ keepInterrupt: true }", POLITE)).toContain("ended with 0");
});

it("ends a step that was interrupted, however the program ended", async () => {
  expect(await interrupted("SIGINT", "{}", POLITE)).toContain("ended with 130");
  expect(await interrupted("SIGTERM", "{}", POLITE)).toContain("ended with 143");
});

it("passes on another signal that follows at once", async () => {
  const reading = `process.on("SIGHUP", () => console.log("read")); ${POLITE} setTimeout(() => process.exit(9), 4000);`;
  expect(await interrupted("SIGHUP", "{ keepInterrupt: true }", reading, "SIGTERM")).toContain("ended with 0");
});
