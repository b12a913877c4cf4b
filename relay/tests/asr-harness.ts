/** The `asr` service on a free port, before any recogniser. */
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createScriptedProviders } from "@hisho/providers/scripted/providers.ts";
import type { SpeechToText } from "@hisho/providers/stt/port.ts";
import { onTestFinished } from "vitest";
import { Hearing } from "../src/asr/hearing.ts";
import type { Unmet } from "../src/asr/recogniser.ts";
import { createAsrService } from "../src/asr/service.ts";
import { readAsrEnvironment } from "../src/asr/settings.ts";
import { Slots } from "../src/asr/slots.ts";
import { systemClock } from "../src/clock.ts";
import { createLog } from "../src/log.ts";
import { ProviderSwitch } from "../src/provider-switch.ts";
import { Roles } from "../src/roles.ts";
import { PartialScheduler } from "../src/speech/partials.ts";

export interface AsrOptions {
  env?: Record<string, string>;
  most?: number;
  maxBytes?: number;
  unmet?: readonly Unmet[];
  preparing?: () => boolean;
  log?: (line: string) => void;
}

/** @returns its address; it is closed with the test */
export async function startAsr(stt: readonly SpeechToText[], options: AsrOptions = {}) {
  const { relay, settings } = readAsrEnvironment({ PORT: "0", ...options.env });
  const log = createLog("error", options.log ?? ((line) => process.stderr.write(`${line}\n`)));
  const providers = new ProviderSwitch(new Roles({ ...createScriptedProviders(), stt }, systemClock, log));
  const slots = new Slots(options.most ?? 4);
  const service = createAsrService({
    rules: relay,
    hearing: new Hearing({
      providers,
      configured: () => ({ unmet: options.unmet ?? [], computeTypes: [] }),
      settings,
      preparing: options.preparing ?? (() => false),
      clock: systemClock,
    }),
    settings,
    slots,
    maxBytes: options.maxBytes ?? 4 * 1024 * 1024,
    partials: new PartialScheduler(systemClock, 1, settings.PARTIAL_FLUSH_MS),
    vadFrameMs: settings.VAD_FRAME_MS,
    clock: systemClock,
    log,
  });
  service.server.listen(0, "127.0.0.1");
  await once(service.server, "listening");
  onTestFinished(() => service.close());
  const { port } = service.server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, wsUrl: `ws://127.0.0.1:${port}`, slots };
}
