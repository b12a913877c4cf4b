import type { Provider } from "../health.ts";

/**
 * The same provider for fewer languages. What it covers is asked each time: engines may find out late.
 * @param languages primary tags; undefined or `*` leave it as it is
 */
export function narrowLanguages<P extends Provider>(provider: P, languages: readonly string[] | undefined): P {
  if (languages === undefined || languages.includes("*")) return provider;
  return new Proxy(provider, {
    get(target, key) {
      if (key === "languages") {
        return target.languages.includes("*") ? languages : languages.filter((tag) => target.languages.includes(tag));
      }
      const value: unknown = Reflect.get(target, key, target);
      // Bound, because classes with private fields know only themselves.
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
