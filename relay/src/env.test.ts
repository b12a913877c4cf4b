import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { EnvironmentError, isLoopback, readEnvironment } from "./env.ts";

const TOKEN = "0123456789abcdef";

function problemsOf(env: Record<string, string>): readonly { field: string; expected: string }[] {
  try {
    readEnvironment(env);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.problems;
    throw error;
  }
  return [];
}

describe("readEnvironment", () => {
  it("has a default for everything", () => {
    expect(readEnvironment({})).toEqual({
      port: 8080,
      host: "127.0.0.1",
      dataDirectory: "data",
      pairing: false,
      audioArchive: true,
      providersConfigPath: "providers/providers.yaml",
      token: undefined,
      allowedOrigins: [],
      trustedProxies: [],
      metricsFrom: [],
      calendarHosts: [],
      maxUploadBytes: 26_214_400,
      passagesATurn: 5,
      finalFlushSilence: 350,
      maxSessions: 256,
      logLevel: "info",
      logTranscripts: false,
      modelHubTokenToMirror: false,
    });
  });

  it("takes an empty variable as absent", () => {
    expect(readEnvironment({ PORT: "", HOST: " ", RELAY_TOKEN: "", MAX_UPLOAD_MB: "" })).toEqual(readEnvironment({}));
  });

  it("reads every variable", () => {
    const read = readEnvironment({
      PORT: "0",
      HOST: "0.0.0.0",
      DATA_DIR: "/srv/hisho",
      DATABASE_URL: "postgresql://me:s%40cret@db.example:5432/hisho?sslmode=verify-full",
      REDIS_URL: "rediss://me:s%40cret@cache.example:6380",
      AUDIO_ARCHIVE: "off",
      PROVIDERS_CONFIG_PATH: "mine.yaml",
      RELAY_TOKEN: TOKEN,
      PAIRING: "on",
      PUBLIC_URL: "https://hisho.example/",
      ALLOWED_ORIGINS: "https://a.example, http://localhost:5173/",
      TRUSTED_PROXIES: "10.0.0.0/8,::1, 192.0.2.7",
      METRICS_FROM: "172.16.0.0/12",
      CALENDAR_HOSTS: "NAS.local, 192.168.1.5",
      MAX_UPLOAD_MB: "3",
      RAG_TOP_K: "8",
      FINAL_FLUSH_SILENCE_MS: "700",
      MAX_SESSIONS: "12",
      LOG_TRANSCRIPTS: "on",
      LOG_LEVEL: "debug",
      HF_ENDPOINT: "https://mirror.example",
      HF_TOKEN: "hf_x",
      HF_TOKEN_TO_MIRROR: "true",
    });
    expect(read).toEqual({
      port: 0,
      host: "0.0.0.0",
      dataDirectory: "/srv/hisho",
      audioArchive: false,
      databaseUrl: "postgresql://me:s%40cret@db.example:5432/hisho?sslmode=verify-full",
      redisUrl: "rediss://me:s%40cret@cache.example:6380",
      providersConfigPath: "mine.yaml",
      token: TOKEN,
      pairing: true,
      publicUrl: "https://hisho.example",
      lan: undefined,
      allowedOrigins: ["https://a.example", "http://localhost:5173"],
      trustedProxies: [
        { address: "10.0.0.0", prefixBits: 8 },
        { address: "::1", prefixBits: 128 },
        { address: "192.0.2.7", prefixBits: 32 },
      ],
      metricsFrom: [{ address: "172.16.0.0", prefixBits: 12 }],
      calendarHosts: ["nas.local", "192.168.1.5"],
      maxUploadBytes: 3_145_728,
      passagesATurn: 8,
      finalFlushSilence: 700,
      maxSessions: 12,
      logLevel: "debug",
      logTranscripts: true,
      modelHub: "https://mirror.example",
      modelHubToken: "hf_x",
      modelHubTokenToMirror: true,
    });
  });

  it.each([
    ["PORT", "80a"],
    ["PORT", "65536"],
    ["PORT", "-1"],
    ["RAG_TOP_K", "0"],
    ["PORT", "8080.5"],
    ["HF_ENDPOINT", "https://me:word@mirror.example"],
    ["HF_TOKEN_TO_MIRROR", "yes"],
    ["PORT", "0x50"],
    ["HOST", "127.0.0.1:8080"],
    ["HOST", "a b"],
    ["PAIRING", "yes"],
    ["PUBLIC_URL", "hisho.example"],
    ["PUBLIC_URL", "https://hisho.example/app"],
    ["LAN", "1"],
    ["LAN_PORT", "65536"],
    ["LAN_SETUP_PORT", "http"],
    ["RELAY_TOKEN", "short"],
    ["RELAY_TOKEN", "has a space in its middle"],
    ["ALLOWED_ORIGINS", "*"],
    ["ALLOWED_ORIGINS", "https://a.example/path"],
    ["ALLOWED_ORIGINS", "https://user@a.example"],
    ["ALLOWED_ORIGINS", "ftp://a.example"],
    ["ALLOWED_ORIGINS", "https://a.example,nonsense"],
    ["TRUSTED_PROXIES", "10.0.0.0/33"],
    ["TRUSTED_PROXIES", "proxy.example"],
    ["METRICS_FROM", "prometheus"],
    ["CALENDAR_HOSTS", "http://nas.local/"],
    ["MAX_UPLOAD_MB", "0"],
    ["FINAL_FLUSH_SILENCE_MS", "49"],
    ["MAX_SESSIONS", "many"],
    ["LOG_LEVEL", "verbose"],
    ["DATABASE_URL", "mysql://localhost/hisho"],
    ["REDIS_URL", "localhost:6379"],
    ["REDIS_URL", "http://localhost:6379"],
    ["REDIS_URL", "redis://"],
    ["DATABASE_URL", "localhost"],
    ["DATABASE_URL", "postgresql://localhost"],
    ["DATABASE_URL", "postgresql://me:a/b@localhost/hisho"],
    ["DATABASE_URL", "postgresql://me:secret#1@localhost/hisho"],
  ])("refuses %s=%s and names the field once", (field, value) => {
    const problems = problemsOf({ [field]: value, ...(field === "HOST" ? { RELAY_TOKEN: TOKEN } : {}) });
    expect(problems.map((problem) => problem.field)).toEqual([field]);
    expect(problems[0]?.expected).toMatch(/^expected /);
  });

  it("tells every problem at once", () => {
    const problems = problemsOf({ PORT: "no", LOG_LEVEL: "no" });
    expect(problems.map(({ field }) => field)).toEqual(["PORT", "LOG_LEVEL"]);
  });

  it("never repeats a token or a password", () => {
    expect(problemsOf({ RELAY_TOKEN: "secret" })[0]?.expected).not.toContain("secret");
    for (const url of ["mysql://me:secret@h/d", "postgresql://me:secret@h", "postgresql://me:secret@h:port/d"]) {
      expect(JSON.stringify(problemsOf({ DATABASE_URL: url }))).toMatch(/DATABASE_URL(?!.*secret)/);
    }
  });

  it.each(["0.0.0.0", "::", "192.168.1.5", "relay.example", "::ffff:192.0.2.1"])(
    "refuses to listen on %s without a token, and says why and what to do",
    (HOST) => {
      const [problem] = problemsOf({ HOST });
      expect(problem?.field).toBe("HOST");
      expect(problem?.expected).toMatch(/anybody could talk to it/);
      expect(problem?.expected).toMatch(/RELAY_TOKEN/);
      expect(problemsOf({ HOST, RELAY_TOKEN: TOKEN })).toEqual([]);
    },
  );

  it.each(["127.0.0.1", "127.8.8.8", "::1", "localhost", "::ffff:127.0.0.1"])("knows %s as loopback", (host) => {
    expect(isLoopback(host)).toBe(true);
    expect(problemsOf({ HOST: host })).toEqual([]);
  });
});

describe("pairing and the local network", () => {
  it("opens the relay without a token of its own where devices are paired", () => {
    expect(readEnvironment({ HOST: "0.0.0.0", PAIRING: "on" })).toMatchObject({ pairing: true, token: undefined });
  });

  it("pairs wherever the local network is opened, on ports of its own", () => {
    expect(readEnvironment({ LAN: "on" })).toMatchObject({
      pairing: true,
      lan: { httpsPort: 8443, setupPort: 8088, address: undefined },
    });
    expect(readEnvironment({ LAN: "on", LAN_PORT: "0", LAN_SETUP_PORT: "80", LAN_ADDRESS: "Hisho.local" }).lan).toEqual(
      { httpsPort: 0, setupPort: 80, address: "hisho.local" },
    );
  });

  it("keeps the plain port on this machine beside it", () => {
    expect(problemsOf({ LAN: "on", HOST: "0.0.0.0" }).map(({ field }) => field)).toEqual(["HOST"]);
  });

  it.each(["hisho.example", "8.8.8.8", "https://spark.local", "300.1.1.1", "a b.local", "fd00::1"])(
    "refuses %s as the address in the local network",
    (address) => {
      expect(problemsOf({ LAN: "on", LAN_ADDRESS: address }).map(({ field }) => field)).toEqual(["LAN_ADDRESS"]);
    },
  );
});

describe("the lists of variables people read", () => {
  const source = readFileSync(new URL("env.ts", import.meta.url), "utf8");
  const keys = [...source.matchAll(/read\.\w+\("([A-Z_]+)"/g)].map(([, key]) => key as string);

  it.each([".env.default", "README.md", "README.ja.md"])("%s names every one", (file) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
    expect(keys.length).toBeGreaterThan(10);
    expect(keys.filter((key) => !new RegExp(`\\b${key}\\b`).test(text))).toEqual([]);
  });
});
