/** A CalDAV server for tests: the machine's own Radicale on a free port, with its files in a temporary folder. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { createInterface } from "node:readline";
import { freePort } from "./free-port.ts";

const PROGRAM = "radicale";

/** Whether there is a CalDAV server to test with; `npm test` installs Debian's where it can. */
export const HAS_RADICALE = (process.env.PATH ?? "")
  .split(delimiter)
  .some((folder) => existsSync(join(folder, PROGRAM)));

export interface RadicaleServer {
  url: string;
  /** An event of the account's one calendar; the account is `me`, its password `secret`. */
  put(name: string, ics: string): Promise<void>;
  /** @returns null where there is none */
  get(name: string): Promise<string | null>;
  remove(name: string): Promise<void>;
  stop(): Promise<void>;
}

const MAKE_CALENDAR = `<?xml version="1.0"?><mkcol xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav"><set><prop>
<resourcetype><collection/><C:calendar/></resourcetype><displayname>Work</displayname></prop></set></mkcol>`;

export async function startRadicale(): Promise<RadicaleServer> {
  const directory = await mkdtemp(join(tmpdir(), "hisho-radicale-"));
  const url = `http://127.0.0.1:${await freePort()}`;
  const users = join(directory, "users");
  await writeFile(users, "me:secret\n");
  const config = [
    `[server]\nhosts = ${url.replace("http://", "")}`,
    `[auth]\ntype = htpasswd\nhtpasswd_filename = ${users}\nhtpasswd_encryption = plain`,
    "[logging]\nlevel = info",
    `[storage]\nfilesystem_folder = ${join(directory, "store")}`,
  ];
  await writeFile(join(directory, "config"), `${config.join("\n")}\n`);
  const child = spawn(PROGRAM, ["--config", join(directory, "config")], { stdio: ["ignore", "ignore", "pipe"] });
  await ready(child);
  const authorization = `Basic ${Buffer.from("me:secret").toString("base64")}`;
  const send = async (method: string, path: string, body: string | null = null): Promise<void> => {
    const response = await fetch(url + path, { method, headers: { authorization }, body });
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}`);
  };
  await send("MKCOL", "/me/work/", MAKE_CALENDAR);
  return {
    url,
    put: (name, ics) => send("PUT", `/me/work/${name}.ics`, ics),
    async get(name) {
      const response = await fetch(`${url}/me/work/${name}.ics`, { headers: { authorization } });
      return response.status === 404 ? null : response.text();
    },
    remove: (name) => send("DELETE", `/me/work/${name}.ics`),
    async stop() {
      const ended = once(child, "exit");
      child.kill("SIGKILL");
      await ended;
      await rm(directory, { recursive: true, force: true });
    },
  };
}

async function ready(child: ChildProcess): Promise<void> {
  if (child.stderr === null) throw new Error("Radicale has no output");
  for await (const line of createInterface({ input: child.stderr })) {
    if (/Radicale server ready|Listening on/i.test(line)) {
      child.stderr.resume();
      return;
    }
  }
  throw new Error("Radicale did not start");
}
