export type Env = Readonly<Record<string, string | undefined>>;

export type Expansion = { text: string } | { missing: string } | { malformed: string };

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * Puts the environment into `${NAME}` and `${NAME:-default}`; an empty variable counts as absent, as `:-` does in a
 * POSIX shell (IEEE Std 1003.1, 2.6.2). `$${` stands for a literal `${`.
 * @returns the text, the first variable that is missing, or the first placeholder that cannot be read
 */
export function expandPlaceholders(text: string, env: Env): Expansion {
  let out = "";
  let rest = text;
  for (;;) {
    const at = rest.indexOf("${");
    if (at === -1) return { text: out + rest };
    if (rest[at - 1] === "$") {
      out += `${rest.slice(0, at - 1)}\${`;
      rest = rest.slice(at + 2);
      continue;
    }
    const end = rest.indexOf("}", at);
    const inside = end === -1 ? undefined : rest.slice(at + 2, end);
    const [name = "", ...fallback] = (inside ?? "").split(":-");
    if (inside === undefined || !NAME.test(name)) return { malformed: rest.slice(at) };
    const value = env[name] || (fallback.length > 0 ? fallback.join(":-") : undefined);
    if (value === undefined) return { missing: name };
    out += rest.slice(0, at) + value;
    rest = rest.slice(end + 1);
  }
}

/** Shielded by characters of private use (Unicode 23.5), which no syntax knows. */
const SHIELD = /\u{e000}(\d+)\u{e001}/gu;

/**
 * Hides each placeholder from a parser to whom `{` and `,` mean something. Those with quotes or escapes inside are left
 * to it. Lines stay where they are.
 */
export function shieldPlaceholders(text: string): { shielded: string; restore: (text: string) => string } {
  const kept: string[] = [];
  return {
    shielded: text.replace(/\$\{[^{}"'\\\n]*\}/g, (placeholder) => `\u{e000}${kept.push(placeholder) - 1}\u{e001}`),
    restore: (shielded) => shielded.replace(SHIELD, (token, index: string) => kept[Number(index)] ?? token),
  };
}
