/** Two hosts on one cable: network namespaces of Linux, which share the machine's files and nothing of its network. */
import { type ChildProcess, execFileSync, type SpawnOptions, spawn, spawnSync } from "node:child_process";
import { ROOT } from "../start/paths.mjs";

const PREFIX_BITS = 24;

export interface Host {
  address: string;
  /** Starts a program there, in the repository's root and in a process group of its own. */
  start(command: readonly string[], options?: SpawnOptions): ChildProcess;
}

export interface Network {
  relay: Host;
  tablet: Host;
  remove(): void;
}

const ip = (...args: string[]): void => void execFileSync("ip", args, { stdio: ["ignore", "ignore", "pipe"] });

/** @returns a sentence when this machine or account can have no namespaces; undefined when it can */
export function namespaceProblem(): string | undefined {
  if (process.platform !== "linux") return "Network namespaces are a thing of Linux.";
  const name = `hisho-probe-${process.pid}`;
  const { status, error, stderr } = spawnSync("ip", ["netns", "add", name], { encoding: "utf8" });
  if (error !== undefined) return "There is no ip: apt install iproute2.";
  if (status !== 0) return `This account may not make network namespaces (root may): ${stderr.trim()}`;
  ip("netns", "delete", name);
  return undefined;
}

/** @throws when `namespaceProblem` has one */
export function connectTwoHosts(): Network {
  const names = [`hisho-relay-${process.pid}`, `hisho-tablet-${process.pid}`] as const;
  const addresses = ["192.168.77.2", "192.168.77.3"] as const;
  const remove = (): void => {
    for (const name of names) spawnSync("ip", ["netns", "delete", name]);
  };
  try {
    for (const name of names) ip("netns", "add", name);
    ip("link", "add", "lan0", "netns", names[0], "type", "veth", "peer", "name", "lan0", "netns", names[1]);
    for (const [i, name] of names.entries()) {
      ip("-n", name, "address", "add", `${addresses[i]}/${PREFIX_BITS}`, "dev", "lan0");
      for (const link of ["lo", "lan0"]) ip("-n", name, "link", "set", link, "up");
    }
  } catch (error) {
    remove();
    throw error;
  }
  const host = (at: 0 | 1): Host => ({
    address: addresses[at],
    start: (command, options = {}) =>
      spawn("ip", ["netns", "exec", names[at], ...command], { cwd: ROOT, detached: true, ...options }),
  });
  return { relay: host(0), tablet: host(1), remove };
}
