import type { FastifyInstance } from 'fastify';
import { byFinger, type DidService } from '../did-service.js';
import type { Enrolment } from '../store/did-store.js';
import { alreadyEnrolled } from './biometric-routes.js';
import { hashBody } from './schemas.js';

interface HashRequest {
  readonly wallet_address: string;
  readonly biometric_hash: string;
}

const MAX_LISTED = 100;

/** The URL family of the guide: a hash that was made on the device, and the list of a wallet's identities. */
export function addGuideRoutes(app: FastifyInstance, service: DidService): void {
  const schema = { body: hashBody };
  app.post<{ Body: HashRequest }>('/api/v1/did/enroll', { schema }, async ({ body }) => {
    const { created, enrolment } = await service.enrolHash(body.wallet_address, body.biometric_hash);
    if (!created) throw alreadyEnrolled(enrolment);
    const { did, walletAddress, enrolledAt } = enrolment;
    return { success: true, did, wallet_address: walletAddress, enrolled_at: enrolledAt };
  });
  app.post<{ Body: HashRequest }>('/api/v1/did/verify', { schema }, async ({ body }) => {
    const found = await service.verifyHash(body.wallet_address, body.biometric_hash);
    return {
      success: found !== null,
      did: found?.did ?? null,
      error: found === null ? 'No enrolment of this wallet and hash' : null,
    };
  });
  app.get<{ Params: { wallet: string } }>('/api/v1/wallets/:wallet/dids', async ({ params }) => {
    const enrolments = await service.listWallet(params.wallet, MAX_LISTED);
    return { wallet_address: params.wallet, dids: enrolments.map(listed) };
  });
}

function listed({ did, idHash, enrolledAt, helpers }: Enrolment) {
  return { did, id_hash: idHash, enrolled_at: enrolledAt, helpers: byFinger(helpers) };
}
