/** The format fixes the length of its signatures: ECDSA P-384 in DER, one of r and s with its top bit set. */
export const signatureLength = 103;

const scalarLength = 48;

/** The order of the group of P-384 (SEC 2, 2.5.1). */
const groupOrder = BigInt(
  '0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973',
);

/**
 * The signature r ‖ s in DER with exactly 103 bytes, or undefined if it has none and must be made again.
 *
 * Others sign until the length fits, which takes two tries on average. But (r, n − s) is as good a signature as (r, s), and of s and n − s
 * exactly one has its top bit set; so one try will do unless r or s begins with nine zero bits: 1.004 tries.
 */
export function toDerSignature(rs: Uint8Array): Buffer | undefined {
  const r = Buffer.from(rs.subarray(0, scalarLength));
  const s = Buffer.from(rs.subarray(scalarLength));
  const sameTopBit = ((r[0]! ^ s[0]!) & 0x80) === 0;
  const der = encode(r, sameTopBit ? negate(s) : s);
  return der.length === signatureLength ? der : undefined;
}

function negate(s: Buffer): Buffer {
  const value = groupOrder - BigInt(`0x${s.toString('hex')}`);
  return Buffer.from(value.toString(16).padStart(2 * scalarLength, '0'), 'hex');
}

function encode(r: Buffer, s: Buffer): Buffer {
  const [first, second] = [integer(r), integer(s)];
  return Buffer.concat([Buffer.from([0x30, first.length + second.length]), first, second]);
}

/** A positive DER INTEGER: no superfluous zero in front, one where the top bit would mean a sign. */
function integer(scalar: Buffer): Buffer {
  let start = 0;
  while (start < scalar.length - 1 && scalar[start] === 0) start++;
  const digits = scalar.subarray(start);
  const padding = digits[0]! >= 0x80 ? [0] : [];
  return Buffer.concat([Buffer.from([0x02, digits.length + padding.length, ...padding]), digits]);
}
