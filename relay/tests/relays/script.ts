/** What the scripted providers of these tests hear and say, so that every lost or doubled piece shows. */

/** Counts the 20 ms frames that it was given. */
export const heardOf = (seconds: number): string => (seconds === 0 ? "" : `${Math.round(seconds * 50)} frames`);

/** Takes about half a second to write and five to say. */
export const answerTo = (question: string): string =>
  `You said ${question}. ${["first", "second", "third", "fourth"]
    .map((nth) => `This is the ${nth} sentence that I have for you, and it is not a short one.`)
    .join(" ")}`;
