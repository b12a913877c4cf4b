/** The primary subtag of a BCP 47 tag (RFC 5646, section 2.2.1), in lower case: `ja` of `ja-JP`. */
export function primaryTag(language: string): string {
  return (language.split(/[-_]/, 1)[0] ?? "").toLowerCase();
}
