import type { Provider } from "../health.ts";

/** What an entry of providers.yaml may say of any provider. */
export interface EntrySettings {
  /** Primary tags it is used for; undefined or `*` leave it as it is. */
  languages?: readonly string[] | undefined;
  /** Its server must have a GPU. */
  require_gpu?: boolean | undefined;
  /** A stand-in answers behind it. */
  is_mock?: boolean | undefined;
}

/** The same provider as its entry describes it. What it covers is asked each time: engines may find out late. */
export function asConfigured<P extends Provider>(provider: P, entry: EntrySettings): P {
  const languages = entry.languages?.includes("*") === true ? undefined : entry.languages;
  if (languages === undefined && entry.require_gpu !== true && entry.is_mock !== true) return provider;
  return new Proxy(provider, {
    get(target, key) {
      if (key === "languages" && languages !== undefined) {
        return target.languages.includes("*") ? languages : languages.filter((tag) => target.languages.includes(tag));
      }
      if (key === "requiresGpu") return entry.require_gpu === true;
      if (key === "isMock") return entry.is_mock === true || target.isMock;
      const value: unknown = Reflect.get(target, key, target);
      // Bound, because classes with private fields know only themselves.
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
