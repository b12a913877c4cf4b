/** Where documents go: a relay that runs, by its HTTP interface, or the data directory, by the same routes in this process. */

import path from "node:path";
import { fileURLToPath } from "node:url";
import { noDesk } from "@hisho/providers/llm/no-desk.ts";
import { readProvidersConfig } from "../../providers/src/config/providers-config.ts";
import { createProviders, everyProvider } from "../../providers/src/registry.ts";
import { systemClock } from "../../relay/src/clock.ts";
import { readEnvironment } from "../../relay/src/env.ts";
import { createKnowledge } from "../../relay/src/knowledge/knowledge.ts";
import { createReader } from "../../relay/src/knowledge/read/reader.ts";
import { knowledgeRoutes } from "../../relay/src/knowledge/routes.ts";
import { createLog } from "../../relay/src/log.ts";
import { openStoreAt } from "../../relay/src/store/open.ts";
import { UsageError } from "./options.ts";
import { TargetError } from "./run.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const IS_IT_THERE_MS = 2_000;

export interface Target {
  /** For people. */
  name: string;
  /** @param route below `/api/v1` */
  request(route: string, init?: RequestInit): Promise<Response>;
  /** Of one request. */
  maxUploadBytes: number;
  close(): Promise<void>;
}

/** @throws UsageError, and what opening the store or the providers throws */
export async function openTarget(index: string | undefined, settings: NodeJS.ProcessEnv): Promise<Target> {
  const environment = readEnvironment(settings);
  const named = settings.RELAY_URL?.trim();
  const url = (named || `http://127.0.0.1:${environment.port}`).replace(/\/+$/, "");
  if (await isRelay(url)) {
    if (index !== undefined) {
      throw new UsageError(`a relay runs at ${url} and keeps its own index: stop it, or leave --index out`);
    }
    return relayAt(url, environment.token, environment.maxUploadBytes);
  }
  if (named) throw new UsageError(`no relay answers at ${url}: start it, or take RELAY_URL away`);
  return ownStore(environment, index, settings);
}

async function isRelay(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/health`, { signal: AbortSignal.timeout(IS_IT_THERE_MS) });
    return response.ok && "status" in ((await response.json()) as object);
  } catch {
    return false; // nobody there, or somebody else
  }
}

function relayAt(url: string, token: string | undefined, maxUploadBytes: number): Target {
  return {
    name: url,
    maxUploadBytes,
    async request(route, init = {}) {
      const headers = new Headers(init.headers);
      if (token !== undefined) headers.set("Authorization", `Bearer ${token}`);
      try {
        return await fetch(`${url}/api/v1${route}`, { ...init, headers });
      } catch (cause) {
        init.signal?.throwIfAborted();
        throw new TargetError(`The relay at ${url} does not answer any more. The same command goes on from here.`, {
          cause,
        });
      }
    },
    close: async () => {},
  };
}

async function ownStore(
  environment: ReturnType<typeof readEnvironment>,
  index: string | undefined,
  settings: NodeJS.ProcessEnv,
): Promise<Target> {
  const dataDirectory = path.resolve(ROOT, environment.dataDirectory);
  const config = await readProvidersConfig(path.resolve(ROOT, environment.providersConfigPath), settings);
  const { vectorStore: kept } = config;
  if (index !== undefined && kept.provider === "qdrant") {
    throw new UsageError("--index names a file, and providers.yaml keeps the vectors in Qdrant: leave it out");
  }
  const log = createLog("error", (line) => process.stderr.write(`${line}\n`));
  const store = await openStoreAt({ dataDirectory, databaseUrl: environment.databaseUrl }, log);
  const { embedding, vectorStore, ...others } = createProviders(
    index === undefined || kept.provider === "qdrant"
      ? config
      : { ...config, vectorStore: { ...kept, index_path: path.resolve(index) } },
    { weightsDirectory: path.join(ROOT, "models/weights"), dataDirectory, desk: noDesk },
  );
  const { signal } = new AbortController();
  await embedding.prepare(signal);
  await vectorStore.prepare(signal);
  const knowledge = createKnowledge({ store, embedding, vectorStore, clock: systemClock });
  const reader = createReader();
  // What a break left without vectors gets them first.
  await knowledge.prepare();
  const routes = knowledgeRoutes(knowledge, reader, { maxUploadBytes: environment.maxUploadBytes });
  return {
    name: dataDirectory,
    maxUploadBytes: environment.maxUploadBytes,
    request: async (route, init) => routes.request(route, init),
    async close() {
      await Promise.all([knowledge.close(), reader.close()]);
      await Promise.allSettled(everyProvider({ ...others, embedding, vectorStore }).map((each) => each.close()));
      await store.close();
    },
  };
}
