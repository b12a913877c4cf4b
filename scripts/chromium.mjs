/**
 * Finds, or gets, a Chromium for the browser tests: an installed one, else Playwright's own, else Debian's package.
 * Run directly it prints the path it ended with.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { pathToFileURL } from "node:url";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
const FIXED_PLACES = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/**
 * Software WebGL, a fake microphone that needs no permission prompt, sound without a gesture, no traffic of its own.
 * A test that plays a recording adds `--use-file-for-fake-audio-capture=FILE%noloop`.
 */
export const CHROMIUM_FLAGS = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-gl=angle",
  "--use-angle=swiftshader",
  "--enable-unsafe-swiftshader",
  "--use-fake-ui-for-media-stream",
  "--use-fake-device-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
];

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** @param {NodeJS.ProcessEnv} env */
function installedChromium(env) {
  const onPath = (env.PATH ?? "").split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return [...onPath, ...FIXED_PLACES].find(isExecutable);
}

/** Where Playwright keeps its own Chromium; the file need not exist. Undefined while Playwright is not installed. */
function playwrightChromium() {
  try {
    const { chromium } = createRequire(import.meta.url)("playwright");
    return /** @type {string} */ (chromium.executablePath());
  } catch {
    return undefined;
  }
}

/**
 * A Chromium that is on the machine now, or undefined. `CHROMIUM_PATH` wins over everything.
 * @param {NodeJS.ProcessEnv} env
 * @returns {string | undefined}
 */
export function findChromium(env = process.env) {
  if (env.CHROMIUM_PATH) return env.CHROMIUM_PATH;
  const installed = installedChromium(env);
  if (installed !== undefined) return installed;
  const own = playwrightChromium();
  return own !== undefined && existsSync(own) ? own : undefined;
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {number} limitMs
 */
function run(command, args, limitMs) {
  return spawnSync(command, args, {
    stdio: ["ignore", "inherit", "inherit"],
    timeout: limitMs,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  });
}

const TEN_MINUTES_MS = 600_000;

/** Whether apt can be expected to install a package: a Debian-like machine and enough rights. */
export function canUseApt() {
  return process.getuid?.() === 0 && existsSync("/usr/bin/apt-get");
}

/**
 * Installs Debian packages, waiting for another apt to finish. True when apt said so.
 * @param {string[]} packages
 */
export function aptInstall(packages) {
  const lock = ["-o", "DPkg::Lock::Timeout=300", "-qq"];
  run("apt-get", [...lock, "update"], TEN_MINUTES_MS);
  return (
    run("apt-get", [...lock, "install", "-y", "--no-install-recommends", ...packages], TEN_MINUTES_MS).status === 0
  );
}

/**
 * A Chromium's path; gets one when none is there. Throws a sentence that says what to install.
 * @param {(line: string) => void} log
 * @returns {string}
 */
export function ensureChromium(log = (line) => process.stdout.write(`${line}\n`)) {
  const found = findChromium();
  if (found !== undefined) return found;
  log("No Chrome or Chromium is installed: asking Playwright for its own.");
  if (run("npx", ["--no-install", "playwright", "install", "chromium"], TEN_MINUTES_MS).status !== 0) {
    log("Playwright could not download its Chromium.");
  }
  const downloaded = findChromium();
  if (downloaded !== undefined) return downloaded;
  if (canUseApt()) {
    log("Installing Debian's chromium package.");
    aptInstall(["chromium"]);
    const packaged = findChromium();
    if (packaged !== undefined) return packaged;
  }
  throw new Error(
    "The browser tests need Chrome or Chromium. Install one (Debian: apt install chromium) or set CHROMIUM_PATH to it.",
  );
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  try {
    process.stdout.write(`${ensureChromium()}\n`);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
    process.exitCode = 1;
  }
}
