import { expect, it } from "vitest";
import { createBrowserStt } from "./browser.ts";

it("never hears on the relay, and says where it does", async () => {
  const stt = createBrowserStt();
  expect(stt.languages).toEqual(["*"]);
  const heard = stt.transcribe(
    { pcm: new Float32Array(160), language: "ja", final: true },
    new AbortController().signal,
  );
  await expect(heard).rejects.toMatchObject({
    reason: "unavailable",
    retryable: false,
    message: expect.stringContaining("in the browser"),
  });
});
