import type { Family, RequestOperation } from '../operations.js';
import { shapeProblem } from './answer-shapes.js';
import { isDidAt } from './did-form.js';
import { beginsWith, memberName, textEnd, valueAt } from './json-bytes.js';

/** What an answer must be. */
export interface AnswerRule {
  /** What is wrong with an answer of so many bytes, as far as bytes tell; null when nothing is. Allocates nothing while nothing is wrong. */
  readonly quickly: (bytes: Buffer, length: number) => string | null;
  /** The same of its text, parsed in full. */
  readonly inFull: (text: string) => string | null;
}

const TRUE = Buffer.from('true', 'latin1');
const HEALTHY = [Buffer.from('"healthy"', 'latin1'), Buffer.from('"ok"', 'latin1')];
const STATUS = memberName('status');
const DID = memberName('did');
const ID_HASH = memberName('id_hash');
const HELPERS = memberName('helpers');
const SUCCESS = memberName('success');
const VERIFIED = memberName('verified');
const OPENING_BRACE = 0x7b;
const ID_HASH_LENGTH = 43;

/** The rule for the answers of an operation. Pure. */
export function answerRule(family: Family, operation: RequestOperation): AnswerRule {
  return {
    quickly: QUICK[kindOf(family, operation)],
    inFull: (text) => shapeProblem(kindOf(family, operation), text),
  };
}

/** The shapes that answers have. */
export type AnswerKind = 'health' | 'generated' | 'enrolled' | 'verified' | 'guide-verified' | 'any';

/** The shape of an operation's answer. */
function kindOf(family: Family, operation: RequestOperation): AnswerKind {
  if (operation === 'health') return 'health';
  if (operation === 'verify') return family === 'guide' ? 'guide-verified' : 'verified';
  return operation === 'enroll' && family === 'guide' ? 'enrolled' : 'generated';
}

/** For requests of a file, of which only this is known: JSON, and no word of failure. */
export const ANY_ANSWER: AnswerRule = {
  quickly: (bytes, length) => (length === 0 ? null : QUICK.any(bytes, length)),
  inFull: (text) => (text === '' ? null : shapeProblem('any', text)),
};

const QUICK: Readonly<Record<AnswerKind, AnswerRule['quickly']>> = {
  health: (bytes, length) => {
    const at = valueAt(bytes, length, STATUS);
    return at >= 0 && HEALTHY.some((word) => beginsWith(bytes, length, at, word))
      ? null
      : 'its status is not healthy';
  },
  generated: (bytes, length) =>
    didProblem(bytes, length) ?? idHashProblem(bytes, length) ?? helpersProblem(bytes, length),
  enrolled: (bytes, length) => refusal(bytes, length) ?? didProblem(bytes, length),
  verified: (bytes, length) =>
    beginsWith(bytes, length, valueAt(bytes, length, SUCCESS), TRUE) ? null : 'its success is not true',
  'guide-verified': (bytes, length) => {
    const success = valueAt(bytes, length, SUCCESS);
    const at = success >= 0 ? success : valueAt(bytes, length, VERIFIED);
    return beginsWith(bytes, length, at, TRUE) ? null : 'neither its success nor its verified is true';
  },
  any: (bytes, length) => {
    if (bytes[0] !== OPENING_BRACE && bytes[0] !== 0x5b) return 'it is not JSON';
    return refusal(bytes, length);
  },
};

/** Where a success is told at all, it must be one. */
function refusal(bytes: Buffer, length: number): string | null {
  const at = valueAt(bytes, length, SUCCESS);
  return at < 0 || beginsWith(bytes, length, at, TRUE) ? null : 'its success is not true';
}

function didProblem(bytes: Buffer, length: number): string | null {
  const at = valueAt(bytes, length, DID);
  if (at < 0) return 'it has no did';
  const end = textEnd(bytes, length, at);
  return end >= 0 && isDidAt(bytes, at, end) ? null : 'its did is not did:cardano:NETWORK:BASE58';
}

function idHashProblem(bytes: Buffer, length: number): string | null {
  const at = valueAt(bytes, length, ID_HASH);
  if (at < 0) return 'it has no id_hash';
  return textEnd(bytes, length, at) - at - 1 === ID_HASH_LENGTH
    ? null
    : 'its id_hash is not 43 letters of base64url';
}

function helpersProblem(bytes: Buffer, length: number): string | null {
  const at = valueAt(bytes, length, HELPERS);
  return at >= 0 && bytes[at] === OPENING_BRACE ? null : 'it has no helpers';
}
