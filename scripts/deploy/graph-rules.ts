/** What holds for the services that a profile starts together: names, dependencies, ports, addresses. */
import { ANSWERS, baseName } from "./answers.ts";
import type { Problems } from "./problem.ts";
import { namesOf, type Selection } from "./profiles.ts";
import { isOneShot } from "./service-rules.ts";
import type { PlacedService } from "./stack.ts";

/** Under these names every profile has somebody. */
const EVERYWHERE = ["relay", "postgres", "llm", "stt", "tts", "embedding"];
/** What the local network reaches: the page that installs the certificate authority, and the rest over HTTPS. */
const PUBLIC_PORTS = [80, 443];
/** Where the profiles dev and mock are found on 127.0.0.1, and as whom. */
const LOCAL_PORTS = {
  8000: "relay",
  5173: "page",
  18000: "llm",
  6006: "stt",
  7007: "tts",
  9000: "embedding",
  5432: "postgres",
};
const ADDRESS = /^[a-z][a-z0-9+]*:\/\/(?:[^@/]*@)?([a-z0-9.-]+)(?::(\d+))?(?:\/|$)/i;
const DEFAULT_PORTS: Readonly<Record<string, number>> = { http: 80, https: 443, postgresql: 5432, redis: 6379 };

interface Port {
  host: string;
  published: number;
  target: number;
}

/** Of `127.0.0.1:8000:8080`, `8000:8080` or `8000:8080/tcp`. */
function readPort(port: unknown): Port | undefined {
  const parts = typeof port === "string" ? /^(?:([\d.]+):)?(\d+):(\d+)(?:\/tcp)?$/.exec(port) : null;
  if (parts === null) return undefined;
  return { host: parts[1] ?? "0.0.0.0", published: Number(parts[2]), target: Number(parts[3]) };
}

type Say = (service: PlacedService, message: string) => void;

function checkNames({ services }: Selection, problems: Problems, where: string): Map<string, PlacedService> {
  const found = new Map<string, PlacedService>();
  for (const service of services) {
    for (const name of namesOf(service)) {
      const other = found.get(name);
      if (other !== undefined && other !== service) {
        problems.add(service.file, `services.${service.name}: is found as ${name}, as ${other.name} is (${where}).`);
      }
      found.set(name, service);
    }
  }
  for (const name of EVERYWHERE) {
    if (!found.has(name)) problems.add("docker-compose.yml", `nobody is found as ${name} (${where}).`);
  }
  return found;
}

function checkDependencies({ services }: Selection, say: Say): void {
  const active = new Map(services.map((service) => [service.name, service]));
  for (const service of services) {
    const wanted = Object.entries(service.depends_on ?? {});
    for (const [name, { condition }] of wanted) {
      const other = active.get(name);
      if (other === undefined) say(service, `depends_on.${name}: does not run`);
      else if (
        condition === "service_healthy" &&
        (other.healthcheck?.test === undefined || other.healthcheck.disable)
      ) {
        say(service, `depends_on.${name}: is waited for to be healthy, and has no health check`);
      } else if (condition === "service_completed_successfully" && !isOneShot(other)) {
        say(service, `depends_on.${name}: is waited for to end, and is started again and again`);
      }
    }
    if (baseName(service.name) === "relay" && wanted.some(([name]) => baseName(name) !== "postgres")) {
      say(service, "depends_on: the relay waits for postgres alone; it does without the others");
    }
    if (reaches(service.name, service.name, active)) say(service, "depends_on: it waits for itself");
  }
}

function reaches(
  from: string,
  to: string,
  active: ReadonlyMap<string, PlacedService>,
  seen = new Set<string>(),
): boolean {
  return Object.keys(active.get(from)?.depends_on ?? {}).some((next) => {
    if (next === to) return true;
    if (seen.has(next)) return false;
    seen.add(next);
    return reaches(next, to, active, seen);
  });
}

function checkPorts({ services, isPublic }: Selection, say: Say): void {
  const taken = new Map<number, PlacedService>();
  for (const service of services) {
    for (const text of service.ports ?? []) {
      const port = readPort(text);
      if (port === undefined) {
        say(service, `ports: ${JSON.stringify(text)}: expected "127.0.0.1:published:target"`);
        continue;
      }
      const other = taken.get(port.published);
      if (other !== undefined) say(service, `ports: ${port.published} is taken by ${other.name}`);
      taken.set(port.published, service);
      if (port.host !== "127.0.0.1" && !(isPublic && PUBLIC_PORTS.includes(port.published))) {
        say(service, `ports: ${port.published} is open to the network; expected 127.0.0.1:${port.published}`);
      }
      const listens: readonly number[] = ANSWERS[baseName(service.name)]?.ports ?? [];
      if (!listens.includes(port.target)) say(service, `ports: nothing listens at ${port.target} in the container`);
    }
  }
  const expected = isPublic ? Object.fromEntries(PUBLIC_PORTS.map((port) => [port, "caddy"])) : LOCAL_PORTS;
  for (const [port, name] of Object.entries(expected)) {
    const by = taken.get(Number(port));
    const isPage = name === "page" && by !== undefined && baseName(by.name) === "relay";
    if (by === undefined || !(namesOf(by).includes(name) || isPage)) {
      say(services[0] as PlacedService, `ports: expected ${name} at ${port}`);
    }
  }
}

/** Every address with a bare name in it is another service's, at a port where that listens. */
function checkAddresses({ services }: Selection, found: ReadonlyMap<string, PlacedService>, say: Say): void {
  for (const service of services) {
    for (const [key, value] of Object.entries(service.environment ?? {})) {
      const address = ADDRESS.exec(String(value ?? ""));
      const [, host = "", port] = address ?? [];
      if (address === null || host.includes(".") || host === "localhost") continue;
      const other = found.get(host);
      if (other === undefined) {
        say(service, `environment.${key}: nobody is found as ${host}`);
        continue;
      }
      const asked = port === undefined ? DEFAULT_PORTS[String(value).split(":")[0] as string] : Number(port);
      const listens: readonly number[] = ANSWERS[baseName(other.name)]?.ports ?? [];
      if (asked === undefined || !listens.includes(asked)) {
        say(service, `environment.${key}: ${other.name} does not listen at ${asked}`);
      }
    }
  }
}

export function checkSelection(selection: Selection, problems: Problems): void {
  const where = `with the profiles ${selection.profiles.join(",")}`;
  if (selection.services.length === 0) {
    problems.add("docker-compose.yml", `nothing starts ${where}.`);
    return;
  }
  const say: Say = ({ name, file }, message) => problems.add(file, `services.${name}: ${message} (${where}).`);
  const found = checkNames(selection, problems, where);
  checkDependencies(selection, say);
  checkPorts(selection, say);
  checkAddresses(selection, found, say);
}
