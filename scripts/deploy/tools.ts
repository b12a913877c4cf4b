/** Programs that check files of their own: caddy, promtool, docker compose, sh. Each where the machine has it. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CADDYFILE } from "./network-files.ts";
import type { Problems } from "./problem.ts";
import { PROMETHEUS } from "./prometheus-files.ts";

/** What a program could not be asked, and what to do about it. */
export type Skipped = string;

interface Run {
  command: string;
  args: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** @returns what it said when it failed; undefined when it is content; null when it is not on this machine */
function ask(root: string, { command, args, env = {} }: Run): string | undefined | null {
  const { error, status, stdout, stderr } = spawnSync(command, args, {
    cwd: root,
    encoding: "utf8",
    // The person's own variables would take the place of .env.default.
    env: { PATH: process.env.PATH ?? "", HOME: process.env.HOME ?? "", ...env },
  });
  if (error !== undefined && "code" in error && error.code === "ENOENT") return null;
  if (error === undefined && status === 0) return undefined;
  const lines = `${error?.message ?? ""}\n${stderr}\n${stdout}`.trim().split("\n");
  // A program's last word on the matter, with what belongs to it.
  const from = lines.findLastIndex((line) => /err|fail|invalid|unrecognized/i.test(line));
  return lines.slice(Math.max(from, 0)).join(" ").replace(/\s+/g, " ");
}

function checkCaddy(root: string, problems: Problems): Skipped[] {
  // Caddy makes its certificate authority while it checks.
  const home = mkdtempSync(join(tmpdir(), "hisho-caddy-"));
  try {
    const env = {
      HOME: home,
      XDG_DATA_HOME: home,
      XDG_CONFIG_HOME: home,
      LAN_ADDRESS: "192.168.1.20",
      LAN_SITES: "https://192.168.1.20, https://hisho.local, https://localhost",
    };
    const args = ["validate", "--adapter", "caddyfile", "--config", CADDYFILE];
    const said = ask(root, { command: "caddy", args, env });
    if (said === null) return ["caddy validate: caddy is not on this machine; apt-get install caddy brings it."];
    if (said !== undefined) problems.add(CADDYFILE, `caddy validate: ${said}`);
    return [];
  } finally {
    rmSync(home, { recursive: true });
  }
}

function checkPrometheus(root: string, problems: Problems): Skipped[] {
  if (!existsSync(join(root, PROMETHEUS))) return [];
  const said = ask(root, { command: "promtool", args: ["check", "config", PROMETHEUS] });
  if (said === null) {
    return ["promtool check: promtool is not on this machine; apt-get install prometheus brings it."];
  }
  if (said !== undefined) problems.add(PROMETHEUS, `promtool check config: ${said}`);
  return [];
}

function checkScripts(root: string, problems: Problems): void {
  const scripts = readdirSync(join(root, "docker"), { recursive: true, encoding: "utf8" }).filter((file) =>
    file.endsWith(".sh"),
  );
  for (const script of scripts) {
    const said = ask(root, { command: "sh", args: ["-n", join("docker", script)] });
    if (said !== undefined) problems.add(join("docker", script), `sh -n: ${said}`);
  }
}

/** Docker's own word, beside this check's. @param profileSets each comma separated */
function checkCompose(root: string, profileSets: readonly string[], problems: Problems): Skipped[] {
  const version = ask(root, { command: "docker", args: ["compose", "version"] });
  if (version !== undefined)
    return ["docker compose config: docker compose is not on this machine; the check does without."];
  for (const profiles of profileSets) {
    const args = ["compose", "--env-file", ".env.default", "config", "--quiet"];
    const said = ask(root, { command: "docker", args, env: { COMPOSE_PROFILES: profiles } });
    if (typeof said === "string") problems.add("docker-compose.yml", `docker compose config (${profiles}): ${said}`);
  }
  return [];
}

/** @returns a sentence for each program that was not there */
export function askTools(root: string, profileSets: readonly string[], problems: Problems): Skipped[] {
  checkScripts(root, problems);
  return [
    ...checkCaddy(root, problems),
    ...checkPrometheus(root, problems),
    ...checkCompose(root, profileSets, problems),
  ];
}
