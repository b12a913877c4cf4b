/** `npm run bench -- NAME [options]`: runs bench/NAME.ts. Without a known name it lists them. */
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { ROOT } from "./start/paths.mjs";
import { Interrupted, runTypeScript } from "./start/run.mjs";
import { say } from "./start/say.mjs";

const FOLDER = join(ROOT, "bench");

/** A benchmark says in its first lines how it is called; other files there are its helpers. */
function benchmarks() {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) => {
    const name = basename(file, ".ts");
    const opening = readFileSync(join(FOLDER, file), "utf8").split("*/")[0] ?? "";
    const [, about] = new RegExp(`\`npm run bench -- ${name}[^\`]*\`:?([\\s\\S]*)`).exec(opening) ?? [];
    return about === undefined ? [] : [{ name, about: about.replace(/\s*\n \*\s*/g, " ").trim() }];
  });
}

const known = benchmarks();
const [name, ...rest] = process.argv.slice(2);
if (known.some((benchmark) => benchmark.name === name)) {
  try {
    process.exitCode = (await runTypeScript(`bench/${name}.ts`, rest)).code;
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    process.exitCode = error.exitCode;
  }
} else {
  const isQuestion = name === undefined || name === "--help";
  if (!isQuestion) say(`There is no benchmark named "${name}".\n`);
  say("npm run bench -- NAME [options]\n");
  for (const { name, about } of known) say(`${name}: ${about}`);
  process.exitCode = isQuestion ? 0 : 2;
}
