/** The terms under which a model may be used, of either version in the words of VRM 1.0 (meta.md, "Meta"). */
import { NAME_LENGTH, TEXT_LENGTH } from "./limits.ts";
import { isLoose, type VrmVersion } from "./person.ts";

export interface Licence {
  /** The model's own name; empty where it has none. */
  title: string;
  authors: readonly string[];
  copyright: string;
  contact: string;
  /** Addresses and names as the file gives them, for reading. */
  references: readonly string[];
  thirdParty: string;
  /** The name of a well-known licence such as "CC BY", of VRM 0.x; empty otherwise. */
  known: string;
  /** Where further terms are written; only http and https, shown as text. */
  furtherTerms: readonly string[];
  /** Who may wear it. */
  who: "author" | "licensed" | "everyone";
  violent: boolean;
  sexual: boolean;
  political: boolean;
  hateful: boolean;
  commercial: "none" | "personal" | "corporate";
  redistribution: boolean;
  modification: "none" | "own" | "passed-on";
  creditRequired: boolean;
}

const line = (value: unknown, most = NAME_LENGTH): string =>
  typeof value === "string" ? value.trim().slice(0, most) : "";
const lines = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value])
    .map((entry) => line(entry))
    .filter((entry) => entry !== "")
    .slice(0, 20);
const address = (value: unknown): string[] => {
  const text = line(value, TEXT_LENGTH);
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? [text] : [];
};
const pick = <Name extends string, Value>(
  names: Readonly<Record<Name, Value>>,
  name: unknown,
  otherwise: Value,
): Value => (typeof name === "string" && Object.hasOwn(names, name) ? names[name as Name] : otherwise);

/** What is not said is not allowed. */
export function licenceOf(meta: unknown, version: VrmVersion): Licence {
  const said = isLoose(meta) ? meta : {};
  return version === "1" ? licence1(said) : licence0(said);
}

function licence1(meta: Record<string, unknown>): Licence {
  return {
    title: line(meta.name),
    authors: lines(meta.authors),
    copyright: line(meta.copyrightInformation, TEXT_LENGTH),
    contact: line(meta.contactInformation, TEXT_LENGTH),
    references: lines(meta.references),
    thirdParty: line(meta.thirdPartyLicenses, TEXT_LENGTH),
    known: "",
    furtherTerms: address(meta.otherLicenseUrl),
    who: pick(
      { onlyAuthor: "author", onlySeparatelyLicensedPerson: "licensed", everyone: "everyone" },
      meta.avatarPermission,
      "author",
    ),
    violent: meta.allowExcessivelyViolentUsage === true,
    sexual: meta.allowExcessivelySexualUsage === true,
    political: meta.allowPoliticalOrReligiousUsage === true,
    hateful: meta.allowAntisocialOrHateUsage === true,
    commercial: pick(
      { personalNonProfit: "none", personalProfit: "personal", corporation: "corporate" },
      meta.commercialUsage,
      "none",
    ),
    redistribution: meta.allowRedistribution === true,
    modification: pick(
      { prohibited: "none", allowModification: "own", allowModificationRedistribution: "passed-on" },
      meta.modification,
      "none",
    ),
    creditRequired: meta.creditNotation !== "unnecessary",
  };
}

/** VRM 0.x names Creative Commons; what they mean for it (creativecommons.org/licenses). */
const COMMONS = {
  CC0: { known: "CC0", redistribution: true, modification: "passed-on", creditRequired: false, profit: true },
  CC_BY: { known: "CC BY", redistribution: true, modification: "passed-on", creditRequired: true, profit: true },
  CC_BY_NC: { known: "CC BY-NC", redistribution: true, modification: "passed-on", creditRequired: true, profit: false },
  CC_BY_SA: { known: "CC BY-SA", redistribution: true, modification: "passed-on", creditRequired: true, profit: true },
  CC_BY_NC_SA: {
    known: "CC BY-NC-SA",
    redistribution: true,
    modification: "passed-on",
    creditRequired: true,
    profit: false,
  },
  CC_BY_ND: { known: "CC BY-ND", redistribution: true, modification: "none", creditRequired: true, profit: true },
  CC_BY_NC_ND: {
    known: "CC BY-NC-ND",
    redistribution: true,
    modification: "none",
    creditRequired: true,
    profit: false,
  },
} as const;
const UNSAID = { known: "", redistribution: false, modification: "none", creditRequired: false, profit: true } as const;

function licence0(meta: Record<string, unknown>): Licence {
  const terms = pick<keyof typeof COMMONS, (typeof COMMONS)[keyof typeof COMMONS] | typeof UNSAID>(
    COMMONS,
    meta.licenseName,
    UNSAID,
  );
  // The format's own spelling of "usage", and the one that later exporters write.
  const allows = (name: string): boolean =>
    meta[`${name}UssageName`] === "Allow" || meta[`${name}UsageName`] === "Allow";
  return {
    title: line(meta.title),
    authors: lines(meta.author),
    copyright: "",
    contact: line(meta.contactInformation, TEXT_LENGTH),
    references: lines(meta.reference),
    thirdParty: "",
    known: terms.known,
    furtherTerms: [...address(meta.otherPermissionUrl), ...address(meta.otherLicenseUrl)],
    who: pick(
      { OnlyAuthor: "author", ExplicitlyLicensedPerson: "licensed", Everyone: "everyone" },
      meta.allowedUserName,
      "author",
    ),
    violent: allows("violent"),
    sexual: allows("sexual"),
    political: false,
    hateful: false,
    commercial: allows("commercial") && terms.profit ? "corporate" : "none",
    redistribution: terms.redistribution,
    modification: terms.modification,
    creditRequired: terms.creditRequired,
  };
}

/** At a reception desk others see it, at work: more than a model for its author or without profit allows. */
export const fitForReception = ({ who, commercial }: Licence): boolean =>
  who === "everyone" && commercial === "corporate";

/** Who is to be named beside it, or null where nobody has to be. */
export const creditOf = ({
  creditRequired,
  title,
  authors,
}: Licence): { title: string; authors: readonly string[] } | null =>
  creditRequired && (title !== "" || authors.length > 0) ? { title, authors } : null;

/** Whether it may be worn here: by everyone, or after the person said that it is theirs or that they have leave. */
export const mayWear = ({ who }: Licence, agreed: boolean): boolean => who === "everyone" || agreed;
