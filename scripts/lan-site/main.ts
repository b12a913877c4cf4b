/**
 * Service `site` of docker-compose.yml: finds this machine's address in the local network, writes what Caddy serves and
 * is called (OUT/page/index.html, OUT/address, OUT/sites), and prints the address as a QR code.
 */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { renderUnicodeCompact } from "uqr";
import { defaultInterface, isAddressOrName, lanAddresses } from "../../relay/src/lan/addresses.ts";
import { setupPage } from "../../relay/src/lan/setup-page.ts";

/** @throws Error with a sentence when it is neither an IPv4 address nor a host name */
function checkSaid(said: string): string {
  const text = said.trim().toLowerCase();
  if (text === "" || isAddressOrName(text)) return text;
  throw new Error(`LAN_ADDRESS: expected an address such as 192.168.1.20, or a host name, got "${said}".`);
}

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
  await writeFile(
    join(out, "page/index.html"),
    setupPage({ page: `http://${address}`, secretary: `https://${address}` }),
  );
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
