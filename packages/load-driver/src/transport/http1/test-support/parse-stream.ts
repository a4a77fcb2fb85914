import { ResponseParser } from '../response-parser.js';

/** What a parser made of one answer. */
export interface ParsedAnswer {
  readonly status: number;
  readonly bodyBytes: number;
  readonly wireBytes: number;
  readonly keepAlive: boolean;
  readonly body: string;
}

/** What a parser made of a stream: its answers, and in what state the stream left it. */
export interface ParsedStream {
  readonly answers: ParsedAnswer[];
  readonly end: 'between answers' | 'within an answer' | 'closed by the answer' | 'failed';
  readonly failure: string;
}

/**
 * Gives a stream to a parser in the pieces given, as reads into one shared buffer do, closes it, and says what came out.
 *
 * @param toHead whether the n-th answer is to a HEAD request
 */
export function parseStream(
  pieces: readonly Uint8Array[],
  toHead: (index: number) => boolean = () => false,
): ParsedStream {
  let body: Buffer[] = [];
  const parser = new ResponseParser((bytes, start, end) =>
    body.push(Buffer.from(bytes.subarray(start, end))),
  );
  const answers: ParsedAnswer[] = [];
  const shared = Buffer.alloc(Math.max(1, ...pieces.map((piece) => piece.length)));
  const take = () => {
    const { status, bodyBytes, wireBytes, keepAlive } = parser;
    answers.push({ status, bodyBytes, wireBytes, keepAlive, body: Buffer.concat(body).toString('latin1') });
    body = [];
  };
  for (const piece of pieces) {
    shared.fill(0xee); // what a line carried over must not depend on
    shared.set(piece);
    let at = 0;
    while (at < piece.length && !parser.failed) {
      const next = parser.parse(shared, at, piece.length, toHead(answers.length));
      if (next <= at) throw new Error(`the parser did not move on from offset ${at}`);
      at = next;
      if (parser.complete) take();
    }
    if (parser.failed) return { answers, end: 'failed', failure: parser.failure };
  }
  if (parser.end()) {
    take();
    return { answers, end: 'closed by the answer', failure: '' };
  }
  return { answers, end: parser.complete ? 'between answers' : 'within an answer', failure: '' };
}
