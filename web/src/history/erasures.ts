/** Conversations that the person deleted here and that the relay has to delete too. The list outlives the page. */
import { SESSION_ID_PATTERN } from "@hisho/protocol";
import type { KeyValueStorage } from "../session/identity.ts";

const KEY = "hisho.erasures";
const PATH = "/api/v1/conversations";

export interface ErasuresOptions {
  storage: KeyValueStorage;
  /** Deletes a conversation at the relay. @returns false when it could not now and is to be asked again */
  erase: (conversation: string) => Promise<boolean>;
}

export class Erasures {
  readonly #options: ErasuresOptions;
  /** The list where the device takes it no more: for as long as the page lasts. */
  #unstored: readonly string[] | null = null;

  constructor(options: ErasuresOptions) {
    this.#options = options;
  }

  /** They are gone from this device for good; the relay hears of it now or as soon as it can be reached. */
  add(conversations: readonly string[]): void {
    if (conversations.length === 0) return;
    this.#write([...new Set([...this.#read(), ...conversations])]);
    void this.tell();
  }

  /** Tells the relay of all that it has not deleted yet. Never rejects. */
  async tell(): Promise<void> {
    for (const conversation of this.#read()) {
      if (await this.#options.erase(conversation)) this.#write(this.#read().filter((id) => id !== conversation));
    }
  }

  #read(): readonly string[] {
    if (this.#unstored !== null) return this.#unstored;
    try {
      const value: unknown = JSON.parse(this.#options.storage.getItem(KEY) ?? "[]");
      return Array.isArray(value) ? value.filter((id) => typeof id === "string" && SESSION_ID_PATTERN.test(id)) : [];
    } catch {
      return [];
    }
  }

  #write(conversations: readonly string[]): void {
    try {
      this.#options.storage.setItem(KEY, JSON.stringify(conversations));
      this.#unstored = null;
    } catch {
      this.#unstored = conversations;
    }
  }
}

/**
 * Deletes a conversation, its words and its recordings, at the relay (docs/protocol.md, "HTTP beside it").
 * @param token empty where the relay asks for none
 * @returns true when it is not there any more
 */
export async function eraseAtRelay(conversation: string, token: string): Promise<boolean> {
  const headers: HeadersInit = token === "" ? {} : { Authorization: `Bearer ${token}` };
  try {
    const { status, headers: told } = await fetch(`${PATH}/${conversation}`, { method: "DELETE", headers });
    // A 404 of anybody else's does not say so in these words.
    return (
      status === 204 || (status === 404 && told.get("Content-Type")?.startsWith("application/problem+json") === true)
    );
  } catch {
    return false; // not connected: asked again when it is
  }
}
