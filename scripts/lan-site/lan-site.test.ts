import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it, onTestFinished } from "vitest";
import { setupPage } from "../../relay/src/lan/setup-page.ts";
import { ROOT } from "../start/paths.mjs";

async function writeSite(said: string) {
  const out = await mkdtemp(join(tmpdir(), "hisho-site-"));
  onTestFinished(() => rm(out, { recursive: true }));
  const args = ["--import", "tsx", "scripts/lan-site/main.ts", "--out", out];
  const env = { ...process.env, LAN_ADDRESS: said };
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
  return { stdout, read: (file: string) => readFile(join(out, file), "utf8") };
}

it("writes the page, the address and the names of the certificate", async () => {
  const { stdout, read } = await writeSite("Hisho.example");
  expect(stdout).toContain("http://hisho.example/");
  expect(await read("address")).toBe("hisho.example");
  expect(await read("sites")).toMatch(/^https:\/\/hisho\.example, .*https:\/\/localhost$/);
  const page = setupPage({ page: "http://hisho.example", secretary: "https://hisho.example" });
  expect(await read("page/index.html")).toBe(page);
});

it("refuses an address with more than an address in it", async () => {
  for (const said of ["https://a", "a b", "300.1.1.1", 'x"><script>']) {
    await expect(writeSite(said)).rejects.toThrow("LAN_ADDRESS: expected an address");
  }
});
