import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EXIT } from './exit-codes.js';
import { defaultRegistry } from './registry/default-registry.js';
import { runCli } from './testing/run-cli.js';

const flag = fc.constantFrom(
  '-r',
  '--requests',
  '--requests=5',
  '-c',
  '-o',
  '--output=json',
  '--set',
  '--trials',
  '--seed',
  '--user-id-range',
  '--rest-url',
  '--grpc-url=localhost:1',
  '--timeout',
  '--quick',
  '--json',
  '--progress',
  '--allow-remote',
  '--',
  '-',
);
const value = fc.oneof(
  fc.constantFrom(
    '10',
    '0',
    '-1',
    '1-5',
    'json',
    'console',
    'http://127.0.0.1:1',
    'http://10.0.0.1',
    '30s',
    'trials=2',
    'x.y.z=1',
    '__proto__=1',
    'all',
    'rest-grpc',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const words = fc.array(fc.oneof(flag, value), { maxLength: 8 });

// A dry run contacts nothing and writes nothing, whatever else is asked of it.
const commandLine = fc
  .tuple(fc.constantFrom(['run', 'rest-grpc'], ['run'], ['rest-grpc']), words)
  .map(([command, rest]) => [...command, '--dry-run', ...rest]);

test('whatever is typed, the command answers with a result or says what is wrong with it', async () => {
  await fc.assert(
    fc.asyncProperty(commandLine, async (argv) => {
      const { code, stdout, stderr } = await runCli(argv, { registry: defaultRegistry });
      expect([EXIT.fine, EXIT.usage]).toContain(code);
      if (code === EXIT.fine) expect(stdout).not.toBe('');
      else expect({ stdout, said: stderr.length > 0 }).toEqual({ stdout: '', said: true });
    }),
    { numRuns: 200 },
  );
});
