import { expect, it } from "vitest";
import { takeLaunches } from "./launch.ts";

type Take = Parameters<NonNullable<Window["launchQueue"]>["setConsumer"]>[0];

function opened(href: string) {
  const done: string[] = [];
  let take: Take = () => undefined;
  takeLaunches(
    {
      location: { href },
      launchQueue: {
        setConsumer: (consumer) => {
          take = consumer;
        },
      },
    },
    () => done.push("address cleared"),
    {
      files: (files) => done.push(...files.map(({ name }) => name)),
      converse: () => done.push("new"),
      type: () => done.push("type"),
      place: (hash) => done.push(hash),
    },
  );
  return { done, take: (launch: Parameters<Take>[0]) => take(launch) };
}
const handle = (name: string, gone = false) =>
  ({
    getFile: () =>
      gone ? Promise.reject(new DOMException("gone", "NotFoundError")) : Promise.resolve(new File([], name)),
  }) as FileSystemFileHandle;

it("does what a shortcut asks for once, and not again at a reload", () => {
  const { done, take } = opened("https://a.example/?launch=type");
  take({ targetURL: "https://a.example/?launch=type" });
  expect(done).toEqual(["type", "address cleared"]);
});

it("takes later launches in the page that is open", () => {
  const { done, take } = opened("https://a.example/#/settings");
  take({ targetURL: "https://a.example/#/settings" });
  take({ targetURL: "https://a.example/#/agenda" });
  take({ targetURL: "https://a.example/?launch=new" });
  take({ targetURL: "https://a.example/" });
  take({ targetURL: null });
  expect(done).toEqual(["#/agenda", "new"]);
});

it("takes files that can still be read", async () => {
  const { done, take } = opened("https://a.example/");
  take({ files: [handle("a.vrm"), handle("gone.pdf", true), handle("b.pdf")] });
  await new Promise((resolve) => setImmediate(resolve));
  expect(done).toEqual(["a.vrm", "b.pdf"]);
});
