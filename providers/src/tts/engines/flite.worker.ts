import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { WASI } from "node:wasi";
import { serve } from "../../threads/serve.ts";
import { readWav } from "../wav.ts";
import type { FliteAnswer, FliteCall, FliteSpeech } from "./flite-messages.ts";
import { readPhoneEnds } from "./flite-trace.ts";

let flite: WebAssembly.Module | undefined;

serve<FliteCall, FliteAnswer>(async (call) => {
  switch (call.type) {
    case "load":
      flite = await WebAssembly.compile(readFileSync(call.wasmPath));
      return { answer: undefined };
    case "speak": {
      if (flite === undefined) throw new Error("flite is not loaded");
      const speech = await speak(flite, call);
      return { answer: speech, transfer: [speech.pcm.buffer as ArrayBuffer] };
    }
    default:
      return call satisfies never;
  }
});

/** One run of the program: a fresh instance, which sees nothing but an empty folder of its own. */
async function speak(module: WebAssembly.Module, call: Extract<FliteCall, { type: "speak" }>): Promise<FliteSpeech> {
  const folder = mkdtempSync(join(tmpdir(), "hisho-flite-"));
  try {
    const trace = openSync(join(folder, "trace"), "w");
    let code: number | undefined;
    try {
      const wasi = new WASI({
        version: "preview1",
        args: [
          "flite",
          "-psdur",
          ...["-voice", call.voice],
          ...["--setf", `duration_stretch=${(1 / call.speakingRate).toFixed(3)}`],
          ...["-t", call.text],
          ...["-o", "/out/speech.wav"],
        ],
        preopens: { "/out": folder },
        stdout: trace,
        returnOnExit: true,
      });
      const instance = await WebAssembly.instantiate(module, wasi.getImportObject() as WebAssembly.Imports);
      code = wasi.start(instance);
    } finally {
      closeSync(trace);
    }
    if (code !== 0) throw new Error(`flite ended with code ${code}`);
    const sound = readWav(readFileSync(join(folder, "speech.wav")));
    return { ...sound, phones: readPhoneEnds(readFileSync(join(folder, "trace"), "utf8")) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
