const compiled = new Map<string, RegExp>();

/**
 * The same pattern for the same source: an engine compiles one when it is first matched, which takes a rule of thousands
 * of characters hundreds of milliseconds, and forgets those of expressions that are made anew each time.
 * @param source of constants alone, never of what somebody said
 * @param flags neither `g` nor `y`: their expressions carry a position
 */
export function pattern(source: string, flags = ""): RegExp {
  const key = `${flags}/${source}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const made = new RegExp(source, flags);
  compiled.set(key, made);
  return made;
}

/** A pattern for a whole sentence. */
export const whole = (...sources: readonly string[]): RegExp => pattern(`^(?:${sources.join("|")})$`, "iu");
