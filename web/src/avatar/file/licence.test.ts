import { describe, expect, it } from "vitest";
import { creditOf, fitForReception, licenceOf, mayWear } from "./licence.ts";

describe("the licence of VRM 1.0", () => {
  it("allows nothing that is not said", () => {
    for (const meta of [undefined, null, 7, {}, { avatarPermission: "sure", allowRedistribution: "yes" }]) {
      expect(licenceOf(meta, "1")).toMatchObject({
        ...{ who: "author", commercial: "none", modification: "none", redistribution: false },
        ...{ violent: false, sexual: false, political: false, hateful: false, creditRequired: true },
      });
    }
  });

  it("reads all of its terms", () => {
    const licence = licenceOf(
      {
        ...{ name: " Mio ", authors: ["Sato", "", 3, "Kim"], avatarPermission: "everyone" },
        ...{ commercialUsage: "personalProfit", modification: "allowModification", creditNotation: "unnecessary" },
        ...{ allowExcessivelyViolentUsage: true, allowRedistribution: true, otherLicenseUrl: "https://example.com/t" },
      },
      "1",
    );
    expect(licence).toMatchObject({
      ...{ title: "Mio", authors: ["Sato", "Kim"], who: "everyone", commercial: "personal", modification: "own" },
      ...{ violent: true, sexual: false, redistribution: true, creditRequired: false },
      furtherTerms: ["https://example.com/t"],
    });
    expect(fitForReception(licence)).toBe(false);
    expect(creditOf(licence)).toBeNull();
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "//example.com", " "])("shows no such address: %s", (address) => {
    expect(licenceOf({ otherLicenseUrl: address }, "1").furtherTerms).toEqual([]);
  });
});

describe("the licence of VRM 0.x", () => {
  it.each([
    ["CC0", { redistribution: true, modification: "passed-on", creditRequired: false, commercial: "corporate" }],
    ["CC_BY_NC_ND", { redistribution: true, modification: "none", creditRequired: true, commercial: "none" }],
    ["Redistribution_Prohibited", { redistribution: false, modification: "none", creditRequired: false }],
    ["toString", { redistribution: false, modification: "none" }],
  ])("%s", (licenseName, terms) => {
    const meta = { licenseName, commercialUssageName: "Allow", allowedUserName: "Everyone" };
    expect(licenceOf(meta, "0")).toMatchObject({ who: "everyone", ...terms });
  });

  it("asks whom it is for, and names its author where it must", () => {
    const meta = { title: "Aoi", author: "Aoi Studio", licenseName: "CC_BY" };
    const licence = licenceOf({ ...meta, allowedUserName: "ExplicitlyLicensedPerson" }, "0");
    expect(licence.who).toBe("licensed");
    expect([mayWear(licence, false), mayWear(licence, true)]).toEqual([false, true]);
    expect(creditOf(licence)).toEqual({ title: "Aoi", authors: ["Aoi Studio"] });
  });
});
