/** A secret in a file of the data directory: made once, for its owner's eyes alone. */
import { chmod, link, mkdir, open, readFile, rename, rm, stat } from "node:fs/promises";
import path from "node:path";
import { syncPath } from "./store/durable-fs.ts";

const OWNER_ONLY = 0o600;

/**
 * The text of `file`, without space around it; `make` gives it where the file is not there. Relays that share the folder
 * share the secret: of several that begin at once, the first one's stands.
 * @param make a text that does not end in white space
 * @param randomBytes cryptographically strong
 * @throws the file system's error
 */
export async function keepSecret(
  file: string,
  make: () => string,
  randomBytes: (count: number) => Uint8Array,
): Promise<string> {
  const kept = await read(file);
  if (kept !== undefined) return kept;
  await mkdir(path.dirname(file), { recursive: true });
  const own = `${file}.${Buffer.from(randomBytes(6)).toString("hex")}`;
  await writePrivate(own, `${make()}\n`);
  try {
    await link(own, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(own, { force: true });
  }
  const made = await read(file);
  if (made === undefined) throw new Error("it is gone as soon as it was written");
  return made;
}

/** Writes a file that only its owner may read, whole or not at all, and on disk when the promise resolves. */
export async function writePrivate(file: string, text: string): Promise<void> {
  const unfinished = `${file}.new`;
  const handle = await open(unfinished, "w", OWNER_ONLY);
  try {
    await handle.chmod(OWNER_ONLY);
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(unfinished, file);
  await syncPath(path.dirname(file));
}

async function read(file: string): Promise<string | undefined> {
  let text: string;
  try {
    text = (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  const { mode } = await stat(file);
  if ((mode & 0o777 & ~OWNER_ONLY) !== 0) await chmod(file, OWNER_ONLY);
  return text;
}
