import { createParser } from "eventsource-parser";

/** The data of each event of a `text/event-stream` body (WHATWG HTML, section 9.2), as soon as it is whole. */
export async function* serverSentEvents(body: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const whole: string[] = [];
  const parser = createParser({ onEvent: ({ data }) => whole.push(data) });
  const utf8 = new TextDecoder();
  for await (const bytes of body) {
    parser.feed(utf8.decode(bytes, { stream: true }));
    yield* whole.splice(0);
  }
}
