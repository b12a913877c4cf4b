import { expect, it } from "vitest";
import { baseName } from "./base-name.ts";

it("keeps the last part of a name only, without what cannot be seen", () => {
  expect(baseName("../../etc/passwd")).toBe("passwd");
  expect(baseName("C:\\notes\\a.md")).toBe("a.md");
  expect(baseName("/")).toBe("untitled");
  expect(baseName("..")).toBe("untitled");
  expect(baseName("x".repeat(999))).toHaveLength(255);
  expect(baseName("in\u0000voice\u202efdp.exe\n")).toBe("invoicefdp.exe");
});
