import type { Person } from '../bodies/person.js';
import { verifyBody } from '../bodies/request-bodies.js';
import { DidAnswerError } from '../errors.js';
import type { VariantServer } from './variant-server.js';

/**
 * Asks each operation once and looks at the whole answer: while measuring, only the status of every answer is looked at, and a
 * technique that makes the server answer wrongly must not be praised for its speed.
 *
 * @throws DidAnswerError naming request and answer
 */
export async function checkAnswers(
  { origin, enrolled, variant }: VariantServer,
  people: readonly Person[],
): Promise<void> {
  const [person, known] = [people[0]!, enrolled[0]!];
  const verification = verifyBody('biometric', person, known, 0);
  if (variant.batch > 1) {
    const path = '/api/biometric/verify/batch';
    const { results } = await ask(origin, path, `{"requests":[${verification}]}`);
    expectThat(path, Array.isArray(results) && isSuccess(results[0]), results);
  } else {
    const path = '/api/biometric/verify';
    const answer = await ask(origin, path, verification);
    expectThat(path, isSuccess(answer), answer);
  }
  const path = `/api/v1/wallets/${known.wallet}/dids`;
  const { dids } = await ask(origin, path, null);
  expectThat(path, Array.isArray(dids) && dids.length === 1, dids);
}

function isSuccess(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'success' in answer && answer.success === true;
}

async function ask(origin: string, path: string, body: string | null): Promise<Record<string, unknown>> {
  const headers = { connection: 'close', 'content-type': 'application/json' };
  const answer = await fetch(origin + path, body === null ? { headers } : { method: 'POST', headers, body });
  const text = await answer.text();
  if (answer.status !== 200)
    throw new DidAnswerError(path, `answered ${answer.status}: ${text.slice(0, 200)}`);
  return JSON.parse(text) as Record<string, unknown>;
}

function expectThat(path: string, isRight: boolean, answer: unknown): void {
  if (!isRight) throw new DidAnswerError(path, `answered ${JSON.stringify(answer).slice(0, 200)}`);
}
