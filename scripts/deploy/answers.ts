/** Which ports and paths the servers of the stack answer. answers.test.ts asks those of this repository. */

export interface Answers {
  /** Where it listens in its container; health paths are at the first. */
  ports: readonly [number, ...number[]];
  /** Paths that answer 2xx when the server can do its work, and something else or nothing when it cannot. */
  health: readonly string[];
}

/** By the name under which the others find the server. */
export const ANSWERS: Readonly<Record<string, Answers>> = {
  relay: { ports: [8080], health: ["/ready"] },
  asr: { ports: [5005], health: ["/health"] },
  page: { ports: [5173], health: ["/"] },
  // The site of docker/caddy/Caddyfile on port 80.
  caddy: { ports: [80, 443], health: ["/health"] },
  // llama.cpp: tools/server/README.md, "GET /health"; 503 while the model is loaded.
  llm: { ports: [8080], health: ["/health"] },
  embedding: { ports: [9000], health: ["/health"] },
  // whisper.cpp: examples/server/server.cpp; 503 while the model is loaded.
  stt: { ports: [6006], health: ["/health"] },
  // Fish Speech: tools/server/views.py.
  tts: { ports: [7007], health: ["/v1/health"] },
  // The four stand-ins; scripts/mock/serve.ts opens their ports once all are there.
  mock: { ports: [6006, 8080, 7007, 9000], health: ["/health"] },
  // NVIDIA NIM for LLMs, "API reference"; 503 until the model is loaded.
  nim: { ports: [8080], health: ["/v1/health/ready"] },
  lmdeploy: { ports: [8080], health: ["/health"] },
  ollama: { ports: [8080], health: ["/api/version"] },
  postgres: { ports: [5432], health: [] },
  redis: { ports: [6379], health: [] },
  // Qdrant, "Monitoring & telemetry".
  qdrant: { ports: [6333], health: ["/readyz"] },
  // Prometheus, "Management API".
  prometheus: { ports: [9090], health: ["/-/healthy", "/-/ready"] },
  grafana: { ports: [3000], health: ["/api/health"] },
};

/** Programs that ask a server by its own protocol and fail when it does not answer. */
export const PROBES: Readonly<Record<string, readonly string[]>> = {
  postgres: ["pg_isready"],
  redis: ["redis-cli"],
  ollama: ["ollama"],
};

/** relay-dev and relay-mock are the relay, each for its profile. */
export const baseName = (name: string): string => name.replace(/-(dev|mock)$/, "");
