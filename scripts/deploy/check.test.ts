/** The deployment fits together, and the check says so no more when any part of it is broken. */
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ROOT } from "../start/paths.mjs";
import { checkDeployment } from "./check.ts";

vi.setConfig({ testTimeout: 60_000 });

/** What is broken here; everything else of the copy leads to this repository. */
const COPIED = ["docker", "docker-compose.yml", ".env.default", ".dockerignore"];
const copy = mkdtempSync(join(tmpdir(), "hisho-deploy-"));

beforeAll(() => {
  for (const name of COPIED) cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  for (const name of readdirSync(ROOT)) {
    if (!COPIED.includes(name) && name !== ".git") symlinkSync(join(ROOT, name), join(copy, name));
  }
});

afterAll(() => rmSync(copy, { recursive: true }));

const linesOf = async (root: string, isOfTool: boolean): Promise<string[]> => {
  const { problems } = await checkDeployment(root, isOfTool ? undefined : () => []);
  return problems.map(({ file, message }) => `${file}: ${message}`);
};

const { problems, skipped, selections } = await checkDeployment(ROOT);

it("finds nothing wrong with this tree", () => {
  expect(problems).toEqual([]);
});

it("looks at every profile, alone and with all that may be added", () => {
  const sizes = selections.map((selection) => [selection.profiles.join(), selection.services.length]);
  expect(sizes).toHaveLength(12);
  for (const [profiles, size] of sizes) expect([profiles, Number(size) >= 3]).toEqual([profiles, true]);
});

/** A way of breaking it: in a file, some text in another's place; and what the check has to say. */
interface Defect {
  file?: string;
  from: string | RegExp;
  to: string;
  says: RegExp;
  /** Only this program finds it. */
  tool?: "sh" | "caddy" | "promtool";
}

const COMPOSE: Record<string, Defect> = {
  "YAML that ends early": { from: "services:\n", to: "services: [\n", says: /cannot be read/ },
  "a field that Compose does not know": {
    from: "stop_grace_period: 60s",
    to: "stop_grace_time: 60s",
    says: /"stop_grace_time" is no field/,
  },
  "a value of the wrong kind": { from: "shm_size: 256m", to: "shm_size: [256]", says: /shm_size: must be/ },
  "a service that another waits for and no profile starts": {
    from: "profiles: [dev, mock]\n    networks: { default: { aliases: [postgres] } }",
    to: "profiles: [mock]\n    networks: { default: { aliases: [postgres] } }",
    says: /relay-dev: depends_on.postgres-dev: does not run \(with the profiles dev\)/,
  },
  "a relay that waits for a model": {
    from: "depends_on: { postgres: { condition: service_healthy } }",
    to: "depends_on: { postgres: { condition: service_healthy }, stt: { condition: service_started } }",
    says: /services.relay: depends_on: the relay waits for postgres alone/,
  },
  "two services at one port": {
    file: ".env.default",
    from: "EMBEDDING_PORT=9000",
    to: "EMBEDDING_PORT=6006",
    says: /embedding-dev: ports: 6006 is taken by stt-dev/,
  },
  "a database that the network reaches": {
    from: "127.0.0.1:${POSTGRES_PORT:-5432}",
    to: "${POSTGRES_PORT:-5432}",
    says: /postgres-dev: ports: 5432 is open to the network/,
  },
  "a port at which nothing listens": {
    from: '"80:80", "443:443"',
    to: '"80:80", "443:8443"',
    says: /nothing listens at 8443/,
  },
  "an address of nobody": {
    from: "http://stt:6006}",
    to: "http://whisper:6006}",
    says: /STT_ENDPOINT: nobody is found as whisper/,
  },
  "a variable that nobody explains": {
    from: "${LLM_THREADS:-8}",
    to: "${LLM_CORES:-8}",
    says: /\$\{LLM_CORES\}: \.env\.default/,
  },
  "a default that is said otherwise": {
    from: "${STT_THREADS:-4}",
    to: "${STT_THREADS:-6}",
    says: /STT_THREADS:-6.*says 4/,
  },
  "a health check at a path that is not served": {
    from: "http://127.0.0.1:8080/ready",
    to: "http://127.0.0.1:8080/healthz",
    says: /relay does not answer :8080\/healthz/,
  },
  "a health check that never fails": {
    from: '[CMD, curl, -fsS, -m, "4", "http://127.0.0.1:9000/health"]',
    to: '[CMD-SHELL, "curl -fs http://127.0.0.1:9000/health || true"]',
    says: /services.embedding: healthcheck: it never fails/,
  },
  "a setting that does not reach the relay": {
    from: "  MAX_SESSIONS: ${MAX_SESSIONS:-256}\n",
    to: "",
    says: /the relay reads MAX_SESSIONS/,
  },
  "an image without a version": {
    from: "postgres:16.10-bookworm",
    to: "postgres:latest",
    says: /expected a tag that names one version/,
  },
  "root in a container": { from: 'user: "999:999"', to: 'user: "0:0"', says: /postgres: user 0:0: expected/ },
  "a root file system that can be written": { from: "  read_only: true\n", to: "", says: /read_only: expected true/ },
  "all GPUs for one service": { from: "count: 1", to: "count: all", says: /expected one GPU, count: 1/ },
  "a volume that nobody declares": { from: "relay-data:/data", to: "data:/data", says: /no volume data is declared/ },
};

const OTHERS: Record<string, Defect> = {
  "a setting that the relay refuses": {
    file: ".env.default",
    from: "MAX_SESSIONS=256",
    to: "MAX_SESSIONS=many",
    says: /services.relay: MAX_SESSIONS: expected a whole number/,
  },
  "a model that nobody can fetch": {
    file: ".env.default",
    from: "MODELS=whisper-large-v3-turbo",
    to: "MODELS=whisper-large-v9",
    says: /environment.MODELS: models\/manifest.json has no whisper-large-v9/,
  },
  "a server that waits for a model that nobody fetches": {
    file: ".env.default",
    from: "EMBEDDING_MODEL_DIR=/models/embedding",
    to: "EMBEDDING_MODEL_DIR=/models/e5",
    says: /services.embedding: waits for \/models\/e5\/.*, which none of MODELS brings/,
  },
  "a key that nobody reads": {
    file: ".env.default",
    from: "LLM_THREADS=",
    to: "LLM_TREADS=",
    says: /LLM_TREADS: nobody reads it/,
  },
  "a key without a comment": {
    file: ".env.default",
    from: /$/,
    to: "\nPORT_OF_CALL=1\n",
    says: /PORT_OF_CALL: expected a comment/,
  },
  "a table of providers with one that does not exist": {
    file: "docker/providers.prod.yaml",
    from: "provider: whisper-cpp",
    to: "provider: whispered",
    says: /docker\/providers.prod.yaml: as relay reads it/,
  },
  "a variable that is not handed to the relay": {
    file: "docker/providers.prod.yaml",
    from: "${STT_ENDPOINT}",
    to: "${STT_ADDRESS}",
    says: /docker\/providers.prod.yaml: .*STT_ADDRESS/,
  },
  "a base image without a version": {
    file: "docker/caddy/Dockerfile",
    from: "ARG CADDY_VERSION=2.10.2",
    to: "ARG CADDY_VERSION",
    says: /FROM caddy:.*expected the tag of one version/,
  },
  "a model server from a branch": {
    file: "docker/stt-whisper/Dockerfile",
    from: /ARG WHISPER_CPP_REF=.*/,
    to: "ARG WHISPER_CPP_REF=master",
    says: /ARG WHISPER_CPP_REF: expected a default that names one version/,
  },
  "an image that runs as root": {
    file: "docker/llm-llama/Dockerfile",
    from: "USER 1000:1000\n",
    to: "",
    says: /USER \(none\) of stage server/,
  },
  "an instruction that does not exist": {
    file: "docker/relay/Dockerfile",
    from: "EXPOSE 8080 5173",
    to: "EXPOSED 8080 5173",
    says: /line \d+: Unknown instruction: EXPOSED/,
  },
  "a file that is not in the context": {
    file: ".dockerignore",
    from: "!bench/package.json\n",
    to: "",
    says: /COPY bench\/package.json: \.dockerignore keeps it out/,
  },
  "a command of the guide that the image does not hold": {
    file: ".dockerignore",
    from: "*.log\n",
    to: "*.log\nscripts/ingest.mjs\n",
    says: /docs\/operations.md: scripts\/ingest.mjs: \.dockerignore keeps it out of relay/,
  },
  "a stage that is copied from and does not exist": {
    file: "docker/tts-fish-speech/Dockerfile",
    from: "COPY --from=uv",
    to: "COPY --from=pip",
    says: /COPY --from=pip: no stage has that name/,
  },
  "an argument of Compose that the Dockerfile does not know": {
    file: "docker/embedding-llama/Dockerfile",
    from: "ARG LLAMA_CPP_REF=",
    to: "ARG LLAMA_REF=",
    says: /no ARG LLAMA_CPP_REF, which embedding sets/,
  },
  "a script that the shell cannot read": {
    file: "docker/wait-for-model.sh",
    from: "done\n",
    to: "",
    says: /wait-for-model.sh: sh -n/,
    tool: "sh",
  },
  "a proxy to a port at which the relay does not listen": {
    file: "docker/caddy/Caddyfile",
    from: "dynamic a relay 8080",
    to: "dynamic a relay 8000",
    says: /Caddyfile: relay:8000: relay does not listen at 8000/,
  },
  "a directive that Caddy does not know": {
    file: "docker/caddy/Caddyfile",
    from: "file_server",
    to: "serve_files",
    says: /Caddyfile: caddy validate: .*serve_files/,
    tool: "caddy",
  },
  "a scrape of nobody": {
    file: "docker/prometheus/prometheus.yml",
    from: "names: [relay]",
    to: "names: [relays]",
    says: /prometheus.yml: relays:8080: nobody is found as relays/,
  },
  "a file of rules that is not there": {
    file: "docker/prometheus/prometheus.yml",
    from: "rules.yml",
    to: "rule.yml",
    says: /rule_files: docker\/prometheus\/rule.yml does not exist/,
  },
  "an alert that is no PromQL": {
    file: "docker/prometheus/rules.yml",
    from: /expr: (.*)/,
    to: "expr: sum(rate(",
    says: /rules.yml: no PromQL/,
  },
  "a dashboard that cannot be read": {
    file: "docker/grafana/dashboards/hisho.json",
    from: '"panels": [',
    to: '"panels": ',
    says: /hisho.json: cannot be read/,
  },
  "a source of Grafana's at a port where Prometheus does not listen": {
    file: "docker/grafana/provisioning/datasources/prometheus.yml",
    from: "prometheus:9090",
    to: "prometheus:9091",
    says: /prometheus does not listen at 9091/,
  },
  "a field that Prometheus does not know": {
    file: "docker/prometheus/prometheus.yml",
    from: "scrape_interval",
    to: "scrape_every",
    says: /promtool check config: .*scrape_every/,
    tool: "promtool",
  },
};

describe.each(Object.entries({ ...COMPOSE, ...OTHERS }))(
  "%s",
  (_name, { file = "docker-compose.yml", from, to, says, tool }) => {
    const missing = tool !== undefined && skipped.some((sentence) => sentence.startsWith(tool));

    it.skipIf(missing)("is found and named", async () => {
      const sound = readFileSync(join(ROOT, file), "utf8");
      const broken = sound.replace(from, () => to);
      expect(broken).not.toBe(sound);
      writeFileSync(join(copy, file), broken);
      try {
        expect((await linesOf(copy, tool !== undefined)).filter((line) => says.test(line))).not.toEqual([]);
      } finally {
        writeFileSync(join(copy, file), sound);
      }
    });
  },
);

it("ends the command with 1 and names what is wrong", () => {
  const file = join(copy, "docker/caddy/Dockerfile");
  const sound = readFileSync(file, "utf8");
  writeFileSync(file, sound.replace("USER 1000:1000\n", ""));
  const args = ["--import", "tsx", "scripts/deploy/main.ts", "--root", copy];
  const { status, stderr, stdout } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: "utf8" });
  writeFileSync(file, sound);
  expect(stderr).toMatch(/^docker\/caddy\/Dockerfile: USER \(none\)/);
  expect(stdout).toMatch(/1 problems, \d+ services/);
  expect(status).toBe(1);
});
