import { spawn } from "node:child_process";
import { constants } from "node:os";
import { ROOT } from "./paths.mjs";

/** @type {readonly NodeJS.Signals[]} */
const PASSED_ON = ["SIGINT", "SIGTERM", "SIGHUP"];
/** A terminal's Ctrl-C reaches this process twice, from the terminal and from npm: one press is one signal. */
const SAME_PRESS_MS = 300;

/** The person ended a step. `exitCode` is what a shell reports for the signal. */
export class Interrupted extends Error {
  /** @param {NodeJS.Signals} signal */
  constructor(signal) {
    super(`Ended by ${signal}.`);
    this.exitCode = 128 + constants.signals[signal];
  }
}

/**
 * Passes signals on to a child while it lives.
 * @param {import("node:child_process").ChildProcess} child
 */
function passSignals(child) {
  /** @type {NodeJS.Signals | undefined} */
  let received;
  /** @type {NodeJS.Signals | undefined} */
  let passed;
  let passedAtMs = Number.NEGATIVE_INFINITY;
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    received ??= signal;
    const nowMs = performance.now();
    if (signal === passed && nowMs - passedAtMs < SAME_PRESS_MS) return;
    passed = signal;
    passedAtMs = nowMs;
    // A terminal that goes away ends what it began; from anywhere else SIGHUP asks for the configuration to be read again.
    child.kill(signal === "SIGHUP" && process.stdout.isTTY ? "SIGTERM" : signal);
  };
  for (const signal of PASSED_ON) process.on(signal, pass);
  return {
    received: () => received,
    stop: () => {
      for (const signal of PASSED_ON) process.off(signal, pass);
    },
  };
}

/**
 * @typedef {object} Ended
 * @property {number} code the exit code, 128 + n for a signal of its own
 * @property {string} output what it printed, unless that was only shown
 */

/**
 * @typedef {object} RunSettings
 * @property {"terminal" | "nobody" | "both"} [show] who sees its output: the terminal (the default), nobody, or the
 *   terminal and the caller; the caller gets it with `nobody` and `both`
 * @property {NodeJS.ProcessEnv} [env]
 * @property {boolean} [keepInterrupt] an interrupted program's exit code is returned like any other
 */

/**
 * Runs a program in the repository's root to its end. Signals to this process go to it, and it decides how it ends.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunSettings} [settings]
 * @returns {Promise<Ended>}
 * @throws {Interrupted} when this process was told to end meanwhile
 */
export function run(command, args, { show = "terminal", env = process.env, keepInterrupt = false } = {}) {
  const { promise, resolve, reject } = deferred();
  // A group of its own: a terminal's Ctrl-C then reaches the program once, through passSignals.
  const child = spawn(command, args, {
    cwd: ROOT,
    env,
    detached: process.platform !== "win32",
    shell: process.platform === "win32" && command === "npm",
    stdio: show === "terminal" ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text) => {
      output += text;
      if (show === "both") process.stdout.write(text);
    });
  }
  const signals = passSignals(child);
  child.once("error", (error) => {
    signals.stop();
    reject(error);
  });
  child.once("close", (code, signal) => {
    signals.stop();
    const received = signals.received();
    if (received !== undefined && !keepInterrupt) reject(new Interrupted(received));
    else resolve({ code: code ?? 128 + (signal === null ? 0 : constants.signals[signal]), output });
  });
  return promise;
}

/** @returns {{ promise: Promise<Ended>, resolve: (ended: Ended) => void, reject: (error: Error) => void }} */
function deferred() {
  /** @type {(ended: Ended) => void} */
  let resolve = () => {};
  /** @type {(error: Error) => void} */
  let reject = () => {};
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise: /** @type {Promise<Ended>} */ (promise), resolve, reject };
}

/**
 * Runs one of the project's TypeScript files.
 * @param {string} file relative to the root
 * @param {readonly string[]} args
 * @param {RunSettings} [settings]
 */
export const runTypeScript = (file, args, settings) =>
  run(process.execPath, ["--import", "tsx", file, ...args], settings);
