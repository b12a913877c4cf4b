import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { ROOT } from "../start/paths.mjs";
import { checkSaid, defaultInterface, lanAddresses } from "./addresses.ts";
import { sitePage } from "./page.ts";
import { SITE_STRINGS } from "./strings.ts";

const ipv4 = (address: string, internal = false) =>
  ({ family: "IPv4", address, internal, netmask: "255.255.255.0", mac: "", cidr: null }) as const;
const FOUND = {
  interfaces: {
    lo: [ipv4("127.0.0.1", true)],
    docker0: [ipv4("172.17.0.1")],
    "br-5f2": [ipv4("172.18.0.1")],
    wlan0: [ipv4("192.168.1.30")],
    eth0: [ipv4("192.168.1.20")],
    usb0: [ipv4("169.254.3.4")],
  },
  defaultInterface: "eth0",
  hostName: "Spark.office.example",
  said: "",
};

describe("lanAddresses", () => {
  it("begins with the address on the default route and leaves out what no device reaches", () => {
    expect(lanAddresses(FOUND)).toEqual(["192.168.1.20", "192.168.1.30", "spark", "spark.local", "localhost"]);
  });

  it("begins with what the person says", () => {
    expect(lanAddresses({ ...FOUND, said: "hisho.example" })[0]).toBe("hisho.example");
  });

  it("has this machine at least", () => {
    expect(lanAddresses({ ...FOUND, interfaces: {}, hostName: "localhost" })).toEqual(["localhost"]);
  });
});

it("reads the default route with the least metric", () => {
  const route = (name: string, destination: string, metric: number) =>
    [name, destination, "0101A8C0", "0003", "0", "0", String(metric), destination, "0", "0", "0"].join("\t");
  const text = ["Iface\tDestination", route("wlan0", "00000000", 600), route("eth0", "00000000", 100), ""].join("\n");
  expect(defaultInterface(text)).toBe("eth0");
  expect(defaultInterface(["Iface", route("eth0", "0001A8C0", 0)].join("\n"))).toBeUndefined();
});

it("refuses an address with more than an address in it", () => {
  expect(checkSaid(" Hisho.local ")).toBe("hisho.local");
  for (const said of ["https://a", "a b", "300.1.1.1", 'x"><script>'])
    expect(() => checkSaid(said)).toThrow("LAN_ADDRESS");
});

describe("the page", () => {
  it("says in three languages how the certificate is installed and where the secretary is", () => {
    const page = sitePage("192.168.1.20");
    for (const { lang, title, install } of SITE_STRINGS) {
      expect(page).toContain(`lang="${lang}" id="${lang}"`);
      expect(page).toContain(title);
      expect(install.map(({ device }) => device)).toHaveLength(4);
    }
    expect(page.match(/href="https:\/\/192\.168\.1\.20\/"/g)).toHaveLength(3);
    expect(page.match(/href="\/root\.crt"/g)).toHaveLength(3);
    expect(page).toContain("<svg");
    expect(page).not.toContain("<script");
  });

  it("is written with the names of the certificate", async () => {
    const out = await mkdtemp(join(tmpdir(), "hisho-site-"));
    try {
      const args = ["--import", "tsx", "scripts/lan-site/main.ts", "--out", out];
      const env = { ...process.env, LAN_ADDRESS: "hisho.example" };
      const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: ROOT, env });
      expect(stdout).toContain("http://hisho.example/");
      expect(await readFile(join(out, "address"), "utf8")).toBe("hisho.example");
      expect(await readFile(join(out, "sites"), "utf8")).toMatch(/^https:\/\/hisho\.example, .*https:\/\/localhost$/);
      expect(await readFile(join(out, "page/index.html"), "utf8")).toBe(sitePage("hisho.example"));
    } finally {
      await rm(out, { recursive: true });
    }
  });
});
