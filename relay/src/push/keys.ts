/** The relay's VAPID keys (RFC 8292), made at first use. */
import path from "node:path";
import * as v from "valibot";
import { EnvironmentError } from "../env.ts";
import { keepSecret } from "../kept-secret.ts";

const NAME = "push-keys.json";
const KEYS = v.object({
  publicKey: v.pipe(v.string(), v.regex(/^[\w-]{87}$/)),
  privateKey: v.pipe(v.string(), v.regex(/^[\w-]{43}$/)),
});

/** base64url: an uncompressed P-256 point, and its secret of 32 bytes. */
export type PushKeys = v.InferOutput<typeof KEYS>;

/**
 * The keys of `DATA_DIR/push-keys.json`, which only its owner may read. Relays that share the folder share them.
 * @param randomBytes cryptographically strong
 * @throws EnvironmentError when the file cannot be kept, or holds something else
 */
export async function keepPushKeys(
  dataDirectory: string,
  randomBytes: (count: number) => Uint8Array,
): Promise<PushKeys> {
  const file = path.join(dataDirectory, NAME);
  const { default: webPush } = await import("web-push");
  const refused = (expected: string): EnvironmentError => new EnvironmentError([{ field: "DATA_DIR", expected }]);
  let text: string;
  try {
    text = await keepSecret(file, () => JSON.stringify(webPush.generateVAPIDKeys()), randomBytes);
  } catch (error) {
    throw refused(`${file} cannot be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
  const keys = v.safeParse(v.pipe(v.string(), v.parseJson(), KEYS), text);
  if (keys.success) return keys.output;
  throw refused(
    `${file} holds no keys. Put it back from a copy; or delete it, and each device that asked for pushes renews at its next visit`,
  );
}
