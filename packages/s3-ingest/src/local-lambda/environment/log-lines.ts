import { StringDecoder } from 'node:string_decoder';

export interface LogLinesEvents {
  readonly onLine: (line: string) => void;
  /** The environment has printed its mark: everything before it belonged to the invocation. */
  readonly onMark: () => void;
}

/** A line that never ends is cut here, as CloudWatch cuts events at 256 KB: a function must not fill this process's memory. */
const LONGEST_LINE = 262_144;

/** Cuts what arrives on a pipe into lines, and takes the marks out. */
export class LogLines {
  readonly #decoder = new StringDecoder('utf8');
  readonly #mark: string;
  readonly #events: LogLinesEvents;
  #rest = '';

  constructor(mark: string, events: LogLinesEvents) {
    this.#mark = mark;
    this.#events = events;
  }

  push(chunk: Buffer): void {
    this.#rest += this.#decoder.write(chunk);
    for (let end = this.#rest.indexOf('\n'); end !== -1; end = this.#rest.indexOf('\n')) {
      this.#take(this.#rest.slice(0, end));
      this.#rest = this.#rest.slice(end + 1);
    }
    if (this.#rest.length > LONGEST_LINE) this.flush();
  }

  /** Takes what has no newline yet as a line: nothing follows. */
  flush(): void {
    const rest = this.#rest;
    this.#rest = '';
    if (rest !== '') this.#take(rest);
  }

  #take(line: string): void {
    if (!line.endsWith(this.#mark)) {
      this.#events.onLine(line);
      return;
    }
    // The function may have left its last line without a newline.
    const before = line.slice(0, -this.#mark.length);
    if (before !== '') this.#events.onLine(before);
    this.#events.onMark();
  }
}
