import { isMirror, MIRROR_EXPECTED } from "@hisho/models/fetch/address.ts";
import { type Milliseconds, ms } from "@hisho/protocol";
import ipaddr from "ipaddr.js";
import { isAddressOrName } from "./lan/addresses.ts";
import { isLocal } from "./lan/local.ts";
import { databaseUrlProblem } from "./store/postgres-url.ts";

export const LOG_LEVELS = ["error", "warn", "info", "debug"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** An address or a network: whose `X-Forwarded-*` headers are believed, or who may read the metrics. */
export interface TrustedProxy {
  /** IPv4 or IPv6, canonical. */
  address: string;
  /** Leading bits that have to match: 0 to 32 for IPv4, 0 to 128 for IPv6. */
  prefixBits: number;
}

/** The relay's settings, checked. README.md and .env.default list every key. */
export interface Environment {
  /** 0 to 65535; 0 takes a free port. */
  port: number;
  host: string;
  /** The relay's data (store, indexes), relative to the working directory or absolute. */
  dataDirectory: string;
  /** A PostgreSQL server for conversations and documents; undefined keeps them in `dataDirectory`. Holds a password. */
  databaseUrl: string | undefined;
  /** Both voices of every turn are kept below `dataDirectory`. */
  audioArchive: boolean;
  /** A Redis server that several relays share, so that a session goes on at another one. May hold a password. */
  redisUrl: string | undefined;
  providersConfigPath: string;
  /** What clients must show; undefined when anybody who reaches the port may talk, or where `pairing` makes one. */
  token: string | undefined;
  /** Devices get tokens of their own for one-time codes. */
  pairing: boolean;
  /** Where a device that scans a code finds the page, an origin; undefined where the relay knows of none. */
  publicUrl: string | undefined;
  /** HTTPS for the local network beside the plain port; undefined without. */
  lan: LanSettings | undefined;
  /** Serialised origins (RFC 6454, section 6.2) besides the relay's own. */
  allowedOrigins: readonly string[];
  trustedProxies: readonly TrustedProxy[];
  /** Who reads /metrics without a token, besides this machine. */
  metricsFrom: readonly TrustedProxy[];
  maxUploadBytes: number;
  /** Hosts, lower case, whose calendars are read although they are not on the public internet. */
  calendarHosts: readonly string[];
  /** Passages of documents that an answer is given, 1 to 50. */
  passagesATurn: number;
  /** How long after the last speech sample an utterance is final. */
  finalFlushSilence: Milliseconds;
  maxSessions: number;
  logLevel: LogLevel;
  /** What is said and answered is logged too, at `info`. */
  logTranscripts: boolean;
  /** A server with the paths of the model hub, in its place. */
  modelHub: string | undefined;
  /** Shown to the model hub, for models that it gives to accounts only. */
  modelHubToken: string | undefined;
  /** `modelHub` may see it too. */
  modelHubTokenToMirror: boolean;
}

export interface LanSettings {
  /** The page, the API and the sockets over HTTPS; 0 takes a free port. */
  httpsPort: number;
  /** Plain HTTP: only the page that installs the certificate authority; 0 takes a free port. */
  setupPort: number;
  /** The address or name that people are told; undefined for the one of the default route. */
  address: string | undefined;
}

export interface EnvironmentProblem {
  /** The variable's name. */
  field: string;
  /** A sentence: what is expected and what to do. Never holds a secret's value. */
  expected: string;
}

/** Every problem of the environment at once. */
export class EnvironmentError extends Error {
  readonly problems: readonly EnvironmentProblem[];

  constructor(problems: readonly EnvironmentProblem[]) {
    super(problems.map(({ field, expected }) => `${field}: ${expected}`).join("\n"));
    this.name = "EnvironmentError";
    this.problems = problems;
  }
}

const SWITCH = ["off", "on"] as const;
const BYTES_PER_MB = 1024 * 1024;
/** A token travels in a header: visible ASCII without spaces (RFC 6750, section 2.1). */
const TOKEN = /^[\x21-\x7e]{16,}$/;
const HOST_NAME = /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/** Whether only this machine reaches a server that listens there. */
export function isLoopback(host: string): boolean {
  if (host === "localhost") return true;
  return ipaddr.isValid(host) && ipaddr.process(host).range() === "loopback";
}

/** The serialised origin, or undefined when the text is anything more or less than one. */
function parseOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const isBare = text.toLowerCase() === url.origin || text.toLowerCase() === `${url.origin}/`;
  return /^https?:$/.test(url.protocol) && isBare ? url.origin : undefined;
}

function parseProxy(text: string): TrustedProxy | undefined {
  if (ipaddr.isValidCIDR(text)) {
    const [address, prefixBits] = ipaddr.parseCIDR(text);
    return { address: address.toString(), prefixBits };
  }
  if (!ipaddr.isValid(text)) return undefined;
  const address = ipaddr.process(text);
  return { address: address.toString(), prefixBits: address.kind() === "ipv4" ? 32 : 128 };
}

/** Reads single variables, keeps what is wrong. An empty variable counts as absent. */
export class Reader {
  readonly problems: EnvironmentProblem[] = [];
  readonly #env: Readonly<Record<string, string | undefined>>;

  constructor(env: Readonly<Record<string, string | undefined>>) {
    this.#env = env;
  }

  refuse(field: string, expected: string): void {
    this.problems.push({ field, expected });
  }

  text(field: string, fallback: string): string {
    return this.#env[field]?.trim() || fallback;
  }

  whole(field: string, fallback: number, [least, most]: readonly [number, number]): number {
    const text = this.text(field, String(fallback));
    const value = /^\d{1,12}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    this.refuse(field, `expected a whole number from ${least} to ${most}, got "${text}".`);
    return fallback;
  }

  list<T>(field: string, parse: (item: string) => T | undefined, expected: string): T[] {
    const items = this.text(field, "").split(",");
    return items.flatMap((item) => {
      const text = item.trim();
      if (text === "") return [];
      const value = parse(text);
      if (value === undefined) this.refuse(field, `expected ${expected}, got "${text}".`);
      return value === undefined ? [] : [value];
    });
  }

  oneOf<T extends string>(field: string, fallback: T, choices: readonly T[]): T {
    const text = this.text(field, fallback);
    const choice = choices.find((candidate) => candidate === text);
    if (choice === undefined) this.refuse(field, `expected one of ${choices.join(", ")}, got "${text}".`);
    return choice ?? fallback;
  }
}

function parseHost(text: string): string | undefined {
  return ipaddr.isValid(text) || HOST_NAME.test(text) ? text.toLowerCase() : undefined;
}

function readHost(read: Reader): string {
  const host = read.text("HOST", "127.0.0.1");
  if (!ipaddr.isValid(host) && !HOST_NAME.test(host)) {
    read.refuse("HOST", `expected an address or a host name without a port, got "${host}".`);
  }
  return host;
}

function readLanAddress(read: Reader): string | undefined {
  const text = read.text("LAN_ADDRESS", "").toLowerCase();
  if (text === "" || (isAddressOrName(text) && isLocal(text))) return text || undefined;
  read.refuse(
    "LAN_ADDRESS",
    "expected an address of a local network such as 192.168.1.20, or a name that ends in .local, .lan, .home, .internal " +
      `or .home.arpa, got "${text}". For any other name set up a proxy with a certificate of its own, and PUBLIC_URL.`,
  );
  return undefined;
}

function readLan(read: Reader, host: string): LanSettings | undefined {
  const settings = {
    httpsPort: read.whole("LAN_PORT", 8443, [0, 65_535]),
    setupPort: read.whole("LAN_SETUP_PORT", 8088, [0, 65_535]),
  };
  if (read.oneOf("LAN", "off", SWITCH) === "off") return undefined;
  if (!isLoopback(host)) {
    read.refuse(
      "HOST",
      `expected a loopback address beside LAN=on, which opens its own ports to the network, got "${host}".`,
    );
  }
  return { ...settings, address: readLanAddress(read) };
}

function readPublicUrl(read: Reader): string | undefined {
  const text = read.text("PUBLIC_URL", "");
  const origin = text === "" ? undefined : parseOrigin(text);
  if (text !== "" && origin === undefined) {
    read.refuse(
      "PUBLIC_URL",
      `expected an origin such as https://hisho.example, without a path, or nothing, got "${text}".`,
    );
  }
  return origin;
}

/** The switch that lets `HOST` be open to the network without a token. */
export interface Opener {
  key: string;
  on: boolean;
}

function readToken(read: Reader, host: string, opener: Opener): string | undefined {
  const token = read.text("RELAY_TOKEN", "");
  if (token !== "" && !TOKEN.test(token)) {
    read.refuse("RELAY_TOKEN", "expected at least 16 visible ASCII characters without spaces, or nothing.");
  }
  if (token === "" && !opener.on && !isLoopback(host)) {
    read.refuse(
      "HOST",
      `${host} opens this to the network, where anybody could talk to it and read what it keeps. Set RELAY_TOKEN to at ` +
        `least 16 characters (openssl rand -hex 24 makes one) or ${opener.key}=on, or keep HOST=127.0.0.1.`,
    );
  }
  return token === "" ? undefined : token;
}

function readHub(read: Reader): string | undefined {
  const text = read.text("HF_ENDPOINT", "");
  if (text !== "" && !isMirror(text)) read.refuse("HF_ENDPOINT", `${MIRROR_EXPECTED}.`);
  return text === "" ? undefined : text;
}

function readDatabaseUrl(read: Reader): string | undefined {
  const text = read.text("DATABASE_URL", "");
  const problem = text === "" ? undefined : databaseUrlProblem(text);
  if (problem !== undefined) read.refuse("DATABASE_URL", problem);
  return text === "" ? undefined : text;
}

function readRedisUrl(read: Reader): string | undefined {
  const text = read.text("REDIS_URL", "");
  if (text === "") return undefined;
  if (!URL.canParse(text) || !/^rediss?:\/\/./.test(text)) {
    read.refuse(
      "REDIS_URL",
      "expected redis://USER:PASSWORD@HOST:6379 (rediss:// for TLS), or nothing for a relay that stands alone. " +
        "Signs such as @ : / # % in the password are written %40 %3A %2F %23 %25.",
    );
  }
  return text;
}

/**
 * The relay's settings out of environment variables.
 * @param opener `PAIRING` when absent
 * @throws EnvironmentError with every variable that does not fit
 */
export function readEnvironment(env: Readonly<Record<string, string | undefined>>, opener?: Opener): Environment {
  const read = new Reader(env);
  const host = readHost(read);
  const lan = readLan(read, host);
  const pairing = read.oneOf("PAIRING", "off", SWITCH) === "on" || lan !== undefined;
  const environment: Environment = {
    port: read.whole("PORT", 8080, [0, 65_535]),
    host,
    dataDirectory: read.text("DATA_DIR", "data"),
    databaseUrl: readDatabaseUrl(read),
    audioArchive: read.oneOf("AUDIO_ARCHIVE", "on", ["on", "off"]) === "on",
    redisUrl: readRedisUrl(read),
    providersConfigPath: read.text("PROVIDERS_CONFIG_PATH", "providers/providers.yaml"),
    token: readToken(read, host, opener ?? { key: "PAIRING", on: pairing }),
    pairing,
    publicUrl: readPublicUrl(read),
    lan,
    allowedOrigins: read.list("ALLOWED_ORIGINS", parseOrigin, "origins such as https://example.org, without a path"),
    trustedProxies: read.list("TRUSTED_PROXIES", parseProxy, "addresses or networks such as 10.0.0.0/8 or ::1"),
    calendarHosts: read.list("CALENDAR_HOSTS", parseHost, "host names or addresses without a port such as nas.local"),
    metricsFrom: read.list("METRICS_FROM", parseProxy, "addresses or networks such as 10.0.0.0/8 or ::1"),
    maxUploadBytes: read.whole("MAX_UPLOAD_MB", 25, [1, 1024]) * BYTES_PER_MB,
    passagesATurn: read.whole("RAG_TOP_K", 5, [1, 50]),
    finalFlushSilence: ms(read.whole("FINAL_FLUSH_SILENCE_MS", 350, [50, 5_000])),
    maxSessions: read.whole("MAX_SESSIONS", 256, [1, 10_000]),
    logLevel: read.oneOf("LOG_LEVEL", "info", LOG_LEVELS),
    logTranscripts: read.oneOf("LOG_TRANSCRIPTS", "off", ["on", "off"]) === "on",
    modelHub: readHub(read),
    modelHubToken: read.text("HF_TOKEN", "") || undefined,
    modelHubTokenToMirror: read.oneOf("HF_TOKEN_TO_MIRROR", "false", ["true", "false"]) === "true",
  };
  if (read.problems.length > 0) throw new EnvironmentError(read.problems);
  return environment;
}
