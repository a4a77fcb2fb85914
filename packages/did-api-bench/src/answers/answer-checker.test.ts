import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { RequestOperation } from '../operations.js';
import { AnswerChecker } from './answer-checker.js';
import { ANY_ANSWER, answerRule } from './answer-rule.js';

const DID = 'did:cardano:testnet:4ZTPpX32Wp9pu9oTG8bmcoDUhijg4WrQoTRGQM63pMi7';
const HASH = 'GUF_272iXYIfaYkXVIZopDSdt_O5MMutzNCabcdefgh'.slice(0, 43);
const helper = {
  finger_id: 'left_thumb',
  salt_b64: 'AAAA',
  auth_b64: 'AAAA',
  grid_size: 0.05,
  angle_bins: 32,
};
const GENERATED = {
  did: DID,
  id_hash: HASH,
  wallet_address: 'w',
  helpers: { left_thumb: helper },
  tx_hash: null,
};
const VERIFIED = { success: true, matched_fingers: ['left_thumb'], unmatched_fingers: [], error: null };

/** What is wrong with an answer, when it is looked at by its bytes alone (after those that are parsed anyway) or in full. */
function problemOf(
  body: string | Buffer,
  operation: RequestOperation,
  { quick = false, family = 'biometric' as const } = {},
) {
  const checker = new AnswerChecker(1, 1_000_000);
  const rule = answerRule(family, operation);
  const take = (bytes: Buffer): boolean => {
    checker.begin(0);
    // In pieces, as sockets give them.
    for (let at = 0; at < bytes.length; at += 7) checker.feed(0, bytes, at, Math.min(bytes.length, at + 7));
    return checker.accepts(0, rule);
  };
  if (quick) for (let i = 0; i < 64; i++) take(Buffer.from(JSON.stringify(good(operation))));
  return take(Buffer.from(body)) ? null : checker.firstProblem;
}

function good(operation: RequestOperation): unknown {
  if (operation === 'health') return { status: 'healthy', service: 'did', version: '1' };
  return operation === 'verify' ? VERIFIED : GENERATED;
}

describe.each([{ quick: true }, { quick: false }])('an answer, quickly: $quick', (how) => {
  it.each(['health', 'verify', 'enroll', 'generate'] as const)(
    'of %s that is right passes, with blanks too',
    (operation) => {
      expect(problemOf(JSON.stringify(good(operation)), operation, how)).toBeNull();
      expect(problemOf(JSON.stringify(good(operation), null, 2), operation, how)).toBeNull();
      expect(problemOf(gzipSync(JSON.stringify(good(operation))), operation, how)).toBeNull();
    },
  );

  it.each([
    ['health', { status: 'degraded' }, /status/],
    ['verify', { ...VERIFIED, success: false }, /success/],
    ['verify', { matched_fingers: [] }, /success/],
    ['generate', { ...GENERATED, did: DID.replace('testnet', 'devnett') }, /did/],
    ['generate', { ...GENERATED, did: `${DID}0` }, /did/],
    ['generate', { ...GENERATED, id_hash: 'short' }, /id_hash/],
    ['generate', { ...GENERATED, helpers: undefined }, /helpers/],
    ['enroll', { error: 'DID_ALREADY_EXISTS' }, /did/],
  ] as const)('of %s such as %j fails', (operation, body, problem) => {
    expect(problemOf(JSON.stringify(body), operation, how)).toMatch(problem);
  });

  it('HTML fails, and its beginning is told', () => {
    expect(problemOf('<!DOCTYPE html><html>sign in</html>', 'health', how)).toMatch(/<!DOCTYPE html>/);
    expect(problemOf('', 'verify', how)).not.toBeNull();
  });
});

it('what only a parse finds out is found in every answer that is parsed', () => {
  const cut = JSON.stringify(VERIFIED).slice(0, -1);
  expect(problemOf(cut, 'verify')).toMatch(/not JSON/);
  expect(problemOf(cut, 'verify', { quick: true })).toBeNull();
  const strange = JSON.stringify({ ...GENERATED, helpers: { left_thumb: { ...helper, salt_b64: 7 } } });
  expect(problemOf(strange, 'generate')).toMatch(/salt_b64/);
});

it('bytes of a longer answer before are not taken for those of a shorter one', () => {
  const checker = new AnswerChecker(1, 1);
  const rule = answerRule('biometric', 'verify');
  const give = (text: string): boolean => {
    const bytes = Buffer.from(text);
    checker.begin(0);
    checker.feed(0, bytes, 0, bytes.length);
    return checker.accepts(0, rule);
  };
  expect(give(JSON.stringify({ ...VERIFIED, padding: 'x'.repeat(5000) }))).toBe(true);
  expect(give('{}')).toBe(false);
});

it('requests of a file want JSON, and no word of failure', () => {
  const judged = (text: string) =>
    ANY_ANSWER.quickly(Buffer.from(text), text.length) ?? ANY_ANSWER.inFull(text);
  expect(['{"a":1}', '[]', '', '{"success": true}'].map(judged)).toEqual([null, null, null, null]);
  expect(judged('{"success": false}')).toMatch(/success/);
  expect(judged('<html>')).toMatch(/not JSON/);
});
