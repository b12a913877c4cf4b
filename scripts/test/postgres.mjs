import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall, canUseApt } from "../chromium.mjs";
import { say } from "../start/say.mjs";

const DEBIAN = "/usr/lib/postgresql";
const isInstalled = () =>
  existsSync(DEBIAN) || (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "initdb")));

/** Gets a PostgreSQL server's programs where they can be had; the tests run their own server with them, or skip. */
export function ensurePostgres() {
  if (!isInstalled() && canUseApt()) {
    say("Installing Debian's postgresql.");
    aptInstall(["postgresql"]);
  }
  if (!isInstalled()) say("No PostgreSQL here: the store is tested on PGlite alone (Debian: apt install postgresql).");
}
