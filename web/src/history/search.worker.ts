/** Searches the record beside the page: reading and passing through the words of years never holds up a frame. */
import { expose } from "comlink";
import { DeviceDatabase } from "./database.ts";
import { Finder } from "./finder.ts";

const database = new DeviceDatabase({});
const finder = new Finder();

const search = {
  /** The newest turns that match, `limit` at most, and how many match; null when the record cannot be read. */
  find: (query: string, limit: number, revision: number) =>
    database.read((open) => finder.find(open, query, limit, revision), null),
  /** @returns false when it could not be written */
  tidy: (atLeast: number) => database.write((open) => finder.tidy(open, atLeast)),
};

export type SearchWorker = typeof search;

expose(search);
