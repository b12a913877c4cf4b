/** What holds for each service by itself: image, user, rights, GPU, volumes, health check. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { ANSWERS, baseName, PROBES } from "./answers.ts";
import type { Problems } from "./problem.ts";
import { PROFILES } from "./profiles.ts";
import { type PlacedService, placedPath, type Stack } from "./stack.ts";

/** Each gets the Spark's one GPU. */
const ON_THE_GPU = ["llm", "stt", "tts", "embedding", "nim", "ollama", "lmdeploy"];
const VARIABLE_TAG = /:(latest|main|master|edge|nightly)$/;
const URL_IN_PROBE = /https?:\/\/(?:127\.0\.0\.1|localhost)(?::(\d+))?(\/[^\s'"),;]*)?/;

type Say = (message: string) => void;

/** A step that ends, in place of a server. */
export const isOneShot = (service: PlacedService): boolean => service.restart === "no" || !("restart" in service);

/** Gives a new volume to somebody other than root, and can do nothing else. */
const isVolumeOwner = (service: PlacedService): boolean =>
  service.network_mode === "none" &&
  service.cap_add?.join() === "CHOWN" &&
  Array.isArray(service.command) &&
  service.command[0] === "chown";

function checkImage({ image = "", build }: PlacedService, say: Say): void {
  const tagged = /:[\w][\w.-]*(@sha256:[0-9a-f]{64})?$/.test(image);
  if (!tagged || VARIABLE_TAG.test(image)) say(`image ${image || "(none)"}: expected a tag that names one version.`);
  if (build !== undefined && !image.startsWith("hisho/")) say(`image ${image}: what is built here is named hisho/….`);
}

function checkRights(service: PlacedService, say: Say): void {
  const user = /^(\d+)(:\d+)?$/.exec(service.user ?? "");
  if (user === null || (Number(user[1]) === 0 && !isVolumeOwner(service))) {
    say(`user ${service.user ?? "(the image's)"}: expected the number of somebody other than root.`);
  }
  if (service.read_only !== true) say("read_only: expected true, with tmpfs and volumes for what is written.");
  if (!service.cap_drop?.includes("ALL")) say("cap_drop: expected [ALL].");
  if (!service.security_opt?.includes("no-new-privileges:true")) {
    say('security_opt: expected "no-new-privileges:true".');
  }
}

function checkGpu(service: PlacedService, say: Say): void {
  const devices = service.deploy?.resources?.reservations?.devices ?? [];
  const isExpected = ON_THE_GPU.includes(baseName(service.name));
  const fits = devices.length === 1 && devices[0]?.count === 1 && devices[0].capabilities?.includes("gpu");
  if (isExpected && !fits) say("deploy.resources.reservations.devices: expected one GPU, count: 1.");
  if (!isExpected && devices.length > 0) say("deploy.resources.reservations.devices: this service needs no GPU.");
}

function checkProfiles({ profiles = [] }: PlacedService, say: Say): void {
  if (profiles.length === 0) say("profiles: expected at least one; without, it starts under every profile.");
  for (const name of profiles)
    if (!PROFILES.includes(name)) say(`profiles: ${name} is none of ${PROFILES.join(", ")}.`);
}

function checkVolumes(root: string, service: PlacedService, declared: ReadonlyMap<string, string>, say: Say): void {
  for (const volume of service.volumes ?? []) {
    if (typeof volume !== "string") {
      say("volumes: expected source:target:mode, the form that this check reads.");
      continue;
    }
    const [source = "", target = ""] = volume.split(":");
    if (!target.startsWith("/")) say(`volumes: ${volume}: expected source:/path/in/the/container.`);
    if (source.startsWith(".")) {
      const path = placedPath(service, source);
      if (!existsSync(join(root, path))) say(`volumes: ${volume}: ${path} does not exist.`);
    } else if (!source.startsWith("/") && !declared.has(source)) {
      say(`volumes: ${volume}: no volume ${source} is declared.`);
    }
  }
}

function healthProblem(service: PlacedService): string | undefined {
  const { test, disable } = service.healthcheck ?? {};
  if (test === undefined || disable === true) return "expected one that can fail.";
  const [, ...words] = typeof test === "string" ? ["CMD-SHELL", test] : test;
  const [program = ""] = words;
  const line = words.join(" ");
  const base = baseName(service.name);
  const answers = ANSWERS[base];
  if (answers === undefined) return "scripts/deploy/answers.ts does not say what this server answers.";
  if (/\|\|\s*(true|:|exit 0)/.test(line)) return "it never fails.";
  if (program === "curl" && !/ (-\w*f|--fail)/.test(line)) return "curl fails on an error's status by -f only.";
  if (PROBES[base]?.includes(program)) return undefined;
  const url = URL_IN_PROBE.exec(line);
  if (url === null) return `"${line}" asks no address of this container.`;
  const [, port = "80", path = "/"] = url;
  if (Number(port) === answers.ports[0] && answers.health.includes(path)) return undefined;
  const expected = answers.health.map((served) => `:${answers.ports[0]}${served}`).join(" or ");
  return `${base} does not answer :${port}${path}; expected ${expected}.`;
}

export function checkServices(root: string, { services, volumes }: Stack, problems: Problems): void {
  for (const service of services) {
    const say: Say = (message) => problems.add(service.file, `services.${service.name}: ${message}`);
    checkImage(service, say);
    checkRights(service, say);
    checkGpu(service, say);
    checkProfiles(service, say);
    checkVolumes(root, service, volumes, say);
    const unhealthy = isOneShot(service) ? undefined : healthProblem(service);
    if (unhealthy !== undefined) say(`healthcheck: ${unhealthy}`);
  }
  const used = new Set(
    services.flatMap(({ volumes: list = [] }) => list.map((volume) => String(volume).split(":")[0])),
  );
  // A folder named in .env takes the place of a volume that is declared for when none is.
  const isReplaceable = (name: string) => ["models", "voices", "nim-cache"].includes(name);
  for (const [name, file] of volumes) {
    if (!used.has(name) && !isReplaceable(name)) problems.add(file, `volumes.${name}: no service uses it.`);
  }
}
