import { expect, test } from 'vitest';
import { parseTargetFlags } from './flags.js';

test('without flags, the ports that clients of the API expect', () => {
  expect(parseTargetFlags([])).toEqual({
    servers: { restPort: 8080, grpcPort: 9090 },
    exitWithParent: false,
  });
});

test('every flag', () => {
  const args = [
    '--rest-port',
    '0',
    '--grpc-port=65535',
    '--seed',
    '7',
    '--only',
    'grpc',
    '--exit-with-parent',
  ];
  expect(parseTargetFlags(args)).toEqual({
    servers: { restPort: 0, grpcPort: 65_535, seed: 7, only: 'grpc' },
    exitWithParent: true,
  });
});

test.each([
  [['--rest-port', 'x'], '--rest-port must be an integer from 0 to 65535, not "x".'],
  [['--grpc-port', '65536'], '--grpc-port must be an integer from 0 to 65535, not "65536".'],
  [['--seed', '1.5'], '--seed must be an integer from 0 to 9007199254740991, not "1.5".'],
  [['--only', 'soap'], '--only must be rest or grpc, not "soap".'],
  [['--rst-port', '1'], "Unknown option '--rst-port'"],
  [['8080'], "Unexpected argument '8080'"],
])('%j is refused', (args, message) => {
  expect(() => parseTargetFlags(args)).toThrow(expect.objectContaining({ code: 'ERR_TARGET_FLAG' }));
  expect(() => parseTargetFlags(args)).toThrow(message);
});
