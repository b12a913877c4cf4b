/** What a measured process tells the one that measures: its port once, its use of the machine when asked. */
import { monitorEventLoopDelay } from "node:perf_hooks";

const RESOLUTION_MS = 5;

/** Answers `usage` and `stop`, and ends with the process that measures: then nobody would say stop. */
export function serveMeasurer(port: number, stop: () => Promise<void>): void {
  const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
  delay.enable();
  const end = (code: number): void => void stop().then(() => process.exit(code));
  process.on("message", (message) => {
    if (message === "stop") end(0);
    if (message !== "usage") return;
    const { user, system } = process.cpuUsage();
    const { rss, heapUsed, heapTotal, external } = process.memoryUsage();
    process.send?.({
      cpuMs: (user + system) / 1000,
      rssMb: rss / 1e6,
      heapUsedMb: heapUsed / 1e6,
      heapMb: heapTotal / 1e6,
      externalMb: external / 1e6,
      // The timer that measures it is part of each figure.
      loopP99Ms: delay.percentile(99) / 1e6 - RESOLUTION_MS,
    });
    delay.reset();
  });
  process.on("disconnect", () => end(1));
  process.send?.({ port });
}
