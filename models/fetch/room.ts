import { statfs } from "node:fs/promises";
import { PrepareError } from "../prepare/errors.ts";

/** What is left free for everything else. */
const SPARE_BYTES = 64 * 1024 * 1024;

/** Bytes that this process may still write there. */
async function freeBytes(directory: string): Promise<number> {
  const { bavail, bsize } = await statfs(directory);
  return bavail * bsize;
}

/** The room of one disk, shared out among downloads that run at the same time in this process. */
export class Room {
  readonly #free: (directory: string) => Promise<number>;
  /** What is still to come, in bytes, of each download. */
  readonly #claims = new Map<object, number>();

  /** @param free bytes where a folder lies */
  constructor(free: (directory: string) => Promise<number> = freeBytes) {
    this.#free = free;
  }

  /**
   * Sets room aside for what is still to come of a download, beside what all others have set aside.
   * @throws PrepareError `full` with the figures; then nothing is set aside
   */
  async claim(who: object, directory: string, neededBytes: number): Promise<void> {
    this.release(who);
    const left = await this.#free(directory);
    const others = [...this.#claims.values()].reduce((sum, bytes) => sum + bytes, 0);
    if (left >= neededBytes + others + SPARE_BYTES) return void this.#claims.set(who, neededBytes);
    const beside = others === 0 ? "" : `, ${megabytes(others)} MB for what else is being fetched`;
    const needed = `${megabytes(neededBytes)} MB${beside} and ${megabytes(SPARE_BYTES)} MB to spare`;
    throw new PrepareError("full", `the disk has ${megabytes(left)} MB free, needed are ${needed}`);
  }

  /** Bytes that have been written take no room a second time. */
  shrink(who: object, neededBytes: number): void {
    if (this.#claims.has(who)) this.#claims.set(who, neededBytes);
  }

  release(who: object): void {
    this.#claims.delete(who);
  }
}

const megabytes = (bytes: number): string => Math.ceil(bytes / 1e6).toString();
