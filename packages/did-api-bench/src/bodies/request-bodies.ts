import type { Family } from '../operations.js';
import type { Person } from './person.js';

/** What a server gave back for an enrolment and asks for again in a verification. */
export interface Enrolled {
  readonly wallet: string;
  /** The JSON text as it came: helpers are the server's own business. */
  readonly helpersJson: string;
  readonly idHash: string;
}

/** Body of an enrolment (`POST /api/v1/did/enroll`, or `/api/biometric/generate` with the helpers kept elsewhere). Pure. */
export function enrolBody(family: Family, person: Person, wallet: string, timestampSec: number): string {
  return family === 'guide'
    ? guideBody(person, wallet, timestampSec)
    : generateBody(person, wallet, 'external');
}

/** Body of a DID generation: `inline` asks for the whole metadata document, helpers included. Pure. */
export function generateBody(person: Person, wallet: string, storage: 'inline' | 'external'): string {
  return JSON.stringify({ fingers: person.fingers, wallet_address: wallet, storage, format: 'json' });
}

/** Body of a verification of somebody who is enrolled. Pure. */
export function verifyBody(family: Family, person: Person, enrolled: Enrolled, timestampSec: number): string {
  if (family === 'guide') return guideBody(person, enrolled.wallet, timestampSec);
  const { helpersJson, idHash } = enrolled;
  const fingers = JSON.stringify(person.fingers);
  return `{"fingers":${fingers},"helpers":${helpersJson},"expected_id_hash":${JSON.stringify(idHash)}}`;
}

function guideBody({ biometricHash }: Person, wallet: string, timestampSec: number): string {
  return JSON.stringify({ wallet_address: wallet, biometric_hash: biometricHash, timestamp: timestampSec });
}
