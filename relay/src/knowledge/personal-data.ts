/** Finds what names or reaches a person: mail addresses, telephone numbers, Japan's Individual Number ("My Number"). */
import { type CountryCode, parsePhoneNumberFromString } from "libphonenumber-js/max";

/** What stands before and behind the @ of a mail address. */
const LOCAL_END = /[\p{L}\p{N}._%+-]$/u;
const DOMAIN = /^(?:[\p{L}\p{N}-]{1,63}\.){1,8}\p{L}{2,24}/u;
/** RFC 5321, section 4.5.3.1.2. */
const LONGEST_DOMAIN = 255;
/** Twelve digits, alone or in fours, that are no part of a longer number. */
const TWELVE_DIGITS = /(?<![\d.,-])\d{4}([ -]?)\d{4}\1\d{4}(?![\d-])(?!\.\d)/g;
/**
 * What may be a telephone number: it begins with + or 0, or it is parted as North American ones are. Ten digits alone
 * are more often something else.
 */
const PHONE =
  /(?<![\d.,/+-])(?:\+\d[\d ().-]{6,20}\d|\(?0\d{1,4}\)?[ .-]?\d{1,4}[ .-]?\d{3,4}|\(\d{3}\) ?\d{3}[ .-]\d{4}|\d{3}([ .-])\d{3}\1\d{4})(?![\d-])/g;
/** Whose numbers are known without a country code: of the languages that the relay speaks. */
const COUNTRIES: readonly CountryCode[] = ["JP", "KR", "US"];
/** A table of codes that are no numbers costs no more than this. */
const MOST_CANDIDATES = 5_000;

/**
 * The check digit of an Individual Number: the remainder of division by 11 of the sum of its digits times their weights
 * (Order of the Ministry of Internal Affairs and Communications No. 85 of 2014, article 5).
 */
function isIndividualNumber(digits: string): boolean {
  let sum = 0;
  for (let n = 1; n <= 11; n++) sum += Number(digits[11 - n]) * (n <= 6 ? n + 1 : n - 5);
  const remainder = sum % 11;
  return Number(digits[11]) === (remainder <= 1 ? 0 : 11 - remainder);
}

const isPhoneNumber = (text: string): boolean =>
  COUNTRIES.some((country) => parsePhoneNumberFromString(text, country)?.isValid() === true);

function someOf(text: string, pattern: RegExp, holds: (found: string) => boolean): boolean {
  let candidates = 0;
  for (const [found] of text.matchAll(pattern)) {
    if (holds(found)) return true;
    candidates += 1;
    if (candidates === MOST_CANDIDATES) return false;
  }
  return false;
}

/** By its @: a pattern that began anywhere would go through every word of a long text many times. */
function holdsMail(text: string): boolean {
  for (let at = text.indexOf("@"); at !== -1; at = text.indexOf("@", at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at);
    if (LOCAL_END.test(before) && DOMAIN.test(text.slice(at + 1, at + 1 + LONGEST_DOMAIN))) return true;
  }
  return false;
}

/** Whether a text seems to hold personal data. Full-width digits and signs count as their plain ones. */
export function holdsPersonalData(text: string): boolean {
  // The dashes that people write between digits: hyphen to horizontal bar, minus, and the prolonged sound mark.
  const plain = text.normalize("NFKC").replace(/(?<=\d)[\u2010-\u2015\u2212ー](?=\d)/g, "-");
  return (
    holdsMail(plain) ||
    someOf(plain, TWELVE_DIGITS, (found) => isIndividualNumber(found.replace(/\D/g, ""))) ||
    someOf(plain, PHONE, isPhoneNumber)
  );
}
