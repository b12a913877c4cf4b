import { listen } from "@hisho/providers/testing/servers/listen.ts";
import { expect, it } from "vitest";
import { guardedFetch } from "./guarded-fetch.ts";

const ANSWER_BYTES = 16 * 1024 * 1024;

it("takes no more of one reading than fits, however many answers it comes in", async () => {
  const { url, close } = await listen((_, response) => void response.end(Buffer.alloc(ANSWER_BYTES)));
  try {
    const request = guardedFetch({ hosts: ["127.0.0.1"] }, new AbortController().signal);
    for (let answers = 0; answers < 3; answers++) expect((await request(url)).status).toBe(200);
    await expect(request(url)).rejects.toMatchObject({ reason: "too-large" });
  } finally {
    await close();
  }
});
