import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What the scripts remember between runs; deleting it costs time only. */
export const CACHE = join(ROOT, ".cache");
export const AVATAR = join(ROOT, "web/public/avatar/shiori.vrm");
export const PAGE = join(ROOT, "web/dist/index.html");
