/** What can be seen to be wrong with a screen without an eye for it. Runs in the page that is looked at. */

export interface Fault {
  kind:
    | "clipped text"
    | "overlapping text"
    | "small target"
    | "sideways scroll"
    | "on the hinge"
    | "not safe"
    | "not shown";
  /** The element in words, with what was measured. */
  what: string;
}

interface Line {
  node: Text;
  element: Element;
  rect: DOMRect;
}

const TARGETS =
  "button, a[href], input:not([type=hidden]), select, textarea, summary, [role=button], [role=slider], [role=menuitem]";
/** Of WCAG's target size, and of a screen that is touched with an outstretched arm. */
const LEAST_PX = 44;
const LEAST_KIOSK_PX = 72;
/** Between what can be operated and a hinge. */
const HINGE_PX = 16;
/** Rounding of layouts. */
const SLACK_PX = 0.75;

/**
 * Faults of what is in sight: of the topmost dialog while one is open, else of the whole page. Text that ends in an
 * ellipsis or after a number of lines is cut on purpose; so is what lies in `[data-cut]`.
 * What is wrong with several lines of an element is said once.
 * @param leaves of a foldable, px: two beside each other have a hinge between them (CSS Viewport Segments)
 * @param safe what neither a notch nor the bar of the system covers, px (CSS Environment Variables)
 */
export function findFaults(leaves = leavesOf(window), safe = safeOf(window)): readonly Fault[] {
  const scope =
    [...document.querySelectorAll("[role=dialog], [role=alertdialog], dialog[open]")].at(-1) ?? document.body;
  const lines = linesIn(scope);
  const found = [
    ...sidewaysIn(scope),
    ...lines.flatMap(clipped),
    ...overlapping(lines),
    ...smallIn(scope),
    ...onHinge(leaves, lines, scope),
    ...notSafe(safe, lines, scope),
  ];
  const names = found.map(({ kind, what }) => `${kind}: ${what}`);
  return found.filter((_, at) => names.indexOf(names[at] ?? "") === at);
}

const leavesOf = (page: Window & { viewport?: { segments: readonly DOMRect[] | null } }): readonly DOMRect[] =>
  page.viewport?.segments ?? [];

function safeOf({ innerWidth, innerHeight }: Window): DOMRect {
  const style = getComputedStyle(document.documentElement);
  const inset = (side: string): number => Number.parseFloat(style.getPropertyValue(`--safe-${side}`)) || 0;
  const [left, top] = [inset("left"), inset("top")];
  return new DOMRect(left, top, innerWidth - left - inset("right"), innerHeight - top - inset("bottom"));
}

const wordsOf = (element: Element): string => {
  const words = element.getAttribute("aria-label") ?? element.textContent ?? "";
  return `${element.localName} “${words.trim().replace(/\s+/g, " ").slice(0, 40)}”`;
};

/** For screen readers alone, as long as it is not shown with the focus in it. */
const isUnseen = (element: Element): boolean =>
  (element.closest<HTMLElement>(".unseen, [class*=sr-only]")?.offsetWidth ?? Infinity) <= 1;

const isShown = (element: Element): boolean =>
  element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !isUnseen(element);

function linesIn(scope: Element): Line[] {
  const walker = document.createTreeWalker(scope, NodeFilter.SHOW_TEXT);
  const lines: Line[] = [];
  while (walker.nextNode()) {
    const node = walker.currentNode as Text;
    const element = node.parentElement;
    if (element === null || node.data.trim() === "" || !isShown(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const shown = getComputedStyle(element).textOverflow === "ellipsis" ? element.getBoundingClientRect() : null;
    for (const rect of range.getClientRects()) {
      const width = shown === null ? rect.width : Math.min(rect.width, shown.right - rect.x);
      if (width > 1 && rect.height > 1 && !isAway(element, rect))
        lines.push({ node, element, rect: new DOMRect(rect.x, rect.y, width, rect.height) });
    }
  }
  return lines;
}

/** Whether the line has been scrolled away, comes after the number of lines that are shown, or is cut on purpose. */
function isAway(element: Element, rect: DOMRect): boolean {
  const middle = rect.top + rect.height / 2;
  for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
    const { overflowY, webkitLineClamp } = getComputedStyle(at);
    if (!/auto|scroll/.test(overflowY) && webkitLineClamp === "none" && !at.hasAttribute("data-cut")) continue;
    const box = at.getBoundingClientRect();
    if (middle < box.top || middle > box.bottom) return true;
  }
  return false;
}

/** The nearest things that cut what sticks out of them, up to the window. */
function clipped({ element, rect }: Line): Fault[] {
  const slackPx = Math.max(2, rect.height * 0.25);
  for (let at: Element | null = element; at !== null && at !== document.documentElement; at = at.parentElement) {
    if (at.closest("[data-cut]") !== null) return [];
    const style = getComputedStyle(at);
    if (style.textOverflow === "ellipsis" || style.webkitLineClamp !== "none") return [];
    const box = at.getBoundingClientRect();
    // What scrolls can be brought into sight.
    if (/auto|scroll/.test(style.overflowY) && (rect.bottom > box.bottom || rect.top < box.top)) return [];
    if (/auto|scroll/.test(style.overflowX) && (rect.right > box.right || rect.left < box.left)) return [];
    const cutsAcross = style.overflowX !== "visible" && (rect.right > box.right + 2 || rect.left < box.left - 2);
    const cutsDown =
      style.overflowY !== "visible" && (rect.bottom > box.bottom + slackPx || rect.top < box.top - slackPx);
    if (at !== document.body && (cutsAcross || cutsDown)) {
      return [{ kind: "clipped text", what: `${wordsOf(element)} by its ${at.localName}` }];
    }
    if (style.position === "fixed") break;
  }
  const isOut =
    rect.right > innerWidth + 1 || rect.left < -1 || rect.bottom > innerHeight + slackPx || rect.top < -slackPx;
  return isOut ? [{ kind: "clipped text", what: `${wordsOf(element)} by the window` }] : [];
}

/** Lines of two texts that are drawn over each other. Line boxes may touch, letters may not. */
function overlapping(lines: readonly Line[]): Fault[] {
  const inSight = lines.filter((line) => !isCovered(line));
  return inSight.flatMap((one, at) =>
    inSight.slice(at + 1).flatMap((other): Fault[] => {
      if (one.node === other.node) return [];
      const across = Math.min(one.rect.right, other.rect.right) - Math.max(one.rect.left, other.rect.left);
      const down =
        Math.min(one.rect.bottom - one.rect.height * 0.2, other.rect.bottom - other.rect.height * 0.2) -
        Math.max(one.rect.top + one.rect.height * 0.2, other.rect.top + other.rect.height * 0.2);
      if (across < 3 || down < 2) return [];
      return [{ kind: "overlapping text", what: `${wordsOf(one.element)} and ${wordsOf(other.element)}` }];
    }),
  );
}

/** Whether something that paints its ground lies over the middle of the line. */
function isCovered({ element, rect }: Line): boolean {
  for (const hit of document.elementsFromPoint(rect.x + rect.width / 2, rect.y + rect.height / 2)) {
    if (hit.contains(element) || element.contains(hit)) return false;
    const { backgroundColor, backgroundImage } = getComputedStyle(hit);
    if (backgroundColor !== "rgba(0, 0, 0, 0)" || backgroundImage !== "none") return true;
  }
  return true;
}

function smallIn(scope: Element): Fault[] {
  const least = document.documentElement.dataset.kiosk === undefined ? LEAST_PX : LEAST_KIOSK_PX;
  return [...scope.querySelectorAll(TARGETS)].flatMap((target): Fault[] => {
    if (!isShown(target) || isInRunningText(target)) return [];
    // A label around a control is touched in its place.
    const area = target.closest("label") ?? target;
    const box = area.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    if (x < 0 || y < 0 || x > innerWidth || y > innerHeight || !belongs(x, y, area)) return [];
    const half = least / 2 - SLACK_PX;
    const isWide = box.width >= least - SLACK_PX || (belongs(x - half, y, area) && belongs(x + half, y, area));
    const isHigh = box.height >= least - SLACK_PX || (belongs(x, y - half, area) && belongs(x, y + half, area));
    if (isWide && isHigh) return [];
    const size = `${Math.round(box.width)} × ${Math.round(box.height)} px`;
    return [{ kind: "small target", what: `${wordsOf(target)} ${size}` }];
  });
}

/** Whether a touch there is one of the area's; of what is out of the window nothing is known. */
function belongs(x: number, y: number, area: Element): boolean {
  if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) return true;
  const hit = document.elementFromPoint(x, y);
  return hit !== null && (area.contains(hit) || hit.closest("label, button, a") === area);
}

/** Of WCAG's target size: a target in a sentence has the height of its line. */
const isInRunningText = (target: Element): boolean =>
  /^inline/.test(getComputedStyle(target).display) &&
  (target.closest("p, li")?.textContent ?? "").length > (target.textContent ?? "").length + 8;

/** Text that a hinge parts, and what would have to be touched beside it. */
function onHinge([near, far]: readonly DOMRect[], lines: readonly Line[], scope: Element): Fault[] {
  if (near === undefined || far === undefined || far.left < near.right) return [];
  const isNear = ({ left, right }: DOMRect, px: number): boolean =>
    left < far.left + px - SLACK_PX && right > near.right - px + SLACK_PX;
  const parted = lines.filter(({ rect }) => isNear(rect, 0)).map(({ element }) => element);
  const targets = [...scope.querySelectorAll(TARGETS)].filter(
    (target) => isShown(target) && isNear(target.getBoundingClientRect(), HINGE_PX),
  );
  return [...new Set([...parted, ...targets])].map((element) => ({ kind: "on the hinge", what: wordsOf(element) }));
}

/** Text and targets where the device covers its own screen. What scrolls up and down can be brought into sight. */
function notSafe(safe: DOMRect, lines: readonly Line[], scope: Element): Fault[] {
  if (safe.width >= innerWidth && safe.height >= innerHeight) return [];
  const isOut = (element: Element, rect: DOMRect): boolean =>
    rect.left < safe.left - SLACK_PX ||
    rect.right > safe.right + SLACK_PX ||
    ((rect.top < safe.top - SLACK_PX || rect.bottom > safe.bottom + SLACK_PX) && !isScrolled(element));
  const words = lines.filter(({ element, rect }) => isInSight(rect) && isOut(element, rect));
  const targets = [...scope.querySelectorAll(TARGETS)].filter((target) => {
    const box = target.getBoundingClientRect();
    return isShown(target) && isInSight(box) && isOut(target, box) && !hasStage(box);
  });
  return [...new Set([...words.map(({ element }) => element), ...targets])].map((element) => ({
    kind: "not safe",
    what: wordsOf(element),
  }));
}

const isInSight = ({ left, right, top, bottom }: DOMRect): boolean =>
  right > 0 && bottom > 0 && left < innerWidth && top < innerHeight;

/** A surface to touch anywhere may reach under a notch. */
const hasStage = ({ width, height }: DOMRect): boolean => width * height > (innerWidth * innerHeight) / 6;

function isScrolled(element: Element): boolean {
  for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement)
    if (/auto|scroll/.test(getComputedStyle(at).overflowY) && at.scrollHeight > at.clientHeight + 1) return true;
  return false;
}

function sidewaysIn(scope: Element): Fault[] {
  const faults: Fault[] = [];
  if (document.documentElement.scrollWidth > innerWidth + 1) faults.push({ kind: "sideways scroll", what: "the page" });
  for (const element of scope.querySelectorAll("*")) {
    if (!/auto|scroll/.test(getComputedStyle(element).overflowX) || element.closest("[data-cut]") !== null) continue;
    const over = element.scrollWidth - element.clientWidth;
    if (over > 1 && isShown(element))
      faults.push({ kind: "sideways scroll", what: `${wordsOf(element)} by ${over} px` });
  }
  return faults;
}
