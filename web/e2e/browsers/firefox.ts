/** Firefox, driven with WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) over its own socket. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import WebSocket from "ws";
import { type DrivenBrowser, keyActions } from "./driven.ts";

interface Answer {
  id?: number;
  type: "success" | "error" | "event";
  result?: Record<string, unknown>;
  message?: string;
  method?: string;
  params?: Record<string, unknown>;
}

/** Sends commands and hands over their results; events go to `onEvent`. */
async function connect(url: string, onEvent: (method: string, params: Record<string, unknown>) => void) {
  const socket = new WebSocket(url);
  await once(socket, "open");
  const waiting = new Map<number, { resolve: (result: Record<string, unknown>) => void; reject: (e: Error) => void }>();
  socket.on("message", (bytes: Buffer) => {
    const { id, type, result = {}, message, method, params = {} } = JSON.parse(bytes.toString()) as Answer;
    if (type === "event") onEvent(method ?? "", params);
    if (id === undefined) return;
    if (type === "success") waiting.get(id)?.resolve(result);
    else waiting.get(id)?.reject(new Error(message));
    waiting.delete(id);
  });
  socket.on("close", () => {
    for (const { reject } of waiting.values()) reject(new Error("Firefox closed its socket"));
  });
  let last = 0;
  return (method: string, params: object): Promise<Record<string, unknown>> =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      socket.send(JSON.stringify({ id: last, method, params }));
    });
}

/** `firefox` is its path. In a fresh profile, without a window. */
export async function openFirefox(firefox: string): Promise<DrivenBrowser> {
  const profile = await mkdtemp(path.join(tmpdir(), "hisho-firefox-"));
  const flags = ["--headless", "--no-remote", "--remote-debugging-port=0", "--profile", profile, "about:blank"];
  const child = spawn(firefox, flags, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, HOME: profile } });
  const exited = once(child, "exit");
  const end = async (): Promise<void> => {
    child.kill("SIGTERM");
    await exited;
    await rm(profile, { recursive: true, force: true });
  };
  try {
    let printed = "";
    const address = await new Promise<string>((resolve, reject) => {
      child.stderr.on("data", (bytes: Buffer) => {
        printed += bytes.toString();
        const found = /WebDriver BiDi listening on (ws:\S+)/.exec(printed)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once("exit", (code) => reject(new Error(`Firefox ended with ${code}: ${printed}`)));
    });
    const errors: string[] = [];
    const ask = await connect(`${address}/session`, (method, { level, text }) => {
      if (method === "log.entryAdded" && level === "error") errors.push(String(text));
    });
    const { capabilities } = await ask("session.new", { capabilities: {} });
    await ask("session.subscribe", { events: ["log.entryAdded"] });
    const { contexts } = (await ask("browsingContext.getTree", {})) as { contexts: { context: string }[] };
    const context = contexts[0]?.context;
    if (context === undefined) throw new Error("Firefox opened no page");
    const wait = "complete";
    return {
      version: `Firefox ${(capabilities as { browserVersion: string }).browserVersion}`,
      open: async (url) => void (await ask("browsingContext.navigate", { context, url, wait })),
      reload: async () => void (await ask("browsingContext.reload", { context, wait })),
      async evaluate(body) {
        const functionDeclaration = `async () => JSON.stringify(await (async () => { ${body} })())`;
        const target = { context };
        const said = await ask("script.callFunction", { functionDeclaration, target, awaitPromise: true });
        const { result, exceptionDetails } = said as {
          result?: { value?: string };
          exceptionDetails?: { text: string };
        };
        if (exceptionDetails !== undefined) throw new Error(exceptionDetails.text);
        return result?.value === undefined ? undefined : (JSON.parse(result.value) as unknown);
      },
      press: async (keys) => void (await ask("input.performActions", { context, actions: keyActions(keys) })),
      async picture() {
        const { data } = await ask("browsingContext.captureScreenshot", { context });
        return Buffer.from(String(data), "base64");
      },
      errors: async () => errors,
      async close() {
        await ask("session.end", {}).catch(() => null);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
