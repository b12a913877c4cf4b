/** The relay's own token, where nobody set one: made once, kept in the data directory, for its owner's eyes alone. */
import path from "node:path";
import { EnvironmentError } from "../env.ts";
import { keepSecret } from "../kept-secret.ts";

const NAME = "relay-token";
const TOKEN_BYTES = 32;
const TOKEN = /^[\x21-\x7e]{16,}$/;

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
  const refused = (expected: string): EnvironmentError => new EnvironmentError([{ field: "DATA_DIR", expected }]);
  const make = (): string => Buffer.from(randomBytes(TOKEN_BYTES)).toString("base64url");
  let token: string;
  try {
    token = await keepSecret(file, make, randomBytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw refused(`pairing keeps its token in ${file}, which does not work: ${reason}`);
  }
  if (TOKEN.test(token)) return token;
  throw refused(`${file} holds no token (at least 16 visible ASCII characters): delete it and another is made.`);
}
