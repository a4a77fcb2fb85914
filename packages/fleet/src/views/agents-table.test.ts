import type { FleetAgent, TrialRecord } from '@benchwright/result-schema';
import { beforeAll, describe, expect, it } from 'vitest';
import { virtualRecord } from '../testing/virtual-record.js';
import { agentsTable } from './agents-table.js';

let record: TrialRecord;
beforeAll(async () => {
  record = await virtualRecord({ model: 'iterations', count: 20, concurrency: 2 });
});

function agent(index: number, p50: number | null, changes: Partial<FleetAgent> = {}): FleetAgent {
  return {
    id: `agent-${index}`,
    host: 'host',
    labels: {},
    slice: { index, of: 3 },
    clockOffsetNs: 5e6,
    clockUncertaintyNs: 40_000,
    startLateNs: 250_000,
    durationNs: 1e9,
    counts: { ...record.counts, offered: 1000, failed: 0 },
    responseTimeNs: p50 === null ? null : { p50, p90: p50 * 2, p99: p50 * 3, max: p50 * 4 },
    busyShare: 0.256,
    sendLagP99Ns: 1000,
    ...changes,
  };
}

const table = (agents: FleetAgent[], attempt = 1): string[] =>
  agentsTable([{ ...record, fleet: { attempt, agents } }])
    .trimEnd()
    .split('\n');
/** The words of a line: what stands beside what, whatever the widths. */
const words = (line: string | undefined): string[] => (line ?? '').split(/ {2,}/);

describe('the table of agents', () => {
  it('is empty where no fleet measured', () => {
    expect(agentsTable([record])).toBe('');
    expect(agentsTable([])).toBe('');
  });

  it('has a line for each agent, with its part, its figures, how it began and how sure that is', () => {
    const [head, first, ...rest] = table([agent(0, 1e6), agent(1, 1.1e6, { startLateNs: -250_000 })]);
    expect(words(head)).toEqual(
      'trial,agent,host,slice,offered,failed,p50,p99,max,busy,start,clock'.split(','),
    );
    expect(words(first)).toEqual([
      'a 1',
      'agent-0',
      'host',
      '1/3',
      '1,000',
      '0',
      '1.000 ms',
      '3.000 ms',
      '4.000 ms',
      '26 %',
      '+250.0 µs',
      '±40.00 µs',
    ]);
    expect(rest).toHaveLength(1);
    expect(words(rest[0])).toContain('-250.0 µs');
  });

  it('shows figures below each other, and no space at the end of a line', () => {
    const lines = table([agent(0, 1e6), agent(1, 1.1e6, { counts: { ...record.counts, offered: 7 } })]);
    expect(new Set(lines.map(({ length }) => length)).size).toBe(1);
    for (const line of lines) expect(line).toBe(line.trimEnd());
  });

  it('has dashes where nothing was answered, and says which attempt it is from the second on', () => {
    const [, line] = table([agent(0, null)], 2);
    expect(words(line).slice(0, 2)).toEqual(['a 1 (attempt 2)', 'agent-0']);
    expect(words(line).slice(6, 9)).toEqual(['-', '-', '-']);
  });

  it('points at an agent that is more than a quarter slower than the median one', () => {
    const lines = table([agent(0, 1e6), agent(1, 1.25e6), agent(2, 1.6e6)]);
    expect(lines.slice(4)).toEqual(['a 1: agent-2 is slow: p50 1.600 ms, the median agent 1.250 ms']);
    const two = table([agent(0, 1e6), agent(1, 1.26e6)]);
    expect(two.slice(3)).toEqual(['a 1: agent-1 is slow: p50 1.260 ms, the median agent 1.000 ms']);
  });

  it('points at nobody where there is nobody to compare with', () => {
    expect(table([agent(0, 9e9), agent(1, null)])).toHaveLength(3);
  });
});
