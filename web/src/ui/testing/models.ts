/** Models of the relay for tests and pictures. */
import type { ModelStatus } from "@hisho/protocol";

export const modelStatus = (change: Partial<ModelStatus> = {}): ModelStatus => ({
  name: "whisper-tiny-q5_1",
  role: "stt",
  provider: "embedded-whisper",
  languages: ["*"],
  licence: "MIT",
  non_commercial: false,
  gated: false,
  bytes: 32_152_673,
  received_bytes: 0,
  state: "absent",
  step: null,
  usable: true,
  problem: null,
  ...change,
});
