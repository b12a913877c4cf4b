import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { CACHE } from "./paths.mjs";

/** Names that never change what is built. */
const SKIPPED = /^(node_modules|dist|e2e|tests|\..*)$|\.test\.tsx?$|\.md$/;

/** @param {string} path @returns {string[]} every file below, in one order on every machine */
function filesIn(path) {
  if (!existsSync(path)) return [];
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !SKIPPED.test(name))
    .sort()
    .flatMap((name) => filesIn(join(path, name)));
}

/**
 * A hash of the names and contents of files and folders; tests and build outputs do not count.
 * @param {string} root
 * @param {readonly string[]} sources relative to the root; what is not there counts as empty
 */
export function fingerprint(root, sources) {
  const hash = createHash("sha256");
  for (const file of sources.flatMap((source) => filesIn(join(root, source)))) {
    const bytes = readFileSync(file);
    hash.update(`${relative(root, file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest("hex");
}

/** @param {string} name @param {string} [folder] */
function stampFile(name, folder = CACHE) {
  return join(folder, `${name}.stamp`);
}

/** Whether the step ended well with these inputs before. @param {string} name @param {string} print @param {string} [folder] */
export function isStamped(name, print, folder) {
  const file = stampFile(name, folder);
  return existsSync(file) && readFileSync(file, "utf8") === print;
}

/** Remembers that the step ended well. @param {string} name @param {string} print @param {string} [folder] */
export function stamp(name, print, folder) {
  const file = stampFile(name, folder);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, print);
}
