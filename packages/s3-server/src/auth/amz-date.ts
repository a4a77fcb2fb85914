/**
 * Reads `20130524T000000Z`, the one date form of Signature Version 4, as milliseconds since the epoch; NaN for anything else. Date.parse
 * wants separators and a regular expression costs more than the sixteen comparisons: this runs once per request.
 */
export function parseAmzDate(text: string): number {
  if (text.length !== 16 || text[8] !== 'T' || text[15] !== 'Z') return Number.NaN;
  const year = digits(text, 0, 4);
  const month = digits(text, 4, 6);
  const day = digits(text, 6, 8);
  const time = Date.UTC(
    year,
    month - 1,
    day,
    digits(text, 9, 11),
    digits(text, 11, 13),
    digits(text, 13, 15),
  );
  const date = new Date(time);
  return date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? time : Number.NaN;
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}
