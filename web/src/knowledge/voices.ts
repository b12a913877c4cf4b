/** The recorded voices of a turn: from this device, else from the relay (docs/protocol.md, "HTTP beside it"). */
import { parseVoices, SESSION_ID_PATTERN } from "@hisho/protocol";
import type { RecordedVoice, StoredRecording } from "../history/schema.ts";

export interface VoicesOf {
  key: string;
  /** The conversation's session id and the relay's number of the turn; 0 where the relay knows none. */
  conversation: string;
  turn: number;
  /** The person said it; what was typed has one voice. */
  spoken: boolean;
}

/** The person's voice before the answer's, as far as there are recordings; `away`: the relay could not be asked. */
export interface Voices {
  sounds: readonly Blob[];
  away: boolean;
}

export type FindVoices = (turn: VoicesOf) => Promise<Voices>;

export interface VoicesParts {
  /** Keeps what came from the relay, to be heard without it; nothing that was asked for or came while it is shut. */
  keep?(turn: VoicesOf, voice: RecordedVoice, sound: Blob): void;
  /** Visitors' voices are not kept. By default never. */
  isShut?(): boolean;
  kept(turn: string, voice: RecordedVoice): Promise<Pick<StoredRecording, "sound"> | undefined>;
  fetch: typeof fetch;
  /** Empty where the relay asks for none. */
  token(): string;
}

const inOrder = ({ spoken }: VoicesOf): readonly RecordedVoice[] => (spoken ? ["user", "assistant"] : ["assistant"]);

export function createFindVoices(parts: VoicesParts): FindVoices {
  const isShut = (): boolean => parts.isShut?.() ?? false;

  /** @param rest behind the turn's recordings @returns null where the relay has none, undefined where it cannot be asked */
  async function ask<T>(
    { conversation, turn }: VoicesOf,
    rest: string,
    read: (response: Response) => Promise<T>,
  ): Promise<T | null | undefined> {
    const token = parts.token();
    try {
      const response = await parts.fetch(`/api/v1/conversations/${conversation}/turns/${turn}/audio${rest}`, {
        headers: token === "" ? {} : { Authorization: `Bearer ${token}` },
      });
      if (response.ok) return await read(response);
      return response.status === 404 ? null : undefined;
    } catch {
      return undefined; // not connected: the screen says so
    }
  }

  /** Which voices the relay keeps of a turn; undefined where it cannot be asked. */
  async function voicesThere(turn: VoicesOf): Promise<readonly RecordedVoice[] | undefined> {
    if (turn.turn === 0 || !SESSION_ID_PATTERN.test(turn.conversation)) return [];
    const voices = await ask(turn, "", async (response) => parseVoices(await response.json()));
    return voices === null ? [] : voices;
  }

  return async (turn) => {
    let asked: ReturnType<typeof voicesThere> | undefined;
    const found = await Promise.all(
      inOrder(turn).map(async (voice) => {
        const here = (await parts.kept(turn.key, voice))?.sound;
        if (here !== undefined) return here;
        const wasShut = isShut();
        asked ??= voicesThere(turn);
        const voices = await asked;
        if (voices === undefined) return "away";
        if (!voices.includes(voice)) return "none";
        const there = await ask(turn, `/${voice}`, (response) => response.blob());
        if (there === undefined) return "away";
        if (there instanceof Blob && !wasShut && !isShut()) parts.keep?.(turn, voice, there);
        return there;
      }),
    );
    return {
      sounds: found.filter((sound) => sound instanceof Blob),
      away: found.includes("away"),
    };
  };
}
