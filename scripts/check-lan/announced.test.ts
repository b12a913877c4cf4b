import { expect, it } from "vitest";
import { announcePairing } from "../../relay/src/pairing/announce.ts";
import { readAnnounced } from "./announced.ts";

it("reads what the relay's terminal shows, once all of it is there", () => {
  const fingerprint = Array.from({ length: 32 }, (_, i) => i.toString(16).padStart(2, "0").toUpperCase()).join(":");
  const shown = announcePairing({
    code: "ABCD2345",
    expiresAt: new Date(),
    place: { url: "https://192.168.1.20:8443", setup: { url: "http://192.168.1.20:8088", fingerprint } },
  });
  const setup = "http://192.168.1.20:8088";
  expect(readAnnounced(shown)).toEqual({ setup, fingerprint, page: "https://192.168.1.20:8443", code: "ABCD2345" });
  expect(readAnnounced(shown.slice(0, shown.indexOf("ABCD2345") + 4))).toBeUndefined();
});
