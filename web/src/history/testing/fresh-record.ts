/** Before each file of unit tests: what an earlier file of the same process wrote to a page's record is not there. */
import { IDBFactory } from "fake-indexeddb";

if ("indexedDB" in globalThis) globalThis.indexedDB = new IDBFactory();
