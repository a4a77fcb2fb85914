import { describe, expect, it } from 'vitest';
import type { Session, Suite } from '../suite/suite.js';
import { createTinySuite, type TinyConfig } from '../test-support/tiny-suite.js';
import { type ConformanceCheck, suiteConformance } from './suite-conformance.js';

const config: TinyConfig = { requests: 30, trials: 2 };

describe('a suite that keeps the contract', () => {
  for (const check of suiteConformance(createTinySuite(), config)) it(check.name, check.run);
});

describe('a suite that does not', () => {
  const broken = (change: Partial<Suite<TinyConfig>>): ConformanceCheck[] =>
    suiteConformance({ ...createTinySuite(), ...change }, config);
  const failing = async (checks: readonly ConformanceCheck[]): Promise<string[]> => {
    const failed: string[] = [];
    for (const check of checks)
      await check.run().catch((e: Error) => failed.push(`${check.name}: ${e.message}`));
    return failed;
  };
  const withSession = (change: (session: Session) => Session): Partial<Suite<TinyConfig>> => ({
    open: async (c, ctx) => change(await createTinySuite().open(c, ctx)),
  });

  it('is caught when its plan is not a function of the seed', async () => {
    let calls = 0;
    const failed = await failing(broken({ plan: (c) => createTinySuite().plan(c, calls++) }).slice(0, 1));
    expect(failed).toHaveLength(1);
  });

  it('is caught when its sums do not add up', async () => {
    const failed = await failing(
      broken(
        withSession((session) => ({
          ...session,
          runTrial: async (...args) => {
            const record = await session.runTrial(...args);
            return { ...record, counts: { ...record.counts, ok: record.counts.ok - 1 } };
          },
        })),
      ).slice(1, 2),
    );
    expect(failed).toEqual([expect.stringContaining('ok + failed')]);
  });

  it('is caught when it leaves a server open', async () => {
    let open: Session | undefined;
    const failed = await failing(
      broken(
        withSession((session) => {
          open = session;
          return { ...session, close: async () => {} };
        }),
      ).slice(4),
    );
    await open?.close();
    expect(failed).toEqual([expect.stringContaining('left behind')]);
  });
});
