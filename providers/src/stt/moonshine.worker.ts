import { serve } from "../threads/serve.ts";
import { isStopRequested } from "../threads/stop-flag.ts";
import { Moonshine } from "./moonshine.ts";
import type { MoonshineAnswer, MoonshineCall } from "./moonshine-messages.ts";

let model: Moonshine | undefined;

serve<MoonshineCall, MoonshineAnswer>(async (call) => {
  switch (call.type) {
    case "load":
      model = await Moonshine.load(call.folder, call.threads);
      return { answer: {} };
    case "transcribe": {
      if (model === undefined) throw new Error("no model is loaded");
      const text = await model.transcribe(call.pcm, () => isStopRequested(call.stop));
      return { answer: text === undefined ? {} : { text } };
    }
    default:
      return call satisfies never;
  }
});
