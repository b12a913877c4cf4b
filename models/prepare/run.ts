import { spawn } from "node:child_process";

export interface RunOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** Called with each full line of either stream. */
  onLine?: (line: string) => void;
  signal: AbortSignal;
}

export interface RunResult {
  code: number | null;
  stdout: string;
  /** The last 4,000 characters of stderr. */
  stderr: string;
}

/**
 * Runs a program without a shell and waits for its end.
 * @throws the signal's reason when aborted; the program and what it started are killed
 * @throws Error when it cannot be started
 */
export function run(command: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  options.signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const grouped = process.platform !== "win32"; // a group of its own, so that make's children end with make
    const child = spawn(command, args, {
      stdio: ["ignore", "pipe", "pipe"],
      detached: grouped,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    });
    let stdout = "";
    let stderr = "";
    const abort = () => {
      if (child.pid === undefined) return;
      if (grouped) {
        process.kill(-child.pid, "SIGTERM");
      } else {
        child.kill();
      }
    };
    options.signal.addEventListener("abort", abort, { once: true });
    const done = () => options.signal.removeEventListener("abort", abort);
    child.stdout.setEncoding("utf8").on(
      "data",
      lines(options.onLine, (text) => (stdout += text)),
    );
    child.stderr.setEncoding("utf8").on(
      "data",
      lines(options.onLine, (text) => (stderr = (stderr + text).slice(-4_000))),
    );
    child.once("error", (error) => {
      done();
      reject(error);
    });
    child.once("close", (code) => {
      done();
      if (options.signal.aborted) reject(options.signal.reason);
      else resolve({ code, stdout, stderr });
    });
  });
}

function lines(onLine: ((line: string) => void) | undefined, keep: (text: string) => void): (text: string) => void {
  let rest = "";
  return (text) => {
    keep(text);
    if (onLine === undefined) return;
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const line of parts) onLine(line);
  };
}
