import { PrepareError } from "../prepare/errors.ts";
import { addressOf, serverOf } from "./address.ts";
import { credentials } from "./credentials.ts";
import { explained } from "./explain.ts";
import type { GetOptions } from "./get.ts";
import { pathOf, sizeOf } from "./place.ts";

/** No more than an answer's head is waited for. */
const ANSWER_MS = 15_000;

/**
 * Asks the server of a model's files whether it gives the first one that is missing, without fetching it: what runs a
 * model is not brought to a machine that the model itself cannot reach.
 * @throws PrepareError `offline` or `refused`
 * @throws the signal's reason when aborted
 */
export async function checkServer(options: GetOptions): Promise<void> {
  const { entry, directory, mirror, token, tokenToMirror = false, signal } = options;
  for (const file of entry.files) {
    if ((await sizeOf(pathOf(directory, entry, file))) !== undefined) continue;
    const url = addressOf(file.url, mirror);
    const failed = (error: PrepareError) => explained(error, { entry, file, url, mirror, token, tokenToMirror });
    const headers = credentials(options, url);
    let status: number;
    try {
      const limited = AbortSignal.any([signal, AbortSignal.timeout(ANSWER_MS)]);
      status = (await fetch(url, { method: "HEAD", redirect: "manual", headers, signal: limited })).status;
    } catch (cause) {
      signal.throwIfAborted();
      throw failed(new PrepareError("offline", `${serverOf(url)} cannot be reached`, { cause }));
    }
    // Others may not know HEAD.
    if (![401, 403, 404].includes(status)) return;
    throw failed(new PrepareError("refused", `${serverOf(url)} answered ${status}`, { cause: status }));
  }
}
