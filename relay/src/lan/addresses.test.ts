import { describe, expect, it } from "vitest";
import { defaultInterface, isAddressOrName, lanAddresses } from "./addresses.ts";

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

it("knows an address or a name from anything more", () => {
  for (const text of ["192.168.1.20", "hisho.local", "spark"]) expect(isAddressOrName(text)).toBe(true);
  for (const text of ["", "https://a", "a b", "300.1.1.1", 'x"><script>']) expect(isAddressOrName(text)).toBe(false);
});
