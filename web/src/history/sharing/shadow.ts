/**
 * What this device and the relay last agreed on, in a database of its own: registers with their stamps, the turns that
 * the relay is known to have, and how far its changes have been read. Nothing said is in it but titles.
 */
import type { RegisterName } from "@hisho/protocol";
import { type DBSchema, type IDBPDatabase, openDB } from "idb";

export interface ShadowRegister {
  conversation: string;
  /** The id of a turn; empty for the conversation itself. */
  turn: string;
  name: RegisterName;
  value: string | null;
  stamp: string;
  /** 1: the relay has not been told. */
  unsent: 0 | 1;
}

interface ShadowSchema extends DBSchema {
  registers: {
    key: [conversation: string, turn: string, name: string];
    value: ShadowRegister;
    indexes: { unsent: number; name: [string, string] };
  };
  known: { key: string; value: 1 };
  marks: { key: string; value: string };
}

export type ShadowDatabase = IDBPDatabase<ShadowSchema>;

/** @throws what the storage says */
export const openShadow = (name = "hisho-shared"): Promise<ShadowDatabase> =>
  openDB<ShadowSchema>(name, 1, {
    upgrade(database) {
      const registers = database.createObjectStore("registers", { keyPath: ["conversation", "turn", "name"] });
      registers.createIndex("unsent", "unsent");
      registers.createIndex("name", ["name", "value"]);
      database.createObjectStore("known");
      database.createObjectStore("marks");
    },
    blocking: (_current, _next, event) => (event.target as IDBDatabase).close(),
  });

/** Of one conversation, those of its turns included. */
export const registersOf = (shadow: ShadowDatabase, conversation: string): Promise<ShadowRegister[]> =>
  shadow.getAll("registers", IDBKeyRange.bound([conversation], [conversation, []]));
