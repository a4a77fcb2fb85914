import type { ProtocolId } from './plan.js';

/**
 * The client libraries that requests go through: part of what is measured, so part of every cell's factors. Their
 * versions are pinned in the manifest; a test holds these texts against it.
 */
export const CLIENTS: Readonly<Record<ProtocolId, string>> = {
  rest: 'undici 7.30.2',
  grpc: '@grpc/grpc-js 1.14.7',
};
