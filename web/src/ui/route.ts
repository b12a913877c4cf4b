/** Where the person is, in the address: back and forward work, and every place opens offline. */
import { useSyncExternalStore } from "react";

export type Route =
  | { page: "talk" }
  | { page: "history"; conversation: string | null }
  /** `document` is one of the shelf, open beside or over it. */
  | { page: "documents"; document: string | null }
  /** `day` is `YYYY-MM-DD`; null is today. */
  | { page: "agenda"; day: string | null }
  | { page: "settings"; group: string | null }
  /** For whoever runs the relay. */
  | { page: "operator" };

export function routeOf(hash: string): Route {
  const [page, part] = hash.replace(/^#\/?/, "").split("/");
  const rest = part === undefined || part === "" ? null : decode(part);
  if (page === "history") return { page, conversation: rest };
  if (page === "documents") return { page, document: rest };
  if (page === "agenda") return { page, day: rest !== null && /^\d{4}-\d{2}-\d{2}$/.test(rest) ? rest : null };
  if (page === "settings") return { page, group: rest };
  if (page === "operator") return { page };
  return { page: "talk" };
}

export function hashOf(route: Route): string {
  if (route.page === "talk") return "#/";
  const rest = restOf(route);
  return rest === null ? `#/${route.page}` : `#/${route.page}/${encodeURIComponent(rest)}`;
}

function restOf(route: Exclude<Route, { page: "talk" }>): string | null {
  switch (route.page) {
    case "operator":
      return null;
    case "history":
      return route.conversation;
    case "documents":
      return route.document;
    case "agenda":
      return route.day;
    case "settings":
      return route.group;
    default:
      return route satisfies never;
  }
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null; // somebody else's address
  }
}

export const go = (route: Route): void => {
  window.location.hash = hashOf(route);
};

const subscribe = (listener: () => void): (() => void) => {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
};

/** The present hash; parse it with `routeOf`. */
export const useHash = (): string => useSyncExternalStore(subscribe, () => window.location.hash);
