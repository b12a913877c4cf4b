/** What both kinds of driven browser can do. */

import { once } from "node:events";
import { createServer } from "node:net";

export interface DrivenBrowser {
  /** As the browser names itself. */
  version: string;
  /** Resolves when the page has loaded. */
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** The value of an async function's body, run in the page; JSON values only. */
  evaluate(body: string): Promise<unknown>;
  /** Key by key, as from a keyboard. Codes of special keys: WebDriver, section 17.4.2. */
  press(keys: string): Promise<void>;
  /** What it shows now, PNG. */
  picture(): Promise<Buffer>;
  /** Every uncaught error and error message of the pages so far; in WebKitGTK from each page's load on. */
  errors(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export const ENTER = "\uE007";

/** WebDriver, section 15.7: the same in WebDriver BiDi. */
export const keyActions = (keys: string) => [
  {
    type: "key",
    id: "keyboard",
    actions: [...keys].flatMap((value) => [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ]),
  },
];

/** A TCP port of this machine that nobody listens at now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (typeof address !== "object" || address === null) throw new Error("no port is free");
  return address.port;
}
