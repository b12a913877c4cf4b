import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { expect, it, vi } from "vitest";
import { later } from "./later.tsx";

const Name = ({ of }: { of: string }) => <p>{of}</p>;

function show(Part: ReturnType<typeof later<{ of: string }>>, of: string) {
  const host = document.createElement("div");
  const root = createRoot(host);
  flushSync(() => root.render(<Part of={of} />));
  return { host, root };
}

it("is nothing until its code has come, and there at once from then on", async () => {
  const load = vi.fn(async () => Name);
  const Part = later(load);
  const first = show(Part, "one");
  expect(first.host.textContent).toBe("");
  await vi.waitFor(() => expect(first.host.textContent).toBe("one"));
  expect(show(Part, "two").host.textContent).toBe("two");
  Part.fetch();
  expect(load).toHaveBeenCalledOnce();
});

it("asks again at its next use when its code could not be had", async () => {
  const complained = vi.spyOn(console, "error").mockImplementation(() => undefined);
  const load = vi.fn(async () => Name).mockRejectedValueOnce(new TypeError("no network"));
  const Part = later(load);
  Part.fetch();
  await vi.waitFor(() => expect(complained).toHaveBeenCalledOnce());
  const { host } = show(Part, "one");
  await vi.waitFor(() => expect(host.textContent).toBe("one"));
  complained.mockRestore();
});
