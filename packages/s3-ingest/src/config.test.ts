import { parseConfig } from '@benchwright/result-schema';
import { describe, expect, it } from 'vitest';
import { type S3IngestConfig, s3IngestConfigSchema, s3IngestEnvironment, s3IngestQuick } from './config.js';
import { s3IngestConfigTemplate } from './config-template.js';

const problemsOf = (input: unknown): string[] => {
  const parsed = s3IngestConfigSchema.safeParse(input);
  return parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
};

describe('the config', () => {
  it('is in the template with every field and its default', () => {
    const parsed = parseConfig(s3IngestConfigSchema, [
      { kind: 'file', fileName: 's3-ingest.yaml', text: s3IngestConfigTemplate },
    ]);
    expect(parsed.ok && parsed.value).toEqual(s3IngestConfigSchema.parse({}));
    for (const field of Object.keys(s3IngestConfigSchema.parse({}))) {
      expect(s3IngestConfigTemplate).toMatch(new RegExp(`^${field}:`, 'm'));
    }
  });

  it('is the 3×3×3 of the original, and smaller when quick', () => {
    const { design } = s3IngestConfigSchema.parse({});
    expect(design).toMatchObject({
      memoryMb: [512, 1024, 2048],
      batchEvents: [1, 10, 100],
      partMb: [8, 32, 64],
      reservedConcurrency: [0, 10, 50],
    });
    expect(s3IngestConfigSchema.parse(s3IngestQuick).design.memoryMb).toHaveLength(2);
  });

  it('takes levels as a list, a number or text', () => {
    const levels = (batchEvents: unknown): number[] =>
      s3IngestConfigSchema.parse({ design: { batchEvents } } as Record<string, unknown>).design.batchEvents;
    expect(levels([1, 10, 10])).toEqual([1, 10]);
    expect(levels(10)).toEqual([10]);
    expect(levels('1, 10,100')).toEqual([1, 10, 100]);
  });

  it('takes the original’s variables, and its fields are those of the config', () => {
    const known = s3IngestConfigSchema.parse({}) as unknown as Record<string, unknown>;
    for (const [field] of Object.values(s3IngestEnvironment)) expect(known).toHaveProperty(field!);
    expect(Object.keys(s3IngestEnvironment)).toEqual(
      expect.arrayContaining([
        'OUTPUT_BUCKET',
        'WORKLOAD',
        'MEMORY_MB',
        'BATCH_EVENTS',
        'MULTIPART_MB',
        'EVENT_BYTES',
      ]),
    );
  });

  it('says everything that is wrong at once', () => {
    expect(
      problemsOf({
        design: { memoryMb: [100], partMb: 'four' },
        eventBytes: 10,
        bucket: 'No',
        functionPrefix: 'a b',
        s3: 'ftp://x',
        rate: 'fast',
      }).map((problem) => problem.split(':')[0]),
    ).toEqual(['design.memoryMb.0', 'design.partMb', 'functionPrefix', 'rate', 'eventBytes', 's3', 'bucket']);
  });

  it.each<[string, Partial<Record<keyof S3IngestConfig, unknown>>]>([
    ['naming', { naming: 'short' }],
    ['throttles.base', { throttles: { base: '3s' } }],
    ['s3', { functions: 'aws', s3: 'aws' }],
    ['lambdaEndpoint', { lambdaEndpoint: 'http://127.0.0.1:1' }],
    ['logsEndpoint', { logsEndpoint: 'http://127.0.0.1:1' }],
  ])('refuses what contradicts itself: %s', (field, input) => {
    expect(problemsOf(input)).toEqual([expect.stringMatching(new RegExp(`^${field}: must`))]);
  });
});
