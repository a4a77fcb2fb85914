import { CLIENT_MEANINGS } from '../clients.js';
import type { ContenderSet } from '../comparison-input.js';

/**
 * Every contender under the original's names and in its units, then every comparison as the result has it (nanoseconds,
 * bytes; head − base).
 */
export function contenderKeys({ figures, comparisons }: ContenderSet): Record<string, unknown> {
  return {
    contenders: figures.map(({ protocol, client, library, cell, result, validity }) => ({
      cell,
      client,
      client_shows: CLIENT_MEANINGS[client],
      library,
      ...result,
      protocol_id: protocol,
      validity,
    })),
    comparisons,
  };
}
