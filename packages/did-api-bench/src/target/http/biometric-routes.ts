import type { FastifyInstance } from 'fastify';
import { byFinger, type DidService, type VerifyRequest } from '../did-service.js';
import { ApiError } from '../errors.js';
import type { Finger } from '../rules/model.js';
import type { Enrolment } from '../store/did-store.js';
import { generateBody, verifyAnswer, verifyBatchBody, verifyBody } from './schemas.js';

interface GenerateRequest {
  readonly fingers: readonly Finger[];
  readonly wallet_address: string;
  readonly storage?: 'inline' | 'external';
}

/** The URL family of the shipped server: fingers in, identity and helpers out. */
export function addBiometricRoutes(
  app: FastifyInstance,
  service: DidService,
  { batch }: { batch: boolean },
): void {
  app.post<{ Body: GenerateRequest }>(
    '/api/biometric/generate',
    { schema: { body: generateBody } },
    async ({ body: { fingers, wallet_address, storage = 'inline' } }) => {
      assertFingers(fingers);
      const { created, enrolment } = await service.enrolFingers(wallet_address, fingers);
      if (!created) throw alreadyEnrolled(enrolment);
      return generateAnswer(enrolment, storage);
    },
  );
  app.post<{ Body: VerifyRequest }>(
    '/api/biometric/verify',
    { schema: { body: verifyBody, response: { 200: verifyAnswer } } },
    ({ body }) => service.verifyFingers(body),
  );
  if (!batch) return;
  app.post<{ Body: { requests: readonly VerifyRequest[] } }>(
    '/api/biometric/verify/batch',
    { schema: { body: verifyBatchBody } },
    async ({ body }) => ({ results: await service.verifyMany(body.requests) }),
  );
}

function assertFingers(fingers: readonly Finger[]): void {
  if (fingers.length === 0) throw new ApiError(400, 'At least one finger is required');
  if (new Set(fingers.map(({ finger_id }) => finger_id)).size < fingers.length) {
    throw new ApiError(400, 'Each finger may be given once');
  }
}

/** The refusal of an identity that is there already, as the shipped server words it. */
export function alreadyEnrolled({ did, enrolledAt, walletAddress }: Enrolment): ApiError {
  return new ApiError(409, {
    error: 'DID_ALREADY_EXISTS',
    message: 'This biometric identity has already been enrolled',
    did,
    tx_hash: null,
    enrolled_at: enrolledAt,
    controllers: [walletAddress],
  });
}

function generateAnswer(enrolment: Enrolment, storage: 'inline' | 'external') {
  const { did, idHash, walletAddress, enrolledAt } = enrolment;
  const helpers = byFinger(enrolment.helpers);
  return {
    did,
    id_hash: idHash,
    wallet_address: walletAddress,
    helpers,
    metadata_cip30_inline: {
      version: '1.1',
      walletAddress,
      controllers: [walletAddress],
      enrollmentTimestamp: enrolledAt,
      biometric: { idHash, helperStorage: storage, helperData: storage === 'inline' ? helpers : null },
      revoked: false,
      revokedAt: null,
    },
    // Nothing is submitted to a chain here.
    tx_hash: null,
  };
}
