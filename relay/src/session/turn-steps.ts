/** The steps of a turn's life as its log tells them. */
import type { UnnumberedEvent } from "@hisho/protocol";

export interface Step {
  message: string;
  /** Figures and names; words only where they were asked for. */
  fields: Record<string, unknown>;
}

/**
 * What the log says when the event is sent; undefined for the many that are no step of their own.
 * @param transcripts what was said and answered is logged too
 */
export function stepOf(event: UnnumberedEvent, transcripts: boolean): Step | undefined {
  const words = (text: string): { text?: string } => (transcripts ? { text } : {});
  switch (event.type) {
    case "transcript_final":
      return {
        message: "words final",
        fields: { language: event.language, characters: event.text.length, ...words(event.text) },
      };
    case "turn_reopened":
      return { message: "turn reopened", fields: {} };
    case "assistant_audio_start":
      return { message: "sound begins", fields: {} };
    case "assistant_audio_end":
      return { message: "sound ends", fields: { frames: event.frames } };
    case "assistant_text_final": {
      const { text, citations, fallback } = event;
      return {
        message: "answer whole",
        fields: { characters: text.length, citations: citations.length, fallback, ...words(text) },
      };
    }
    case "warning":
      return { message: "client warned", fields: { code: event.code, stage: event.stage } };
    case "turn_end": {
      const { reason, heard_ms, timings } = event;
      return { message: "turn ended", fields: { reason, heard_ms, timings_ms: timings } };
    }
    default:
      return undefined;
  }
}
