/** Files of Prometheus and Grafana: they can be read, ask in PromQL, and name somebody. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { metricsOf, withWindow } from "../observability/files.ts";
import type { Problems } from "./problem.ts";

export const PROMETHEUS = "docker/prometheus/prometheus.yml";
const DATASOURCES = "docker/grafana/provisioning/datasources";
const DASHBOARDS = "docker/grafana/dashboards";
const URL_OF_SOURCE = /^\s*url:\s*https?:\/\/([\w.-]+:\d+)\/?\s*$/gm;

export interface Target {
  file: string;
  /** Host and port. */
  target: string;
}

/** Every value under a key, wherever in the tree it stands. */
function valuesOf(tree: unknown, wanted: string): unknown[] {
  if (Array.isArray(tree)) return tree.flatMap((item) => valuesOf(item, wanted));
  if (typeof tree !== "object" || tree === null) return [];
  return Object.entries(tree).flatMap(([key, value]) => (key === wanted ? [value] : valuesOf(value, wanted)));
}

const strings = (values: readonly unknown[]): string[] => values.flat().map(String);

/** YAML or JSON; undefined, and a problem, when it is neither. */
function readTree(root: string, file: string, problems: Problems): unknown {
  try {
    return parse(readFileSync(join(root, file), "utf8"));
  } catch (error) {
    problems.add(file, `cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function checkQueries(file: string, tree: unknown, problems: Problems): void {
  for (const expr of strings(valuesOf(tree, "expr"))) {
    try {
      metricsOf(withWindow(expr, "1m"));
    } catch (error) {
      problems.add(file, error instanceof Error ? error.message : String(error));
    }
  }
}

const filesIn = (root: string, folder: string, ending: string): string[] =>
  existsSync(join(root, folder))
    ? readdirSync(join(root, folder)).flatMap((name) => (name.endsWith(ending) ? [join(folder, name)] : []))
    : [];

/** Whom Prometheus scrapes and Grafana asks. */
export function readTargets(root: string, problems: Problems): Target[] {
  const config = readTree(root, PROMETHEUS, problems);
  for (const rules of strings(valuesOf(config, "rule_files"))) {
    const file = join(dirname(PROMETHEUS), rules);
    if (existsSync(join(root, file))) checkQueries(file, readTree(root, file, problems), problems);
    else problems.add(PROMETHEUS, `rule_files: ${file} does not exist.`);
  }
  for (const file of filesIn(root, DASHBOARDS, ".json")) checkQueries(file, readTree(root, file, problems), problems);

  const fixed = strings(valuesOf(valuesOf(config, "static_configs"), "targets"));
  const looked = valuesOf(config, "dns_sd_configs")
    .flat()
    .flatMap((lookup) => strings(valuesOf(lookup, "names")).map((name) => `${name}:${valuesOf(lookup, "port")[0]}`));
  const sources = filesIn(root, DATASOURCES, ".yml").flatMap((file) =>
    [...readFileSync(join(root, file), "utf8").matchAll(URL_OF_SOURCE)].map(([, target = ""]) => ({ file, target })),
  );
  return [...[...fixed, ...looked].map((target) => ({ file: PROMETHEUS, target })), ...sources];
}
