import { describe, expect, it } from "vitest";
import { isPasscode, isRight, newPasscode, waitMs } from "./passcode.ts";

const { subtle } = globalThis.crypto;
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

describe("the passcode", () => {
  it("is known again, and only its salted hash is kept", async () => {
    const kept = await newPasscode("482913", subtle, random);
    expect(isPasscode(JSON.parse(JSON.stringify(kept)))).toBe(true);
    expect(JSON.stringify(kept)).not.toContain("482913");
    expect(await isRight("482913", kept, subtle)).toBe(true);
    expect(await isRight("482914", kept, subtle)).toBe(false);
    expect((await newPasscode("482913", subtle, random)).hash).not.toBe(kept.hash);
  });

  it("takes four to twelve digits", async () => {
    for (const digits of ["123", "1234567890123", "12a4", ""]) {
      await expect(newPasscode(digits, subtle, random)).rejects.toThrow("expected 4 to 12 digits");
    }
  });
});

describe("waitMs", () => {
  it("lets two slips pass, then doubles up to a quarter of an hour", () => {
    const waits = [0, 1, 2, 3, 4, 5, 60].map((wrong) => waitMs({ wrong, lastMs: 1_000 }, 1_000));
    expect(waits).toEqual([0, 0, 0, 5_000, 10_000, 20_000, 900_000]);
    expect(waitMs({ wrong: 3, lastMs: 1_000 }, 4_000)).toBe(2_000);
  });

  it("is not stretched by a clock that was set back", () => {
    expect(waitMs({ wrong: 3, lastMs: 9_000_000 }, 0)).toBe(5_000);
  });
});
