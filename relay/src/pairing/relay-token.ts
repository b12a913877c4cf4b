/** The relay's own token, where nobody set one: made once, kept in the data directory, for its owner's eyes alone. */
import { chmod, mkdir, open, readFile, rename } from "node:fs/promises";
import path from "node:path";
import { EnvironmentError } from "../env.ts";
import { syncPath } from "../store/durable-fs.ts";

const NAME = "relay-token";
const TOKEN_BYTES = 32;
const TOKEN = /^[\x21-\x7e]{16,}$/;
const OWNER_ONLY = 0o600;

/** Where `DATA_DIR/relay-token` is. */
export const relayTokenPath = (dataDirectory: string): string => path.join(dataDirectory, NAME);

/**
 * The token of `DATA_DIR/relay-token`, made when it is not there.
 * @param randomBytes cryptographically strong
 * @throws EnvironmentError when the file cannot be kept, or holds something else
 */
export async function keepRelayToken(
  dataDirectory: string,
  randomBytes: (count: number) => Uint8Array,
): Promise<string> {
  const file = relayTokenPath(dataDirectory);
  try {
    const kept = await readKept(file);
    if (kept !== undefined) return kept;
    const token = Buffer.from(randomBytes(TOKEN_BYTES)).toString("base64url");
    await mkdir(dataDirectory, { recursive: true });
    await writePrivate(file, `${token}\n`);
    return token;
  } catch (error) {
    if (error instanceof EnvironmentError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EnvironmentError([
      { field: "DATA_DIR", expected: `pairing keeps its token in ${file}, which does not work: ${reason}` },
    ]);
  }
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

async function readKept(file: string): Promise<string | undefined> {
  let text: string;
  try {
    text = (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  if (!TOKEN.test(text)) {
    throw new EnvironmentError([
      {
        field: "DATA_DIR",
        expected: `${file} holds no token (at least 16 visible ASCII characters): delete it and another is made.`,
      },
    ]);
  }
  await chmod(file, OWNER_ONLY);
  return text;
}
