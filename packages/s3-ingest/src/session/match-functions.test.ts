import { describe, expect, it } from 'vitest';
import { s3IngestConfigSchema } from '../config.js';
import { planS3Ingest } from '../plan.js';
import { matchFunctions } from './match-functions.js';

const design = { memoryMb: 512, batchEvents: [1, 10], reservedConcurrency: 10 };
const { cells } = planS3Ingest(s3IngestConfigSchema.parse({ workloads: ['events'], design }), 1);
const deployed = (name: string, env: Record<string, string> = {}, memoryMb: number | null = 512) => ({
  name,
  env,
  memoryMb,
});

describe('matchFunctions', () => {
  it('takes the functions of the design, and names those that it leaves alone', () => {
    expect(
      matchFunctions(cells, [
        deployed('ingest-events-m512-b1-rc10', { WORKLOAD: 'events', BATCH_EVENTS: '1' }),
        deployed('ingest-events-m512-b10-rc10'),
        deployed('ingest-events-m1024-b10-rc10'),
        deployed('ingest-the-other-thing'),
      ]),
    ).toEqual({
      problems: [],
      unused: [
        'ingest-events-m1024-b10-rc10: the design does not have it',
        expect.stringMatching(/^ingest-the-other-thing: its name is neither/),
      ],
    });
  });

  it('refuses what is missing, and what is not what its name says', () => {
    const { problems } = matchFunctions(cells, [
      deployed('ingest-events-m512-b10-rc10', { BATCH_EVENTS: '100', WORKLOAD: 'batch' }, 1024),
    ]);
    expect(problems).toEqual([
      'there is no function ingest-events-m512-b1-rc10',
      'ingest-events-m512-b10-rc10: has 1024 MB of memory, and its name says 512',
      'ingest-events-m512-b10-rc10: has WORKLOAD=batch, the design events',
      'ingest-events-m512-b10-rc10: has BATCH_EVENTS=100, the design 10',
    ]);
  });
});
