import type { LogLine } from './fold-records.js';

const NEWLINE = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** A trial of ten hours with per-second series is about 4 MB; a line far beyond that is no record. */
const MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * Cuts a byte stream into lines of UTF-8 text, holding at most `maxLineBytes` of any one. Takes LF and CRLF and drops
 * a byte order mark. A line that is too long or no UTF-8 comes as a fault and costs no memory.
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number = MAX_LINE_BYTES,
): AsyncGenerator<LogLine, void, undefined> {
  let line = 1;
  let parts: Uint8Array[] = [];
  let size = 0;
  const take = (bytes: Uint8Array): void => {
    size += bytes.length;
    if (size <= maxLineBytes) parts.push(bytes);
    else parts = [];
  };
  const finish = (): LogLine => {
    const found = size > maxLineBytes ? tooLong(line, maxLineBytes) : decodeLine(line, parts);
    line += 1;
    parts = [];
    size = 0;
    return found;
  };
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end >= 0; end = chunk.indexOf(NEWLINE, start)) {
      take(chunk.subarray(start, end));
      yield finish();
      start = end + 1;
    }
    if (start < chunk.length) take(chunk.subarray(start));
  }
  if (size > 0) yield finish();
}

function tooLong(line: number, maxLineBytes: number): LogLine {
  return { line, fault: `longer than ${maxLineBytes} bytes, which no record is` };
}

function decodeLine(line: number, parts: readonly Uint8Array[]): LogLine {
  const bytes = Buffer.concat(parts);
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  try {
    // TextDecoder drops a byte order mark, which only the first line may have.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: line !== 1 }).decode(
      bytes.subarray(0, end),
    );
    return { line, text };
  } catch {
    return { line, fault: 'not UTF-8 text' };
  }
}
