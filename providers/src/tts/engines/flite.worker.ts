import { readFileSync } from "node:fs";
import { ConsoleStdout, File, OpenFile, PreopenDirectory, WASI } from "@bjorn3/browser_wasi_shim";
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

/**
 * One run of the program: a fresh instance whose only files are in memory. Not by node:wasi, whose fast calls let the
 * garbage collector move what they hold and end the whole process on long texts (nodejs/node issues 46777, 52402).
 */
async function speak(module: WebAssembly.Module, call: Extract<FliteCall, { type: "speak" }>): Promise<FliteSpeech> {
  const speech = new File([]);
  const trace = new File([]);
  const args = [
    "flite",
    "-psdur",
    ...["-voice", call.voice],
    ...["--setf", `duration_stretch=${(1 / call.speakingRate).toFixed(3)}`],
    ...["-t", call.text],
    ...["-o", "/out/speech.wav"],
  ];
  let complaint = "";
  const wasi = new WASI(
    args,
    [],
    [
      new OpenFile(new File([])),
      new OpenFile(trace),
      ConsoleStdout.lineBuffered((line) => {
        complaint = line;
      }),
      new PreopenDirectory("/out", new Map([["speech.wav", speech]])),
    ],
    { debug: false },
  );
  const instance = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: wasi.wasiImport });
  const code = wasi.start(instance as Parameters<WASI["start"]>[0]);
  if (code !== 0) throw new Error(`flite ended with code ${code}: ${complaint}`);
  return { ...readWav(speech.data), phones: readPhoneEnds(new TextDecoder().decode(trace.data)) };
}
