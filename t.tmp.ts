const { compileRules } = await import("./providers/src/llm/secretary/tongues.ts");
const t = process.cpuUsage();
await compileRules(new AbortController().signal);
const u = process.cpuUsage(t); console.log("cpu ms", (u.user + u.system) / 1000);
