/**
 * Service `site` of docker-compose.yml: finds this machine's address in the local network, writes what Caddy serves and
 * is called (OUT/page/index.html, OUT/address, OUT/sites), and prints the address as a QR code.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { renderUnicodeCompact } from "uqr";
import { checkSaid, defaultInterface, lanAddresses } from "./addresses.ts";
import { sitePage } from "./page.ts";

async function main(out: string): Promise<void> {
  const addresses = lanAddresses({
    interfaces: networkInterfaces(),
    // Only Linux has it; elsewhere the interfaces keep their own order.
    defaultInterface: defaultInterface(await readFile("/proc/net/route", "utf8").catch(() => "")),
    hostName: hostname(),
    said: checkSaid(process.env.LAN_ADDRESS ?? ""),
  });
  const [address = "localhost"] = addresses;
  await mkdir(join(out, "page"), { recursive: true });
  await writeFile(join(out, "page/index.html"), sitePage(address));
  await writeFile(join(out, "sites"), addresses.map((name) => `https://${name}`).join(", "));
  await writeFile(join(out, "address"), address);
  const url = `http://${address}/`;
  process.stdout.write(`${renderUnicodeCompact(url)}\nOpen ${url} on each device: it installs the certificate.\n`);
  if (address === "localhost") {
    process.stdout.write("No address in a local network was found. Set LAN_ADDRESS in .env and start again.\n");
  }
}

const { values } = parseArgs({ options: { out: { type: "string" } } });
try {
  if (values.out === undefined) throw new Error("Name the folder: --out PATH");
  await main(values.out);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
