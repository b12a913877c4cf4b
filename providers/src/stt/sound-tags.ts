/** Whisper's notes on what is no speech: `[BLANK_AUDIO]`, `(wind blowing)`, `（拍手）`, `♪`. Numbers in brackets are words. */
const TAGS = /\[[^\]\d]{1,60}\]|\([^)\d]{1,60}\)|（[^）\d]{1,60}）|【[^】\d]{1,60}】|\*[^*\d]{1,60}\*|[♪♫♬🎵🎶]+/gu;

/** The text without them. */
export function withoutSoundTags(text: string): string {
  return text.replace(TAGS, " ").replace(/\s+/gu, " ").trim();
}
