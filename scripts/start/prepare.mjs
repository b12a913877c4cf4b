import { existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fingerprint, isStamped, stamp } from "./fingerprint.mjs";
import { AVATAR, PAGE, ROOT } from "./paths.mjs";
import { run, runTypeScript } from "./run.mjs";
import { say } from "./say.mjs";

/** Downloads and converts speech models. A failure leaves the relay degraded, not stopped. */
export async function prepareModels() {
  const { code } = await runTypeScript("models/prepare/main.ts", []);
  if (code !== 0) {
    say(`Speech models are not ready (the lines above say why): the relay starts without what needs them.`);
  }
}

/** Makes the character when her sources changed. Without her the page still talks. */
export async function prepareAvatar() {
  const print = fingerprint(ROOT, ["models/avatar", "models/package.json"]);
  if (existsSync(AVATAR) && isStamped("avatar", print)) return;
  say("Making the character.");
  mkdirSync(dirname(AVATAR), { recursive: true });
  const { code } = await runTypeScript("models/avatar/main.ts", ["--out", AVATAR]);
  if (code === 0) stamp("avatar", print);
  else say("The character could not be made (the lines above say why): the page shows its plain stage instead.");
}

/** Compiles the FAISS binding where a compiler and libfaiss are; the relay searches without it otherwise. */
export async function prepareFaiss() {
  const { code, output } = await run(process.execPath, [join(ROOT, "scripts/build-faiss.mjs"), "--quiet"], {
    quiet: true,
  });
  if (code !== 0) say(`FAISS is not built, exact search serves instead: ${output.trim().split("\n").at(-1) ?? ""}`);
}

const PAGE_SOURCES = ["web", "worklets", "relay/protocol", "package-lock.json", "tsconfig.base.json"];

/** Builds the page when its sources changed. Throws a sentence when that fails. */
export async function preparePage() {
  const print = fingerprint(ROOT, PAGE_SOURCES);
  if (existsSync(PAGE) && isStamped("page", print)) return;
  say("Building the page.");
  const { code } = await run("npm", ["run", "--silent", "build", "-w", "@hisho/web"]);
  if (code !== 0) throw new Error(`The page could not be built (exit code ${code}); the reason stands above.`);
  stamp("page", print);
}
