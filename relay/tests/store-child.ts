/** A program for store.test.ts: writes turns and says so, one line each, until it is killed or the disk is full. */
import { randomBytes } from "node:crypto";
import { openStore } from "../src/store/pglite.ts";

const [directory = "", bytes = "10"] = process.argv.slice(2);
const store = await openStore(directory);
process.stdout.write(`${store.health().status}\n`);
for (let turn = 1; ; turn++) {
  try {
    await store.saveTurn({
      sessionId: "child",
      turn,
      clientId: `id-${turn}`,
      userText: randomBytes(Number(bytes)).toString("base64"),
      assistantText: "",
      language: "ja-JP",
      citations: [],
      endReason: "completed",
      heardMs: 0,
      createdAt: new Date(0),
    });
    process.stdout.write(`saved ${turn}\n`);
  } catch (error) {
    const health = store.health();
    process.stdout.write(`${JSON.stringify({ error: String(error), health })}\n`);
    await store.close();
    break;
  }
}
