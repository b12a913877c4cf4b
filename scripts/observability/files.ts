/** What docker/prometheus and docker/grafana ask of a relay. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parser } from "@prometheus-io/lezer-promql";
import { parse } from "yaml";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
export const PROMETHEUS_FILES = join(ROOT, "docker/prometheus");

export interface Rule {
  /** Absent where it records a figure. */
  alert?: string;
  /** The name of the figure. */
  record?: string;
  /** PromQL. */
  expr: string;
  for?: string;
  annotations?: { summary: string; runbook_url: string };
}

export interface RuleFile {
  groups: { name: string; rules: Rule[] }[];
}

export interface Query {
  panel: string;
  /** PromQL; Grafana puts the window in place of `$__rate_interval`. */
  expr: string;
}

/** @param file from the project's root */
export const readProjectFile = (file: string): string => readFileSync(join(ROOT, file), "utf8");

export const readRules = (): RuleFile => parse(readProjectFile("docker/prometheus/rules.yml")) as RuleFile;

export const alertsOf = ({ groups }: RuleFile): Required<Omit<Rule, "record">>[] =>
  groups.flatMap(({ rules }) => rules).filter((rule): rule is Required<Rule> => rule.alert !== undefined);

export function readDashboard(): Query[] {
  const { panels } = JSON.parse(readProjectFile("docker/grafana/dashboards/hisho.json")) as {
    panels: { title: string; targets?: { expr: string }[] }[];
  };
  return panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => ({ panel: title, expr })));
}

/** The query as Prometheus takes it. @param window PromQL duration */
export const withWindow = (expr: string, window: string): string => expr.replaceAll("$__rate_interval", window);

/**
 * The names of the series that a query reads.
 * @throws Error when it is no PromQL
 */
export function metricsOf(expr: string): string[] {
  const names: string[] = [];
  parser.parse(expr).iterate({
    enter({ type, name, from, to }) {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expr}`);
      if (name === "VectorSelector") {
        const selector = expr.slice(from, to);
        names.push(/^[\w:]+/.exec(selector)?.[0] ?? selector);
      }
    },
  });
  return names;
}
