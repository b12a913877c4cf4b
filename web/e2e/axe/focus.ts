/** By Tab through a page: every stop is in sight, shows that it has the focus, and lies under nothing. */
import type { Page } from "@playwright/test";

/** More stops than any screen has. */
const MOST_STOPS = 120;

interface Stop {
  /** The element in words; null at the end of the page. */
  name: string | null;
  /** The same element was the first stop. */
  isFirst: boolean;
  faults: string[];
}

/** @returns a line for each stop that breaks 2.4.7 (focus visible) or 2.4.11 (not obscured), and for a trap */
export async function focusFaults(page: Page): Promise<string[]> {
  const found: string[] = [];
  await page.evaluate(() => {
    (document.activeElement as HTMLElement | null)?.blur();
  });
  for (let presses = 0; presses < MOST_STOPS; presses++) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(lookAtFocus, presses);
    if (stop.name === null || (presses > 0 && stop.isFirst)) return found;
    found.push(...stop.faults.map((fault) => `${fault}: ${stop.name}`));
  }
  return [...found, `after ${MOST_STOPS} presses of Tab the focus has not come round`];
}

/** Runs in the page. */
function lookAtFocus(presses: number): Stop {
  const at = document.activeElement;
  const marked = document.querySelector("[data-first-stop]");
  if (at === null || at === document.body) return { name: null, isFirst: false, faults: [] };
  if (presses === 0) {
    marked?.removeAttribute("data-first-stop");
    at.setAttribute("data-first-stop", "");
  }
  const words = at.getAttribute("aria-label") ?? at.textContent ?? "";
  const name = `${at.localName} “${words.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  const faults: string[] = [];

  // A control that is drawn by its label shows its focus there.
  const around = [at, at.closest("label"), ...at.querySelectorAll("*"), at.parentElement].filter(
    (element): element is Element => element !== null,
  );
  const rings = around.filter((element) => {
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    return outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
  });
  if (rings.length === 0) faults.push("its focus is not shown");

  const area = at.matches(".unseen, input[type=radio], input[type=checkbox], input[type=file]")
    ? (at.closest("label") ?? at)
    : at;
  const box = area.getBoundingClientRect();
  const left = Math.max(0, box.left);
  const right = Math.min(innerWidth, box.right);
  const top = Math.max(0, box.top);
  const bottom = Math.min(innerHeight, box.bottom);
  if (right - left < 2 || bottom - top < 2) faults.push("it is out of sight");
  else {
    const points = [0.5, 0.15, 0.85].flatMap((y) => [0.5, 0.15, 0.85].map((x) => [x, y] as const));
    const isSeen = points.some(([x, y]) => {
      const hit = document.elementFromPoint(left + (right - left) * x, top + (bottom - top) * y);
      return hit !== null && (area.contains(hit) || hit.contains(area));
    });
    if (!isSeen) faults.push("it lies under something else");
  }
  return { name, isFirst: presses > 0 && at === marked, faults };
}
