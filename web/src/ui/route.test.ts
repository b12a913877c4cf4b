import { describe, expect, it } from "vitest";
import { hashOf, type Route, routeOf } from "./route.ts";

describe("routes", () => {
  it("come back from their address", () => {
    const routes: Route[] = [
      { page: "talk" },
      { page: "history", conversation: null },
      { page: "history", conversation: "a/b c" },
      { page: "documents", document: null },
      { page: "documents", document: "d-1" },
      { page: "settings", group: "connections" },
    ];
    for (const route of routes) expect(routeOf(hashOf(route))).toEqual(route);
  });

  it("lead to the talk from anywhere unknown", () => {
    expect(routeOf("#/nowhere")).toEqual({ page: "talk" });
    expect(routeOf("#/history/%E0%A4%A")).toEqual({ page: "history", conversation: null });
  });
});
