/** `npm run bench -- NAME [options]`: runs bench/NAME.ts. Without a known name it lists them. */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "./start/paths.mjs";

const folder = join(ROOT, "bench");
const names = existsSync(folder)
  ? readdirSync(folder)
      .filter((file) => file.endsWith(".ts") && !/\.(test|d)\.ts$/.test(file))
      .map((file) => basename(file, ".ts"))
      .sort()
  : [];

const [name, ...rest] = process.argv.slice(2);
if (name !== undefined && names.includes(name)) {
  const args = ["--import", "tsx", join(folder, `${name}.ts`), ...rest];
  process.exitCode = spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" }).status ?? 1;
} else {
  const isQuestion = name === undefined || name === "--help";
  const lines = [
    ...(isQuestion ? [] : [`There is no benchmark named "${name}".`]),
    "npm run bench -- NAME [options]",
    names.length > 0 ? `Names: ${names.join(", ")}` : "There are no benchmarks yet.",
  ];
  process[isQuestion ? "stdout" : "stderr"].write(`${lines.join("\n")}\n`);
  process.exitCode = isQuestion ? 0 : 2;
}
