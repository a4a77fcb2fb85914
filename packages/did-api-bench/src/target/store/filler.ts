import { createHash } from 'node:crypto';
import type { Enrolment } from './did-store.js';

/** A wallet holds this many of the made-up enrolments. */
export const FILLER_PER_WALLET = 4;

const hex = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * The made-up enrolment of a number. The SQL of `fillSql` makes the same ones inside the database; md5 because PostgreSQL
 * has it without an extension, and nothing here is a secret.
 */
export function fillerEnrolment(number: number): Enrolment {
  const wallet = `addr_filler_${Math.floor(number / FILLER_PER_WALLET)}`;
  const did = `did:cardano:testnet:filler${number}`;
  return {
    did,
    walletAddress: wallet,
    idHash: hex(`id-${number}`),
    commitment: hex(`commitment-${number}`),
    enrolledAt: '2026-01-01T00:00:00.000Z',
    helpers: FILLER_FINGERS.map((finger_id) => ({
      finger_id,
      salt_b64: hex(`salt-${number}-${finger_id}`),
      auth_b64: hex(`auth-${number}-${finger_id}`),
      grid_size: 0.05,
      angle_bins: 32,
    })),
  };
}

/** The fingers of a made-up enrolment, in the order of their names. */
export const FILLER_FINGERS = ['left_thumb', 'right_thumb'] as const;
