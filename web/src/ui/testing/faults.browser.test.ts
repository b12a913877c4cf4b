import { afterEach, expect, it } from "vitest";
import { findFaults } from "./faults.ts";

const faultsOf = (html: string): string[] => {
  document.body.innerHTML = html;
  return findFaults().map(({ kind, what }) => `${kind}: ${what}`);
};
afterEach(() => {
  document.body.innerHTML = "";
});

it("says nothing of a screen on which everything can be read and touched", () => {
  const faults = faultsOf(`
    <button style="width: 44px; height: 44px">A</button>
    <p style="width: 60px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap">a name that is too long</p>
    <p style="width: 60px; display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden">
      as many words as take more lines than two</p><p>after them</p>
    <div style="height: 40px; overflow: auto">${"<p>a line that scrolls</p>".repeat(9)}</div>
    <label style="display: flex; height: 44px">with words beside it <input type="checkbox"></label>
    <p>read <a href="#rules">the rules of travelling</a> before</p>`);
  expect(faults).toEqual([]);
});

it("finds text that its box cuts, and text out of the window", () => {
  expect(faultsOf('<div style="height: 12px; overflow: hidden; line-height: 1">first<br>second</div>')).toEqual([
    "clipped text: div “firstsecond” by its div",
  ]);
  expect(faultsOf('<p style="position: fixed; left: -40px; white-space: nowrap">begins outside</p>')).toEqual([
    "clipped text: p “begins outside” by the window",
  ]);
});

it("passes over what only screen readers read, until it is shown", () => {
  const label = (width: string): string =>
    `<label class="short:sr-only" style="display: block; width: ${width}; height: 1px; overflow: hidden"><span>read aloud</span></label>`;
  expect(faultsOf(label("1px"))).toEqual([]);
  expect(faultsOf(label("80px"))).toEqual(["clipped text: span “read aloud” by its label"]);
});

it("finds what a hinge parts, and what is to be touched beside one", () => {
  const faultsOn = (leaves: readonly DOMRect[], html: string): string[] => {
    document.body.innerHTML = html;
    return findFaults(leaves).map(({ kind, what }) => `${kind}: ${what}`);
  };
  const leaves = [new DOMRect(0, 0, 200, 600), new DOMRect(230, 0, 200, 600)];
  const at = (left: number, what: string): string =>
    `<div style="position: fixed; top: 20px; left: ${left}px; white-space: nowrap">${what}</div>`;
  const key = '<button style="width: 44px; height: 44px; padding: 0">A</button>';
  expect(faultsOn(leaves, at(180, "across the hinge"))).toEqual(["on the hinge: div “across the hinge”"]);
  expect(faultsOn(leaves, at(140, key)), "16 px before it").toEqual([]);
  expect(faultsOn(leaves, at(142, key))).toEqual(["on the hinge: button “A”"]);
  expect(faultsOn(leaves, at(244, key))).toEqual(["on the hinge: button “A”"]);
  expect(faultsOn(leaves, at(246, key))).toEqual([]);
  expect(faultsOn(leaves.slice(0, 1), at(180, "across no hinge"))).toEqual([]);
});

it("finds what a notch covers, sideways even of what scrolls", () => {
  const faultsOn = (html: string, safe?: DOMRect): string[] => {
    document.body.innerHTML = html;
    return findFaults([], safe).map(({ kind, what }) => `${kind}: ${what}`);
  };
  const safe = new DOMRect(40, 50, innerWidth - 80, innerHeight - 80);
  const at = (left: number, top: number, what: string): string =>
    `<div style="position: fixed; top: ${top}px; left: ${left}px">${what}</div>`;
  const key = '<button style="width: 44px; height: 44px; padding: 0">A</button>';
  expect(faultsOn(at(60, 20, "under it"), safe)).toEqual(["not safe: div “under it”"]);
  expect(faultsOn(at(60, 20, "under none"))).toEqual([]);
  expect(faultsOn(at(40, 50, key), safe), "beside it").toEqual([]);
  expect(faultsOn(at(38, 50, key), safe)).toEqual(["not safe: button “A”"]);
  expect(faultsOn(at(60, innerHeight - 72, key), safe), "on the bar").toEqual(["not safe: button “A”"]);
  const scrolled = (left: number): string =>
    at(left, 0, `<div style="height: ${innerHeight}px; overflow: auto">${"<p>a line</p>".repeat(99)}</div>`);
  expect(faultsOn(scrolled(60), safe)).toEqual([]);
  expect(faultsOn(scrolled(20), safe)).toContain("not safe: p “a line”");
});

it("finds two texts in one place", () => {
  const place = "position: absolute; top: 20px; left: 20px";
  expect(faultsOf(`<p style="${place}">one</p><p style="${place}">two</p>`)).toEqual([
    "overlapping text: p “one” and p “two”",
  ]);
});

it("finds what a finger misses, unless its label or what it draws around itself is large enough", () => {
  expect(faultsOf('<button style="width: 44px; height: 28px; padding: 0">A</button>')).toEqual([
    "small target: button “A” 44 × 28 px",
  ]);
  expect(
    faultsOf(`<style>.grown { position: relative; margin: 40px; width: 20px; height: 20px; padding: 0; border: 0 }
      .grown::after { content: ""; position: absolute; inset: -13px }</style><button class="grown">A</button>`),
  ).toEqual([]);
});

it("finds what has to be pushed sideways", () => {
  expect(faultsOf('<div style="width: 100px; overflow-x: auto"><pre style="width: 150px">wide</pre></div>')).toEqual([
    "sideways scroll: div “wide” by 50 px",
  ]);
});

it("looks only at the dialog that is open over the page", () => {
  const small = '<button style="width: 20px; height: 20px; padding: 0">A</button>';
  expect(faultsOf(`${small}<div role="dialog">nothing wrong here</div>`)).toEqual([]);
});
