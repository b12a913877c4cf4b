import { createHash } from "node:crypto";

/** Short, for names that tell nothing of what they are of: 132 bits. */
export const digestOf = (text: string): string => createHash("sha256").update(text).digest("base64url").slice(0, 22);
