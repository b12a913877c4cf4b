import { describe, expect, it } from "vitest";
import { wordsOf } from "./blocked.ts";
import { checkedKiosk, DEFAULT_KIOSK, loadKiosk, saveKiosk } from "./settings.ts";

function storage(): { getItem(key: string): string | null; setItem(key: string, value: string): void } {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, value) => void kept.set(key, value) };
}

describe("the settings of the reception screen", () => {
  it("wipe nothing, use no camera and answer only when addressed until the operator says otherwise", () => {
    expect(loadKiosk(storage())).toMatchObject({
      on: false,
      wipe: "off",
      camera: false,
      addressed: true,
      keyboard: false,
    });
  });

  it("come back as they were saved", () => {
    const device = storage();
    const chosen = {
      ...DEFAULT_KIOSK,
      on: true,
      hours: { opens: 540, closes: 1080 },
      blocked: ["給与"],
      stretch: 2 as const,
    };
    expect(saveKiosk(device, chosen)).toBe(true);
    expect(loadKiosk(device)).toEqual(chosen);
  });

  it("drop what is no setting", () => {
    const hostile = {
      on: "yes",
      hours: { opens: -1, closes: 2000 },
      stretch: 3,
      languages: [],
      blocked: ["", 7],
      wipe: "everything",
      passcode: { hash: "x" },
      constructor: 1,
    };
    expect(checkedKiosk(hostile)).toEqual({});
    expect(loadKiosk({ getItem: () => "{", setItem: () => undefined })).toEqual(DEFAULT_KIOSK);
  });

  it("tells when the device keeps nothing", () => {
    const full = {
      getItem: () => null,
      setItem: () => {
        throw new DOMException("full", "QuotaExceededError");
      },
    };
    expect(saveKiosk(full, DEFAULT_KIOSK)).toBe(false);
  });
});

describe("wordsOf", () => {
  it("takes a line or a comma as an end, once each", () => {
    expect(wordsOf("給与\n 人事、給与\n\nsalary,")).toEqual(["給与", "人事", "salary"]);
  });
});
