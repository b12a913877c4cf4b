/**
 * `npm run check:observability`: promtool on the files of Prometheus, then every dashboard query and every alert on a real
 * Prometheus that scrapes a relay under load. It takes two and a half minutes.
 */
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { aptInstall, canUseApt } from "./chromium.mjs";
import { ROOT } from "./start/paths.mjs";
import { run } from "./start/run.mjs";
import { say } from "./start/say.mjs";

const isInstalled = () => spawnSync("prometheus", ["--version"]).status === 0;

if (!isInstalled() && canUseApt()) {
  say("Installing Debian's prometheus.");
  aptInstall(["prometheus"]);
}
if (!isInstalled()) {
  say(
    "Skipped: there is no Prometheus here (Debian: apt install prometheus). Nothing was checked but what npm test checks.",
  );
} else {
  const vitest = join(ROOT, "node_modules/vitest/vitest.mjs");
  const commands = [
    ["promtool", ["check", "config", "docker/prometheus/prometheus.yml"]],
    ["promtool", ["test", "rules", "docker/prometheus/rules.test.yml"]],
    [process.execPath, [vitest, "run", "--project", "node", "--reporter=verbose", "scripts/observability"]],
  ];
  for (const [command, args] of commands) {
    const env = { ...process.env, CHECK_OBSERVABILITY: "on" };
    const { code } = await run(/** @type {string} */ (command), /** @type {string[]} */ (args), { show: "both", env });
    if (code !== 0) process.exitCode = 1;
  }
}
