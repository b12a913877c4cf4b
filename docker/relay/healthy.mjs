// Ends with 0 when the address answers with 2xx within four seconds. The image has neither curl nor wget.
const { ok, status } = await fetch(process.argv[2], { signal: AbortSignal.timeout(4_000) });
if (!ok) {
  process.stderr.write(`${process.argv[2]} answered ${status}\n`);
  process.exitCode = 1;
}
