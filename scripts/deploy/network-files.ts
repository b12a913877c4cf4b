/** What Caddy, Prometheus and Grafana are told about the services beside them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ANSWERS, baseName } from "./answers.ts";
import type { Problems } from "./problem.ts";
import { namesOf, type Selection } from "./profiles.ts";
import { readTargets } from "./prometheus-files.ts";

export const CADDYFILE = "docker/caddy/Caddyfile";

/** @param target host and port, without a scheme */
function checkTarget(file: string, target: string, { services, profiles }: Selection, problems: Problems): void {
  const [host = "", port] = target.split(":");
  if (host === "localhost" || host === "127.0.0.1") return;
  const service = services.find((each) => namesOf(each).includes(host));
  const where = `with the profiles ${profiles.join(",")}`;
  if (service === undefined) problems.add(file, `${target}: nobody is found as ${host} (${where}).`);
  else if (!ANSWERS[baseName(service.name)]?.ports.includes(Number(port))) {
    problems.add(file, `${target}: ${service.name} does not listen at ${port} (${where}).`);
  }
}

function checkCaddyfile(root: string, selections: readonly Selection[], problems: Problems): void {
  const text = existsSync(join(root, CADDYFILE)) ? readFileSync(join(root, CADDYFILE), "utf8") : "";
  const upstreams = [...text.matchAll(/^\s*dynamic a ([\w.-]+) (\d+)/gm)].map(([, host, port]) => `${host}:${port}`);
  if (upstreams.length === 0) problems.add(CADDYFILE, "expected reverse_proxy to dynamic a relay PORT.");
  for (const path of ANSWERS.caddy?.health ?? []) {
    if (new RegExp(`^\\s*handle ${path} \\{`, "m").test(text)) continue;
    problems.add(CADDYFILE, `expected handle ${path}, the health check.`);
  }
  for (const selection of selections.filter(({ services }) => services.some(({ name }) => name === "caddy"))) {
    for (const upstream of upstreams) checkTarget(CADDYFILE, upstream, selection, problems);
  }
}

/** Files of Caddy, Prometheus and Grafana that name services: whom they mean is there, and listens. */
export function checkNetworkFiles(root: string, selections: readonly Selection[], problems: Problems): void {
  checkCaddyfile(root, selections, problems);
  const targets = readTargets(root, problems);
  for (const selection of selections.filter(({ services }) => services.some(({ name }) => name === "prometheus"))) {
    for (const { file, target } of targets) checkTarget(file, target, selection, problems);
  }
}
