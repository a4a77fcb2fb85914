import { describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '../protocol/protocol-version.js';
import type { ListedAgent } from './agent-list.js';
import { freeAgents, tooFewAgents } from './choose-agents.js';

const agent = (id: string, changes: Partial<ListedAgent> = {}): ListedAgent => ({
  id,
  protocol: PROTOCOL_VERSION,
  version: '1.2.3',
  host: 'h',
  pid: 1,
  labels: { region: 'eu' },
  suites: ['http'],
  since: '2026-01-01T00:00:00.000Z',
  isBusy: false,
  ...changes,
});
const wanted = { agents: 2, labels: {}, version: '1.2.3', suite: 'http' };
const idsOf = (agents: readonly ListedAgent[]): string[] => agents.map(({ id }) => id);

describe('agents that could be taken', () => {
  it('are those that are free, with every label, the suite, this version and its protocol', () => {
    const listed = [
      agent('fits'),
      agent('busy', { isBusy: true }),
      agent('elsewhere', { labels: { region: 'us' } }),
      agent('unnamed', { labels: {} }),
      agent('older', { version: '1.2.2' }),
      agent('foreign', { protocol: PROTOCOL_VERSION + 1 }),
      agent('narrow', { suites: ['grpc'] }),
    ];
    expect(idsOf(freeAgents(listed, { ...wanted, labels: { region: 'eu' } }))).toEqual(['fits']);
    expect(idsOf(freeAgents(listed, wanted))).toEqual(['elsewhere', 'fits', 'unnamed']);
  });

  it('come in the order in which they have waited, then by name; the list given stays as it was', () => {
    const listed = [agent('c'), agent('b'), agent('a', { since: '2026-01-02T00:00:00.000Z' })];
    expect(idsOf(freeAgents(listed, wanted))).toEqual(['b', 'c', 'a']);
    expect(idsOf(listed)).toEqual(['c', 'b', 'a']);
  });
});

describe('why there are too few agents', () => {
  it('counts each reason, and only those there are', () => {
    const listed = [
      agent('a', { isBusy: true }),
      agent('b', { labels: {} }),
      agent('c', { labels: {} }),
      agent('d', { suites: [] }),
    ];
    const { code, message, hint } = tooFewAgents(listed, { ...wanted, labels: { region: 'eu' } }, 1500);
    expect(code).toBe('ERR_FLEET_AGENTS');
    expect(message).toBe(
      '0 of 2 agents within 1.5 s (1 busy with another run, 2 without the label region=eu, 1 without the suite http)',
    );
    expect(hint).toContain('--agent-wait');
    expect(tooFewAgents([], wanted, 1000)).toMatchObject({
      message: '0 of 2 agents within 1 s',
      hint: 'start agents with: benchwright agent --redis URL',
    });
  });

  it('is the version where nothing else would have been enough, and both are named', () => {
    const old = [agent('b', { version: '1.2.2' }), agent('c', { version: '1.1.0' })];
    expect(tooFewAgents([agent('a'), ...old], wanted, 1000)).toMatchObject({
      code: 'ERR_FLEET_VERSION',
      message: 'this is Benchwright 1.2.3, and of 3 agents 2 are 1.2.2 and 1.1.0',
    });
    const busy = [agent('d', { isBusy: true }), agent('e', { isBusy: true })];
    expect(tooFewAgents([...busy, ...old], wanted, 1000)).toMatchObject({
      code: 'ERR_FLEET_AGENTS',
      message: '0 of 2 agents within 1 s (2 busy with another run, 2 of another version)',
    });
  });
});
