/**
 * Microseconds since the epoch of a time as `2026-02-08T10:44:41.1234567Z`, what is finer cut off. The day is looked up, since
 * it is the same for millions of events.
 */
export class SystemTimeReader {
  #text = '';
  #day = '';
  #dayMs = 0;

  microseconds(text: string): number {
    const day = text.slice(0, 10);
    if (day !== this.#text) {
      this.#dayMs = Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)) - 1, Number(day.slice(8, 10)));
      // Through a buffer: a slice would hold the text it was cut from.
      this.#text = Buffer.from(day, 'latin1').toString('latin1');
      this.#day = new Date(this.#dayMs).toISOString().slice(0, 10);
    }
    const seconds = twoDigits(text, 11) * 3600 + twoDigits(text, 14) * 60 + twoDigits(text, 17);
    let fraction = 0;
    for (let digit = 0, at = 20; digit < 6; digit++, at++) {
      const code = text.charCodeAt(at) - 48;
      fraction = fraction * 10 + (code >= 0 && code <= 9 && at < text.length - 1 ? code : 0);
    }
    return (this.#dayMs + seconds * 1000) * 1000 + fraction;
  }

  /** The day of the time that was read last, `2026-02-08`; of one that no calendar has, such as 31 February, the day that it amounts to. */
  get day(): string {
    return this.#day;
  }
}

function twoDigits(text: string, at: number): number {
  return (text.charCodeAt(at) - 48) * 10 + text.charCodeAt(at + 1) - 48;
}
