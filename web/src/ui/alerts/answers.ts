/** What the person answers to a notification, done on the desk; web/public/alerts.js sends it here. */
import type { WireItemChange } from "@hisho/protocol";
import { hashOf, routeOf } from "../route.ts";

const LATER_MS = 10 * 60_000;
const ITEM = /^[\w-]{1,64}$/;

interface DeskChanges {
  change(id: string, change: WireItemChange): Promise<boolean>;
}

interface Page {
  location: Pick<Location, "href" | "hash">;
  history: Pick<History, "replaceState">;
}

/** The change that an answer stands for; null for anything else. */
export function changeFor(
  action: unknown,
  item: unknown,
  now: Date,
  ringsAt?: unknown,
): { item: string; change: WireItemChange } | null {
  if (typeof item !== "string" || !ITEM.test(item)) return null;
  const rang = new Date(typeof ringsAt === "string" ? ringsAt : Number.NaN);
  // What comes again may be due at a later time by now, which is not what was answered.
  const of = Number.isNaN(rang.getTime()) ? {} : { of: rang.toISOString() };
  if (action === "done") return { item, change: { done: true, ...of } };
  if (action === "later") return { item, change: { due_at: new Date(now.getTime() + LATER_MS).toISOString(), ...of } };
  return null;
}

/** Takes the answer in this page's address (`?alert=later&item=…`), and those that the service worker sends while it is open. */
export function takeAlertAnswers(
  page: Page,
  worker: Pick<ServiceWorkerContainer, "addEventListener"> | undefined,
  desk: DeskChanges,
  now: () => Date,
): void {
  const take = (action: unknown, item: unknown, ringsAt: unknown): void => {
    const asked = changeFor(action, item, now(), ringsAt);
    if (asked !== null) void desk.change(asked.item, asked.change);
  };
  const address = new URL(page.location.href);
  const action = address.searchParams.get("alert");
  if (action !== null) {
    take(action, address.searchParams.get("item"), address.searchParams.get("rings_at"));
    for (const name of ["alert", "item", "rings_at"]) address.searchParams.delete(name);
    // A reload does not do it again.
    page.history.replaceState(null, "", address.pathname + address.search + address.hash);
  }
  worker?.addEventListener("message", (event) => {
    const told: unknown = (event as MessageEvent).data;
    if (typeof told !== "object" || told === null) return;
    // A tap that asks for nothing but to be shown where it stands.
    if ("show" in told && typeof told.show === "string") page.location.hash = hashOf(routeOf(told.show));
    if ("alert" in told && "item" in told) take(told.alert, told.item, "rings_at" in told ? told.rings_at : null);
  });
}
