import { existsSync } from "node:fs";
import { join } from "node:path";
import { fingerprint, isStamped, stamp } from "./fingerprint.mjs";
import { AVATAR, PAGE, ROOT } from "./paths.mjs";
import { run, runTypeScript } from "./run.mjs";
import { say } from "./say.mjs";

/** Downloads and converts speech models. A failure leaves the relay degraded, not stopped. */
export async function prepareModels() {
  const { code } = await runTypeScript("models/prepare/main.ts", ["--quiet"]);
  if (code !== 0) {
    say(`Speech models are not ready (the lines above say why): the relay starts without what needs them.`);
  }
}

/** Makes the character when she is missing or her sources changed. Without her the page still talks. */
export async function prepareAvatar() {
  const isThere = existsSync(AVATAR);
  if (!isThere) say("Making the character.");
  const show = isThere ? "nobody" : "terminal";
  const { code, output } = await runTypeScript("models/avatar/main.ts", ["--check", "--out", AVATAR], { show });
  if (code === 0) return;
  say(`${output}The character could not be made: the page shows its plain stage instead.`);
}

/** Compiles the FAISS binding where a compiler and libfaiss are. The relay's table says what it searches with. */
export async function prepareFaiss() {
  const { output } = await run(process.execPath, [join(ROOT, "scripts/build-faiss.mjs")], { show: "nobody" });
  if (/built against|not built|does not load/.test(output)) say(output.trim());
}

const PAGE_SOURCES = ["web", "worklets", "relay/protocol", "package-lock.json", "tsconfig.base.json"];

/** Builds the page when its sources changed. Throws a sentence when that fails. */
export async function preparePage() {
  const print = fingerprint(ROOT, PAGE_SOURCES);
  if (existsSync(PAGE) && isStamped("page", print)) return;
  say("Building the page.");
  const { code, output } = await run("npm", ["run", "--silent", "build", "-w", "@hisho/web"], { show: "nobody" });
  if (code !== 0) throw new Error(`${output}The page could not be built (exit code ${code}).`);
  stamp("page", print);
}
