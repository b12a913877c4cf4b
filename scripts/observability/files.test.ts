/** Dashboard and rules against what a relay exposes; `npm run check:observability` holds them against a real Prometheus. */
import { expect, it } from "vitest";
import { startRelay } from "../../relay/tests/harness.ts";
import { alertsOf, metricsOf, readDashboard, readProjectFile, readRules, withWindow } from "./files.ts";

/** Prometheus' own, and those of the GPU exporters that the dashboard knows. */
const OF_OTHERS = /^(up|ALERTS|DCGM_\w+|nvidia_(gpu|smi)_\w+)$/;

/** Every series name of /metrics, also of those that have no sample yet. */
async function exposed(): Promise<Set<string>> {
  const relay = await startRelay({ processMetrics: true });
  const text = await (await fetch(`${relay.httpUrl}/metrics`)).text();
  await relay.close();
  const families = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name, type]) => ({ name, type }));
  return new Set(
    families.flatMap(({ name, type }) =>
      type === "histogram" ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [`${name}`],
    ),
  );
}

it("every metric of the dashboard and of the rules is one that the relay exposes", async () => {
  const rules = readRules().groups.flatMap((group) => group.rules);
  const recorded = rules.flatMap(({ record }) => (record === undefined ? [] : [record]));
  const known = new Set([...(await exposed()), ...recorded]);
  const asked = [...readDashboard().map(({ expr }) => withWindow(expr, "5m")), ...rules.map(({ expr }) => expr)];
  const names = new Set(asked.flatMap(metricsOf));
  expect(names.size).toBeGreaterThan(15);
  expect([...names].filter((name) => !known.has(name) && !OF_OTHERS.test(name))).toEqual([]);
});

it("exposes the figures under the names that the owner gave them", async () => {
  expect([...(await exposed())]).toEqual(
    expect.arrayContaining(["stt_partial_seconds_bucket", "response_start_seconds_bucket"]),
  );
});

it("every alert has its section in docs/alerts.md, and every section its alert", () => {
  const alerts = alertsOf(readRules());
  const sections = [...readProjectFile("docs/alerts.md").matchAll(/^## (\w+)$/gm)].map(([, name]) => name);
  expect(sections).toEqual(alerts.map(({ alert }) => alert));
  for (const { alert, annotations } of alerts) {
    expect(annotations.runbook_url).toBe(`docs/alerts.md#${alert.toLowerCase()}`);
  }
});

it("a query that is no PromQL is refused, and every selector of one is found", () => {
  expect(() => metricsOf("sum(rate(a[5m])")).toThrow("no PromQL");
  expect(metricsOf('sum(rate(a{b="c"}[5m])) / (d offset 5m) or vector(0)')).toEqual(["a", "d"]);
});
