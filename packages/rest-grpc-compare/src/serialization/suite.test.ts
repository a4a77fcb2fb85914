import { runInMemory, suiteConformance } from '@benchwright/load-driver/conformance';
import { describe, expect, it } from 'vitest';
import { serializationConfigSchema } from './config.js';
import { serializationSuite } from './suite.js';

const tiny = serializationConfigSchema.parse({
  operations: ['getUser'],
  trials: 2,
  duration: '5ms',
  warmup: { firstTrial: '5ms', trial: 0 },
});

describe('the suite of messages', () => {
  for (const check of suiteConformance(serializationSuite, tiny)) {
    it(check.name, () => check.run());
  }

  it('says what a message costs: time, size and garbage, and which codec is faster', async () => {
    const config = serializationConfigSchema.parse({
      operations: 'getUser,createUser',
      trials: 3,
      duration: '10ms',
      warmup: { firstTrial: '20ms', trial: '1ms' },
    });
    const { result } = await runInMemory(serializationSuite, config);
    const metrics = new Map(result.cells.map((cell) => [cell.id, cell.metrics]));
    const json = metrics.get('getUser-response-encode-json')!;
    const compiled = metrics.get('getUser-response-encode-json-compiled')!;
    const protobuf = metrics.get('getUser-response-encode-protobuf')!;
    // The compiled serialiser writes the same text.
    expect(compiled.bytesPerMessage!.estimate).toBe(json.bytesPerMessage!.estimate);
    expect(protobuf.bytesPerMessage!.estimate!).toBeLessThan(json.bytesPerMessage!.estimate!);
    for (const [id, found] of metrics) {
      expect(found.nsPerMessage!.n, id).toBe(3);
      expect(found.nsPerMessage!.estimate!, id).toBeGreaterThan(10);
      expect(found.nsPerMessage!.estimate!, id).toBeLessThan(1e6);
      expect(found.allocatedBytesPerMessage!.estimate!, id).toBeGreaterThan(8);
    }
    // REST puts the id into the path.
    expect(metrics.has('getUser-request-encode-json')).toBe(false);
    expect(metrics.has('createUser-request-encode-json')).toBe(true);
    expect(result.comparisons.length).toBeGreaterThan(0);
    expect(result.validity.reasons.map(({ code }) => code)).not.toContain('GENERATOR_SATURATED');
  });
});
