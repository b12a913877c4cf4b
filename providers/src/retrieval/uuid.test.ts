import { expect, it } from "vitest";
import { uuidV5 } from "./uuid.ts";

it("is the UUID of RFC 9562's example", () => {
  // Appendix A.4: the name www.example.com in the namespace of domain names.
  expect(uuidV5("6ba7b810-9dad-11d1-80b4-00c04fd430c8", "www.example.com")).toBe(
    "2ed6657d-e927-568b-95e1-2665a8aea6a2",
  );
});
