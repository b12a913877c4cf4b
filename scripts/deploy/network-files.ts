/** Files of Caddy and Prometheus that name services: whom they mean has to be there. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { ANSWERS, baseName } from "./answers.ts";
import type { Problems } from "./problem.ts";
import { namesOf, type Selection } from "./profiles.ts";

export const CADDYFILE = "docker/caddy/Caddyfile";
export const PROMETHEUS = "docker/prometheus/prometheus.yml";

/** `relay:8080` in every place of a tree of YAML under a key `targets`, or by a name that is looked up. */
function targetsOf(tree: unknown): string[] {
  if (Array.isArray(tree)) return tree.flatMap(targetsOf);
  if (typeof tree !== "object" || tree === null) return [];
  if ("names" in tree && "port" in tree && Array.isArray(tree.names))
    return tree.names.map((name) => `${name}:${tree.port}`);
  return Object.entries(tree).flatMap(([key, value]) =>
    key === "targets" && Array.isArray(value) ? value.map(String) : targetsOf(value),
  );
}

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

export function checkNetworkFiles(root: string, selections: readonly Selection[], problems: Problems): void {
  const caddy = existsSync(join(root, CADDYFILE)) ? readFileSync(join(root, CADDYFILE), "utf8") : "";
  const upstreams = [...caddy.matchAll(/^\s*reverse_proxy\s+([\w.-]+:\d+)/gm)].map(
    ([, upstream]) => upstream as string,
  );
  if (upstreams.length === 0) problems.add(CADDYFILE, "expected reverse_proxy to the relay.");
  for (const path of ANSWERS.caddy?.health ?? []) {
    if (!new RegExp(`^\\s*handle ${path} \\{`, "m").test(caddy))
      problems.add(CADDYFILE, `expected handle ${path}, the health check.`);
  }
  const targets = existsSync(join(root, PROMETHEUS))
    ? targetsOf(parse(readFileSync(join(root, PROMETHEUS), "utf8")))
    : [];
  for (const selection of selections) {
    const runs = (name: string) => selection.services.some((service) => service.name === name);
    if (runs("caddy")) for (const upstream of upstreams) checkTarget(CADDYFILE, upstream, selection, problems);
    if (runs("prometheus")) for (const target of targets) checkTarget(PROMETHEUS, target, selection, problems);
  }
}
