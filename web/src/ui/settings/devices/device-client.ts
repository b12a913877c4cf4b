/** The relay's paired devices by HTTP (docs/protocol.md, "Pairing"). Every byte of an answer is checked. */
import { type PairedDevice, type PairingCode, parseDevices, parsePairingCode } from "@hisho/protocol";

async function ask(method: string, path: string, token: string, signal: AbortSignal): Promise<Response | null> {
  const headers: HeadersInit = token === "" ? {} : { Authorization: `Bearer ${token}` };
  try {
    const response = await fetch(`/api/v1${path}`, { method, headers, cache: "no-store", signal });
    return response.ok ? response : null;
  } catch {
    signal.throwIfAborted();
    // Not connected is a state the page shows, not an error.
    return null;
  }
}

const bodyOf = async (response: Response | null): Promise<unknown> =>
  response === null ? null : response.json().catch(() => null);

/** @returns null when the relay pairs none, does not answer or refuses @throws the signal's reason when aborted */
export async function askDevices(token: string, signal: AbortSignal): Promise<readonly PairedDevice[] | null> {
  const answer = parseDevices(await bodyOf(await ask("GET", "/devices", token, signal)));
  return answer?.pairing === "on" ? answer.devices : null;
}

/** Takes the device's token back. @returns whether the relay did @throws the signal's reason when aborted */
export const revokeDevice = async (id: string, token: string, signal: AbortSignal): Promise<boolean> =>
  (await ask("DELETE", `/devices/${encodeURIComponent(id)}`, token, signal)) !== null;

/** A code for another device. @returns null when the relay gives none @throws the signal's reason when aborted */
export const askPairingCode = async (token: string, signal: AbortSignal): Promise<PairingCode | null> =>
  parsePairingCode(await bodyOf(await ask("POST", "/pair/codes", token, signal))) ?? null;
