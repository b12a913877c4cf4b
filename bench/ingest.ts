/**
 * `npm run bench -- ingest [--files 5000]`: a folder is read as `npm run ingest` reads it, with the embedded English
 * encoder: killed half way, gone on with, and read once more, when nothing may be embedded. 5,000 files take some 12
 * minutes on two cores, nearly all of them the encoder's.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { documents } from "./knowledge-load/documents.ts";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const FILES_A_FOLDER = 100;
const { values } = parseArgs({ options: { files: { type: "string", default: "5000" } } });
const count = Number(values.files);
if (!Number.isInteger(count) || count < 10) throw new Error("--files: expected a number from 10 on");

interface Run {
  seconds: number;
  code: number | null;
  printed: string;
  embedded: number | undefined;
}

const folder = await mkdtemp(join(tmpdir(), "hisho-ingest-"));
const source = join(folder, "source");
const texts = documents();
for (let at = 0; at < count; at += 1) {
  const { name, bytes } = texts.next().value;
  const place = join(source, `shelf-${Math.floor(at / FILES_A_FOLDER)}`);
  await mkdir(place, { recursive: true });
  await writeFile(join(place, name), bytes);
}

/** @param onLine told of each line of progress */
function ingest(onLine: (line: string, child: ChildProcess) => void = () => {}): Promise<Run> {
  const { RELAY_URL: _, ...environment } = process.env;
  const startedAt = performance.now();
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/ingest/main.ts", "--source", source], {
    cwd: ROOT,
    // Nobody listens at port 1: the files go straight into the data directory.
    env: { ...environment, DATA_DIR: join(folder, "data"), PORT: "1", LOG_LEVEL: "error" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  child.stdout.on("data", (bytes: Buffer) => {
    printed += bytes.toString();
  });
  child.stderr.on("data", (bytes: Buffer) => {
    for (const line of bytes.toString().split("\n")) if (line !== "") onLine(line, child);
  });
  return new Promise((resolve) => {
    child.once("exit", (code) => {
      const embedded = /(\d+) embedded/.exec(printed)?.[1];
      resolve({
        seconds: (performance.now() - startedAt) / 1000,
        code,
        printed,
        embedded: embedded === undefined ? undefined : Number(embedded),
      });
    });
  });
}

try {
  process.stdout.write(
    `${cpus().length} cores, ${cpus()[0]?.model ?? "?"}, load ${loadavg()[0]?.toFixed(2)}; ${count} files\n`,
  );
  const broken = await ingest((line, child) => {
    const [, done, of] = /(\d+) of (\d+)/.exec(line) ?? [];
    if (Number(done) * 2 >= Number(of)) child.kill("SIGKILL");
  });
  process.stdout.write(`killed half way, after ${broken.seconds.toFixed(1)} s\n`);
  const rest = await ingest();
  process.stdout.write(`gone on with, ${rest.seconds.toFixed(1)} s:\n${rest.printed}`);
  const again = await ingest();
  process.stdout.write(`once more, ${again.seconds.toFixed(1)} s:\n${again.printed}`);
  const isWhole = rest.code === 0 && again.code === 0 && again.printed.includes(`${count} unchanged`);
  const held = isWhole && again.embedded === 0;
  process.stdout.write(
    `the second run embeds ${again.embedded ?? "nothing that it tells"}: ${held ? "held" : "NOT HELD"}\n`,
  );
  if (!held) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
