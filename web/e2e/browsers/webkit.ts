/** WebKitGTK's MiniBrowser, driven with W3C WebDriver by WebKitWebDriver, on a screen that is not there. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { type DrivenBrowser, freePort, keyActions } from "./driven.ts";

const STARTS_WITHIN_MS = 60_000;
/** Of one script in the page. */
const SCRIPT_MS = 60_000;

/** WebDriver has no log of the page: from its load on, the page itself keeps what goes wrong in it. */
const LISTEN = `
  const kept = (window.keptErrors = []);
  addEventListener("error", ({ message }) => kept.push(String(message)));
  addEventListener("unhandledrejection", ({ reason }) => kept.push(String(reason)));
  const { error } = console;
  console.error = (...said) => { kept.push(said.map(String).join(" ")); error.apply(console, said); };`;

/** Where the programs are. */
export interface WebKitPrograms {
  xvfbRun: string;
  driver: string;
  miniBrowser: string;
}

export async function openWebKit({ xvfbRun, driver, miniBrowser }: WebKitPrograms): Promise<DrivenBrowser> {
  const port = await freePort();
  // In a group of its own: xvfb-run, the screen, the driver and the browser end together.
  const child = spawn(xvfbRun, ["--auto-servernum", driver, `--port=${port}`], {
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", LIBGL_ALWAYS_SOFTWARE: "1" },
  });
  let printed = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (bytes: Buffer) => (printed += bytes.toString()));
  const exited = once(child, "exit");
  const end = async (): Promise<void> => {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, "SIGTERM");
    await exited;
  };

  const ask = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      ...(body !== undefined && { body: JSON.stringify(body), headers: { "Content-Type": "application/json" } }),
    });
    const { value } = (await response.json()) as { value: unknown };
    if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
    return value;
  };

  try {
    const until = performance.now() + STARTS_WITHIN_MS;
    while ((await ask("GET", "/status").catch(() => null)) === null) {
      if (child.exitCode !== null || performance.now() > until) throw new Error(`WebKitWebDriver: ${printed}`);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    const { sessionId, capabilities } = (await ask("POST", "/session", {
      capabilities: {
        alwaysMatch: {
          "webkitgtk:browserOptions": { binary: miniBrowser, args: ["--automation"] },
          timeouts: { script: SCRIPT_MS },
        },
      },
    })) as { sessionId: string; capabilities: { browserName: string; browserVersion: string } };
    const session = `/session/${sessionId}`;
    const evaluate = (body: string): Promise<unknown> =>
      ask("POST", `${session}/execute/sync`, { script: `return (async () => { ${body} })()`, args: [] });
    const before: string[] = [];
    const kept = async (): Promise<string[]> => (await evaluate("return window.keptErrors ?? []")) as string[];
    return {
      version: `WebKitGTK ${capabilities.browserVersion}`,
      async open(url) {
        await ask("POST", `${session}/url`, { url });
        await evaluate(LISTEN);
      },
      async reload() {
        before.push(...(await kept()));
        await ask("POST", `${session}/refresh`, {});
        await evaluate(LISTEN);
      },
      evaluate,
      press: async (keys) => void (await ask("POST", `${session}/actions`, { actions: keyActions(keys) })),
      picture: async () => Buffer.from(String(await ask("GET", `${session}/screenshot`)), "base64"),
      errors: async () => [...before, ...(await kept())],
      async close() {
        await ask("DELETE", session).catch(() => null);
        await end();
      },
    };
  } catch (error) {
    await end();
    throw error;
  }
}
