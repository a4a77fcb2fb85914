import { ItemEncryptionError } from '../errors.js';

const maxDigits = 38;
// A value is 0.d₁d₂… × 10^point with d₁ ≠ 0: DynamoDB's range 1e-130 … 9.99…e125 in that form.
const lowestPoint = -129;
const highestPoint = 126;

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;

/** Digits, as nearly all stored numbers are: already canonical, and recognised without building anything. */
function isPlainInteger(text: string): boolean {
  const { length } = text;
  const start = text.charCodeAt(0) === 0x2d ? 1 : 0;
  const digits = length - start;
  if (digits < 1 || digits > maxDigits) return false;
  const first = text.charCodeAt(start);
  if (first === 0x30) return length === 1;
  for (let i = start; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code < 0x30 || code > 0x39) return false;
  }
  return true;
}

/**
 * DynamoDB's own normal form of a number: no exponent, no superfluous zero, no sign of zero. Throws `ERR_VALUE_NUMBER` for what
 * is no number, has more than 38 significant digits, or lies outside 1e-130 … 9.99e125.
 */
export function normalizeNumber(text: string): string {
  return isPlainInteger(text) ? text : normalize(text);
}

function normalize(text: string): string {
  const match = form.exec(text);
  const [, sign, whole = '', fraction = '', exponent] = match ?? [];
  if (match === null || whole.length + fraction.length === 0) throw invalid(text, 'is not a number');

  const digits = whole + fraction;
  const first = digits.search(/[1-9]/);
  if (first < 0) return '0';
  const significant = digits.slice(first, endOfSignificant(digits));
  if (significant.length > maxDigits) {
    throw invalid(text, `has ${significant.length} significant digits; DynamoDB keeps ${maxDigits}`);
  }
  const point = whole.length - first + Number(exponent ?? 0);
  if (!(point >= lowestPoint && point <= highestPoint)) {
    throw invalid(text, 'is out of range: DynamoDB has magnitudes from 1e-130 to 9.99e125');
  }
  return (sign === '-' ? '-' : '') + plainDecimal(significant, point);
}

/** A loop, because `/0+$/` takes quadratic time on zeros followed by a digit, and the text may be an attacker's. */
function endOfSignificant(digits: string): number {
  let end = digits.length;
  while (digits.charCodeAt(end - 1) === 0x30) end--;
  return end;
}

function plainDecimal(significant: string, point: number): string {
  if (point <= 0) return `0.${'0'.repeat(-point)}${significant}`;
  if (point >= significant.length) return significant + '0'.repeat(point - significant.length);
  return `${significant.slice(0, point)}.${significant.slice(point)}`;
}

function invalid(text: string, problem: string): ItemEncryptionError {
  const digits = text.replace(/[^0-9]/g, '').length;
  // The value itself may be a secret: only its outline is told.
  return new ItemEncryptionError(
    'ERR_VALUE_NUMBER',
    `a number (${text.length} characters, ${digits} digits) ${problem}`,
  );
}
