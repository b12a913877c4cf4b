import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { buildAvatar } from "./build.ts";
import { isCurrent, sourcesDigest, writeStamp } from "./stamp.ts";

const USAGE = `Makes the character that comes with Hisho, a VRM 1.0 file.
  --out <file>  where to write it (default: web/public/avatar/shiori.vrm)
  --check       do nothing where the file is there and its sources are unchanged
  --help`;

const { values } = parseArgs({
  options: { out: { type: "string" }, check: { type: "boolean" }, help: { type: "boolean" } },
});

async function run(): Promise<string> {
  if (values.help) return USAGE;
  const models = resolve(import.meta.dirname, "..");
  // npm runs this in its workspace; a relative path is meant from where the person stands.
  const out = values.out
    ? resolve(process.env.INIT_CWD ?? process.cwd(), values.out)
    : join(models, "../web/public/avatar/shiori.vrm");
  const sources = await sourcesDigest(import.meta.dirname, join(models, "package.json"));
  if (values.check && (await isCurrent(out, sources))) return `avatar: up to date (${out})`;
  const begun = performance.now();
  const { file, triangles } = await buildAvatar();
  await mkdir(dirname(out), { recursive: true });
  await writeFile(`${out}.part`, file);
  await rename(`${out}.part`, out);
  await writeStamp(out, sources);
  const seconds = ((performance.now() - begun) / 1000).toFixed(1);
  return `avatar: ${triangles} triangles, ${Math.round(file.byteLength / 1000)} kB in ${seconds} s (${out})`;
}

console.log(await run());
