import type { Comparison } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { type Contender, cellIdOf } from '../clients.js';
import { PROTOCOLS, type ProtocolId } from '../protocols.js';
import { runRecords, type TrialSketch } from '../testing/trial-records.js';
import { compareContenders } from './compare-contenders.js';

function cells(protocols: readonly ProtocolId[], clients: readonly Contender['client'][]) {
  return clients.flatMap((client) =>
    protocols.map((protocol) => ({ id: cellIdOf({ protocol, client }), factors: { protocol, client } })),
  );
}

function compare(
  of: ReturnType<typeof cells>,
  timesMs: (cell: string, round: number) => number,
): Comparison[] {
  const sketches = of.flatMap(({ id }) =>
    [0, 1, 2, 3].map((trial): TrialSketch => ({ cell: id, trial, timesMs: [timesMs(id, trial)] })),
  );
  return compareContenders(of, runRecords(sketches).trials);
}

const pairsOf = (comparisons: readonly Comparison[]) => [
  ...new Set(comparisons.map(({ base, head }) => `${base.cell} ${head.cell}`)),
];

describe('compareContenders', () => {
  it('pairs the protocols of each client, REST first, and the clients of each protocol', () => {
    const shuffled = cells(['graphql', 'rest', 'grpc'], ['sdk', 'raw']);
    expect(pairsOf(compare(shuffled, () => 5)).sort()).toEqual(
      [
        ...['raw', 'sdk'].flatMap((client) => [
          `rest-${client} grpc-${client}`,
          `rest-${client} graphql-${client}`,
          `grpc-${client} graphql-${client}`,
        ]),
        'rest-raw rest-sdk',
        'grpc-raw grpc-sdk',
        'graphql-raw graphql-sdk',
      ].sort(),
    );
  });

  it('names the winner of a clear difference, however many are compared', () => {
    const all = cells(PROTOCOLS, ['raw']);
    const times = (cell: string, round: number): number => (cell === 'grpc-raw' ? 50 : 10) + round * 0.01;
    const found = compare(all, times).filter((c) => c.metric === 'responseTimeNs' && c.statistic === 'mean');
    for (const { base, head, winner } of found) {
      const withGrpc = [base.cell, head.cell].includes('grpc-raw');
      expect(winner === null).toBe(!withGrpc);
      expect(winner).not.toBe('grpc-raw');
    }
  });

  it('does not name one that a single pair would show, when it is one of many', () => {
    // Differences of 1.0, 1.2, 0.8 and 2.0 ms: p is about 0.02, which one in fifty pairs has by chance.
    const slower = [1, 1.2, 0.8, 2];
    const times = (cell: string, round: number): number =>
      10 + (cell === 'graphql-raw' ? slower[round]! : 0) + (cell === 'rest-h2-raw' ? (round % 2) * 9 : 0);
    const mean = (protocols: readonly ProtocolId[]) =>
      compare(cells(protocols, ['raw']), times).find(
        (c) => c.metric === 'responseTimeNs' && c.statistic === 'mean' && c.head.cell === 'graphql-raw',
      )!;
    expect(mean(['rest', 'graphql']).winner).toBe('rest-raw');
    expect(mean(['rest', 'graphql']).warnings).toEqual([]);
    const among = mean(['rest', 'graphql', 'rest-h2']);
    expect(among.pValue).toBeGreaterThan(0.05 / 3);
    expect(among.winner).toBeNull();
    expect(among.warnings.map(({ code }) => code)).toContain('ONE_OF_MANY');
  });
});
