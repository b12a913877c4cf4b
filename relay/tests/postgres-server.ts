/** A PostgreSQL server for tests: the machine's own program on a free port, with its files in a temporary folder. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chownSync, existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import pg from "pg";
import { freePort } from "./free-port.ts";

const USER = "hisho";
const PASSWORD = "p@ss word";
const DEBIAN = "/usr/lib/postgresql";
/** Debian's and most other systems' `nobody`. */
const NOBODY = 65_534;

/** The folder of `initdb` and `postgres`; undefined where PostgreSQL is not installed. */
function findBinaries(): string | undefined {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [
    ...debian.map((version) => join(DEBIAN, version, "bin")),
    ...(process.env.PATH ?? "").split(delimiter),
  ];
  return folders.find((folder) => existsSync(join(folder, "initdb")) && existsSync(join(folder, "postgres")));
}

const BINARIES = findBinaries();

/** Whether there is a PostgreSQL to test with; `npm test` installs Debian's where it can. */
export const HAS_POSTGRES = BINARIES !== undefined;

/** PostgreSQL refuses to run as root: its own user runs it then, or nobody. */
function runner(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const id = (flag: string): number => Number(execFileSync("id", [flag, "postgres"], { stdio: "pipe" }).toString());
    return { uid: id("-u"), gid: id("-g") };
  } catch {
    return { uid: NOBODY, gid: NOBODY };
  }
}

export interface PostgresServer {
  /** @returns the address of a new, empty database */
  database(): Promise<string>;
  /** Starts it again after `stop` or `kill`, on the same port with the same data. */
  start(): Promise<void>;
  /** Ends every connection and the server, in order. */
  stop(): Promise<void>;
  /** Stops the server's processes where they are, so that it neither answers nor hangs up; `thaw` lets them go on. */
  freeze(): void;
  thaw(): void;
  /** Stops it and removes its files. */
  remove(): Promise<void>;
}

/** Ready to be connected to. Takes 1 to 2 s. */
export async function startPostgres(): Promise<PostgresServer> {
  if (BINARIES === undefined) throw new Error("PostgreSQL is not installed");
  const user = runner();
  const directory = await mkdtemp(join(tmpdir(), "hisho-postgres-"));
  const secret = join(directory, "password");
  await writeFile(secret, PASSWORD);
  if (user !== undefined) for (const path of [directory, secret]) chownSync(path, user.uid, user.gid);
  const data = join(directory, "data");
  const init = [
    "-D",
    data,
    "-U",
    USER,
    "--pwfile",
    secret,
    "-A",
    "scram-sha-256",
    "--no-sync",
    "-E",
    "UTF8",
    "--locale=C",
  ];
  execFileSync(join(BINARIES, "initdb"), init, { stdio: "pipe", cwd: directory, ...user });
  const port = await freePort();
  const settings = ["listen_addresses=127.0.0.1", `unix_socket_directories=${directory}`, "fsync=off"];
  const options = ["-D", data, "-p", String(port), ...settings.flatMap((setting) => ["-c", setting])];
  const url = (name: string): string =>
    `postgresql://${USER}:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}/${name}`;
  let child: ChildProcess | undefined;
  let databases = 0;

  const server: PostgresServer = {
    async database() {
      const name = `test_${++databases}`;
      const client = new pg.Client({ connectionString: url("postgres") });
      await client.connect();
      await client.query(`CREATE DATABASE ${name}`);
      await client.end();
      return url(name);
    },
    async start() {
      const started = spawn(join(BINARIES, "postgres"), options, {
        stdio: ["ignore", "ignore", "pipe"],
        cwd: directory,
        ...user,
      });
      child = started;
      const said: string[] = [];
      for await (const line of createInterface({ input: started.stderr })) {
        if (line.includes("ready to accept connections")) {
          started.stderr.resume();
          return;
        }
        said.push(line);
      }
      throw new Error(`PostgreSQL did not start: ${said.join("\n")}`);
    },
    async stop() {
      const running = child;
      child = undefined;
      if (running === undefined) return;
      const ended = once(running, "exit");
      running.kill("SIGINT"); // "fast": connections are ended
      await ended;
    },
    freeze: () => signalAll("SIGSTOP"),
    thaw: () => signalAll("SIGCONT"),
    async remove() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };

  /** The server and the process of each of its connections. */
  function signalAll(signal: NodeJS.Signals): void {
    const parent = child?.pid;
    if (parent === undefined) return;
    const children = execFileSync("ps", ["-o", "pid=", "--ppid", String(parent)])
      .toString()
      .trim()
      .split(/\s+/);
    for (const pid of [parent, ...children.map(Number)]) process.kill(pid, signal);
  }

  await server.start();
  return server;
}
