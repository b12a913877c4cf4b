import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { aptInstall, canUseApt } from "../chromium.mjs";
import { say } from "../start/say.mjs";

/**
 * @typedef {object} Wanted
 * @property {string} name
 * @property {string} debianPackage
 * @property {() => boolean} isInstalled
 * @property {string} without what the tests do when it cannot be had
 */

/** @param {string} program */
const onPath = (program) =>
  (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, program)));

/** @type {readonly Wanted[]} */
const WANTED = [
  {
    name: "PostgreSQL",
    debianPackage: "postgresql",
    isInstalled: () => existsSync("/usr/lib/postgresql") || onPath("initdb"),
    without: "the store is tested on PGlite alone",
  },
  {
    name: "Redis",
    debianPackage: "redis-server",
    isInstalled: () => onPath("redis-server"),
    without: "more than one relay is not tested",
  },
  {
    name: "Caddy",
    debianPackage: "caddy",
    isInstalled: () => onPath("caddy"),
    without: "its configuration is not tried",
  },
  {
    name: "Prometheus",
    debianPackage: "prometheus",
    isInstalled: () => onPath("prometheus") && onPath("promtool"),
    without: "rules and dashboards are not tried",
  },
  {
    name: "Radicale",
    debianPackage: "radicale",
    isInstalled: () => onPath("radicale"),
    without: "a CalDAV account is not tried",
  },
  {
    name: "NumPy",
    debianPackage: "python3-numpy",
    isInstalled: () => spawnSync("python3", ["-c", "import numpy"]).status === 0,
    without: "the mouth's training is not tried",
  },
];

/** Gets the programs of servers where they can be had; the tests run servers of their own with them, or skip. */
export function ensureServers() {
  const missing = WANTED.filter(({ isInstalled }) => !isInstalled());
  if (missing.length > 0 && canUseApt()) {
    const packages = missing.map(({ debianPackage }) => debianPackage);
    say(`Installing from Debian: ${packages.join(", ")}.`);
    aptInstall(packages);
  }
  for (const { name, debianPackage, without } of missing.filter(({ isInstalled }) => !isInstalled())) {
    say(`No ${name} here: ${without} (Debian: apt install ${debianPackage}).`);
  }
}
