import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall, canUseApt } from "../chromium.mjs";
import { say } from "../start/say.mjs";

const isInstalled = () =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, "redis-server")));

/** Gets a Redis server's program where it can be had; the tests run their own server with it, or skip. */
export function ensureRedis() {
  if (!isInstalled() && canUseApt()) {
    say("Installing Debian's redis-server.");
    aptInstall(["redis-server"]);
  }
  if (!isInstalled()) say("No Redis here: more than one relay is not tested (Debian: apt install redis-server).");
}
