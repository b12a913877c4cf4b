/**
 * Service `mock` of docker-compose.yml: the stand-in servers alone, at the ports of the servers that they stand in for.
 * MOCK_API_KEY is what they ask for. They end on SIGTERM.
 */
import { once } from "node:events";
import { join } from "node:path";
import { ROOT } from "../start/paths.mjs";
import { createEngines } from "./engines.ts";
import { openDoor } from "./open-door.ts";
import { startMockServers } from "./servers.ts";

/** Which stand-in is found at which port of the container. */
const DOORS = [
  { variable: "MOCK_WHISPER_CPP_URL", port: 6006 },
  { variable: "MOCK_CHAT_URL", port: 8080 },
  { variable: "MOCK_FISH_SPEECH_URL", port: 7007 },
  { variable: "MOCK_EMBEDDINGS_URL", port: 9000 },
] as const;

async function main(): Promise<void> {
  const apiKey = process.env.MOCK_API_KEY ?? "";
  if (apiKey === "") throw new Error("MOCK_API_KEY: expected what the stand-ins ask their clients for.");
  const ended = Promise.race([once(process, "SIGTERM"), once(process, "SIGINT")]);
  const engines = createEngines(join(ROOT, "models/weights"));
  await Promise.allSettled(Object.values(engines).map((engine) => engine.prepare(new AbortController().signal)));
  const servers = await startMockServers(engines, apiKey);
  const doors = await Promise.all(
    DOORS.map(({ variable, port }) => openDoor({ host: "0.0.0.0", port }, servers.env[variable] ?? "")),
  );
  process.stdout.write(`Stand-ins at ${DOORS.map(({ port }) => port).join(", ")}.\n`);
  await ended;
  await Promise.all(doors.map((door) => door.close()));
  await servers.close();
  await Promise.allSettled(Object.values(engines).map((engine) => engine.close()));
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
