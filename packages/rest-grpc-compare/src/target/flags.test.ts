import { expect, test } from 'vitest';
import { parseTargetFlags } from './flags.js';

test('without flags, the ports that clients of the API expect', () => {
  expect(parseTargetFlags([])).toEqual({
    restPort: 8080,
    grpcPort: 9090,
    graphqlPort: 8081,
    restH2Port: 8082,
    grpcWebPort: 8083,
  });
});

test('every flag', () => {
  const args = [
    ...['--rest-port', '0', '--grpc-port=65535', '--graphql-port', '1', '--rest-h2-port', '2'],
    ...['--grpc-web-port', '3', '--seed', '7', '--only', 'grpc,rest-h2'],
  ];
  expect(parseTargetFlags(args)).toEqual({
    restPort: 0,
    grpcPort: 65_535,
    graphqlPort: 1,
    restH2Port: 2,
    grpcWebPort: 3,
    seed: 7,
    only: ['grpc', 'rest-h2'],
  });
});

const KINDS = 'rest, grpc, graphql, rest-h2, grpc-web';

test.each([
  [['--rest-port', 'x'], '--rest-port must be an integer from 0 to 65535, not "x".'],
  [['--grpc-port', '65536'], '--grpc-port must be an integer from 0 to 65535, not "65536".'],
  [['--seed', '1.5'], '--seed must be an integer from 0 to 9007199254740991, not "1.5".'],
  [['--only', 'soap'], `--only must be one or more of ${KINDS}, not "soap".`],
  [['--only', 'rest,'], `--only must be one or more of ${KINDS}, not "rest,".`],
  [['--rst-port', '1'], "Unknown option '--rst-port'"],
  [['8080'], "Unexpected argument '8080'"],
])('%j is refused', (args, message) => {
  expect(() => parseTargetFlags(args)).toThrow(expect.objectContaining({ code: 'ERR_TARGET_FLAG' }));
  expect(() => parseTargetFlags(args)).toThrow(message);
});
