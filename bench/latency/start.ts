/** Starts the relay under measurement. */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import { RELAY_FLAGS } from "../../scripts/start/relay-flags.mjs";
import type { FromRelay, ToRelay } from "./relay-process.ts";

export interface MeasuredRelay {
  url: string;
  /** By role, with model and endpoint where known. */
  providers: readonly string[];
  /** Of every partial so far, in order: from the arrival of its newest sound to its sending, ms. */
  partialAgesMs(): Promise<readonly number[]>;
  stop(): Promise<void>;
}

/** @param config the path of a providers.yaml. @returns undefined when it does not start; it has said why */
export async function startMeasured(config: string): Promise<MeasuredRelay | undefined> {
  const child = fork(fileURLToPath(new URL("./relay-process.ts", import.meta.url)), [config], {
    execArgv: RELAY_FLAGS,
  });
  const exited = new Promise<undefined>((resolve) => child.once("exit", () => resolve(undefined)));
  const answer = (): Promise<FromRelay | undefined> =>
    Promise.race([exited, new Promise<FromRelay>((resolve) => child.once("message", resolve))]);
  const ask = (message: ToRelay): void => void child.send(message);
  const ready = await answer();
  if (ready?.type !== "ready") return undefined;
  return {
    url: `ws://127.0.0.1:${ready.port}`,
    providers: ready.providers,
    async partialAgesMs() {
      ask("ages");
      const told = await answer();
      if (told?.type !== "ages") throw new Error("the relay has ended");
      return told.agesMs;
    },
    async stop() {
      if (child.exitCode !== null) return;
      ask("stop");
      await exited;
    },
  };
}
