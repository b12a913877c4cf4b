/** `POST /speech` of docs/protocol.md: a sentence of a document, read aloud in the secretary's voice. */
import { language as languageTag } from "@hisho/protocol";
import { writeWav } from "@hisho/providers/stt/wav.ts";
import { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import * as v from "valibot";
import type { Log } from "../log.ts";
import { problem } from "../problem.ts";
import type { ProviderSwitch } from "../provider-switch.ts";
import type { Readings } from "../readings/readings.ts";
import { clausesOf } from "../speech/clauses.ts";
import { GrowingPcm } from "../speech/growing-pcm.ts";
import { speakable } from "../speech/speakable.ts";

/** A sentence or two. UTF-16 code units. */
const MOST_CHARACTERS = 600;
const MOST_BODY_BYTES = 8 * 1024;
/** Three minutes at 48 kHz. */
const MOST_SAMPLES = 180 * 48_000;

const speech = v.object({
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(MOST_CHARACTERS)),
  language: v.picklist(languageTag.options.filter((tag) => tag !== "auto")),
  voice: v.optional(v.pipe(v.string(), v.maxLength(100))),
  speaking_rate: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(2))),
});

const tooLarge = (): Response => problem(413, "Too large", "body: expected at most 8 KiB", { field: "body" });

export function speechRoutes(providers: ProviderSwitch, readings: Readings, log: Log): Hono {
  const app = new Hono();
  app.use("/speech", bodyLimit({ maxSize: MOST_BODY_BYTES, onError: tooLarge }));
  app.post("/speech", async (context) => {
    const body = v.safeParse(speech, await context.req.json().catch(() => null));
    if (!body.success) {
      const field = v.getDotPath(body.issues[0]) ?? "body";
      const expected = `expected text (1 to ${MOST_CHARACTERS} characters of Markdown), language (ja-JP, en-US or ko-KR) and, if wanted, voice and speaking_rate (0.5 to 2)`;
      return problem(400, "Bad request", `${field}: ${expected}`, { field });
    }
    const { text, language, voice, speaking_rate: speakingRate } = body.output;
    const { signal } = context.req.raw;
    const roles = providers.take();
    await readings.fresh();
    try {
      let sampleRateHz = 0;
      const sound = new GrowingPcm(MOST_SAMPLES);
      for (const clause of clausesOf(text)) {
        const words = speakable(clause, language, (plain) => readings.read(plain, language));
        if (words === "") continue;
        const request = { text: words, language, ...(voice && { voice }), ...(speakingRate && { speakingRate }) };
        for await (const chunk of roles.speak(request, signal)) {
          sampleRateHz ||= chunk.sampleRateHz;
          if (chunk.sampleRateHz !== sampleRateHz) throw new Error("another voice took over between two clauses");
          sound.append(chunk.pcm);
        }
      }
      if (sound.length === 0) return context.body(null, 204);
      const wav = writeWav(sound.view(), sampleRateHz);
      return context.body(wav, 200, { "Content-Type": "audio/wav", "Cache-Control": "no-store" });
    } catch (error) {
      signal.throwIfAborted();
      log.child({}, () => [text, speakable(text, language)]).warn("nothing was read aloud", { error });
      return problem(
        503,
        "Not spoken",
        roles.whyNot("tts", language) || "The voice does not work now. Try again later.",
      );
    } finally {
      roles.release();
    }
  });
  return app;
}
