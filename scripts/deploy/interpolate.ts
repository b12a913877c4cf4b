/** Variables in a Compose file (Compose specification, "Interpolation"). */

/** A variable as it stands in the file. */
export interface VariableUse {
  name: string;
  /** What stands behind `:-` or `-`, not yet filled in; undefined where nothing does. */
  fallback: string | undefined;
}

export interface Interpolated {
  text: string;
  uses: readonly VariableUse[];
}

const NAME = /^[A-Za-z_][A-Za-z0-9_]*/;

/** The index of the brace that closes the one before `start`; -1 where none does. */
function closingBrace(text: string, start: number): number {
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    if (text.startsWith("${", at)) depth++;
    else if (text[at] === "}" && --depth === 0) return at;
  }
  return -1;
}

/**
 * Fills in `${NAME}`, `${NAME:-fallback}` and `${NAME-fallback}`, fallbacks with variables in them too; `$$` is a dollar.
 * @param values a variable that is absent counts as empty, as it does for Compose
 * @throws Error with a sentence for any other use of the dollar
 */
export function interpolate(text: string, values: Readonly<Record<string, string | undefined>>): Interpolated {
  const uses: VariableUse[] = [];
  let filled = "";
  let at = 0;
  while (at < text.length) {
    if (text[at] !== "$") {
      filled += text[at++];
    } else if (text[at + 1] === "$") {
      filled += "$";
      at += 2;
    } else {
      const end = text[at + 1] === "{" ? closingBrace(text, at + 2) : -1;
      const inner = end === -1 ? "" : text.slice(at + 2, end);
      const name = NAME.exec(inner)?.[0];
      const operator = name === undefined ? undefined : /^(:?-|$)/.exec(inner.slice(name.length))?.[0];
      if (name === undefined || operator === undefined) {
        throw new Error(`"${text}": expected \${NAME} or \${NAME:-default}, and $$ for a dollar.`);
      }
      const fallback = operator === "" ? undefined : inner.slice(name.length + operator.length);
      uses.push({ name, fallback });
      const value = values[name];
      if (value === undefined || (value === "" && operator !== "-")) {
        const nested = interpolate(fallback ?? "", values);
        uses.push(...nested.uses);
        filled += nested.text;
      } else {
        filled += value;
        // Not taken here, and still a variable that the file uses.
        uses.push(...interpolate(fallback ?? "", values).uses);
      }
      at = end + 1;
    }
  }
  return { text: filled, uses };
}

/** The same with every string of a tree, keys left alone. */
export function interpolateTree(
  tree: unknown,
  values: Readonly<Record<string, string | undefined>>,
  used: (use: VariableUse) => void,
): unknown {
  if (typeof tree === "string") {
    const { text, uses } = interpolate(tree, values);
    for (const use of uses) used(use);
    return text;
  }
  if (Array.isArray(tree)) return tree.map((item) => interpolateTree(item, values, used));
  if (typeof tree !== "object" || tree === null) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, interpolateTree(value, values, used)]));
}
