import { primaryTag } from "../../../config/language.ts";
import { friendly, type Office, plain, type Reply, sorry } from "../office.ts";
import type { ReadingIntent } from "./intent.ts";

/** A word or a name, not a sentence. */
const MOST_CHARACTERS = 100;

const folded = (text: string): string => text.normalize("NFKC").toLowerCase().trim();

/** Teaches how a word is read, and takes it back. */
export async function performReading(
  intent: ReadingIntent,
  { request, words }: Pick<Office, "request" | "words">,
): Promise<Reply> {
  const book = request.books?.readings;
  const say = words.reading;
  if (book === undefined) return sorry(say.closed);
  const { written } = intent;
  const language = primaryTag(request.language);
  if (intent.kind === "read-as") {
    if (written.length > MOST_CHARACTERS || intent.spoken.length > MOST_CHARACTERS) return sorry(say.tooLong);
    if (folded(written) === folded(intent.spoken)) return plain(say.alike(written));
    await book.teach([{ written, spoken: intent.spoken, language }]);
    return friendly(say.taught(written));
  }
  const known = await book.readings();
  const meant = known.filter((reading) => reading.language === language && folded(reading.written) === folded(written));
  if (meant.length === 0) return sorry(say.notTaught(written));
  await book.unteach(meant.map(({ id }) => id));
  return plain(say.untaught(written));
}
