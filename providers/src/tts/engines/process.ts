import { spawn } from "node:child_process";

/** A clause never needs this long; a process that does has lost its way. */
const TIMEOUT_MS = 20_000;
/** More than ten minutes of speech. */
const MAX_OUTPUT_BYTES = 64 * 1024 * 1024;

/**
 * Runs a synthesiser without a shell, the text on its standard input. An abort kills it.
 * @returns what it wrote on standard output
 * @throws Error when it cannot be started, fails, takes too long or writes without end
 * @throws the signal's reason when aborted
 */
export function runSynthesiser(
  command: string,
  args: readonly string[],
  input: string,
  signal: AbortSignal,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const child = spawn(command, args, {
      stdio: ["pipe", "pipe", "pipe"],
      signal,
      killSignal: "SIGKILL",
      timeout: TIMEOUT_MS,
    });
    const chunks: Buffer[] = [];
    let bytes = 0;
    let complaint = "";
    child.stdout.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MAX_OUTPUT_BYTES) child.kill("SIGKILL");
      else chunks.push(chunk);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      complaint = (complaint + text).slice(-500);
    });
    child.stdin.on("error", () => {
      // It ended before it read its text: the exit below tells why.
    });
    child.once("error", (error) => reject(signal.aborted ? signal.reason : error));
    child.once("close", (code, killedBy) => {
      if (signal.aborted) reject(signal.reason);
      else if (code === 0) resolve(Buffer.concat(chunks));
      else reject(new Error(`${command} ended with ${killedBy ?? code}: ${complaint.trim()}`));
    });
    child.stdin.end(input);
  });
}
