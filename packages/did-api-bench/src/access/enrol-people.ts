import type { HeaderField } from '@benchwright/load-driver';
import { AnswerChecker } from '../answers/answer-checker.js';
import { answerRule } from '../answers/answer-rule.js';
import { beginningOf } from '../answers/answer-shapes.js';
import type { Person } from '../bodies/person.js';
import { type Enrolled, enrolBody, generateBody } from '../bodies/request-bodies.js';
import { walletAddress } from '../bodies/wallets.js';
import { DidAccessError, DidAnswerError } from '../errors.js';
import { type Family, pathOf, type RequestOperation } from '../operations.js';
import { type ApiAddress, type ApiCall, callApi } from './call.js';

/** Enrolments under way at once: they are preparation, and must not be load. */
const AT_ONCE = 4;

export interface EnrolOptions {
  readonly address: ApiAddress;
  readonly family: Family;
  readonly headers: readonly HeaderField[];
  readonly people: readonly Person[];
  readonly walletPrefix: string;
  readonly timestampSec: number;
}

/**
 * Enrols everybody, before anything is measured, and keeps what a verification needs of the answers.
 *
 * @throws DidAnswerError for an answer that is no enrolment's; DidAccessError when the API does not let us in
 */
export async function enrolPeople(options: EnrolOptions): Promise<Enrolled[]> {
  const enrolled: Enrolled[] = [];
  const next = options.people.entries();
  const work = async (): Promise<void> => {
    for (const [number, person] of next) enrolled[number] = await enrol(options, person, number);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return enrolled;
}

async function enrol(
  { address, family, headers, walletPrefix, timestampSec }: EnrolOptions,
  person: Person,
  number: number,
): Promise<Enrolled> {
  const wallet = walletAddress(walletPrefix, number);
  if (family === 'guide') {
    const body = enrolBody(family, person, wallet, timestampSec);
    await checkedCall(address, family, 'enroll', {
      method: 'POST',
      path: pathOf(family, 'enroll'),
      headers,
      body,
    });
    return { wallet, helpersJson: '{}', idHash: '' };
  }
  const body = generateBody(person, wallet, 'inline');
  const path = pathOf(family, 'generate');
  const text = await checkedCall(address, family, 'generate', { method: 'POST', path, headers, body });
  const { helpers, id_hash } = JSON.parse(text) as { readonly helpers: unknown; readonly id_hash: string };
  return { wallet, helpersJson: JSON.stringify(helpers), idHash: id_hash };
}

/**
 * Calls the API once and holds the answer against what the operation gives. Returns its text.
 *
 * @throws DidAnswerError; DidAccessError for 401 and 403
 */
export async function checkedCall(
  address: ApiAddress,
  family: Family,
  operation: RequestOperation,
  call: ApiCall,
): Promise<string> {
  const { status, text } = await callApi(address, call);
  const request = `${call.method} ${address.origin}${call.path}`;
  if (status === 401 || status === 403) {
    throw new DidAccessError(request, `refused with ${status}: ${beginningOf(text)}`);
  }
  if (status < 200 || status > 299) {
    throw new DidAnswerError(request, `answered ${status}: ${beginningOf(text)}`);
  }
  const checker = new AnswerChecker(1, 1);
  const bytes = Buffer.from(text, 'utf8');
  checker.begin(0);
  checker.feed(0, bytes, 0, bytes.length);
  if (checker.accepts(0, answerRule(family, operation))) return text;
  throw new DidAnswerError(request, `answered ${status}, but ${checker.firstProblem}`);
}
