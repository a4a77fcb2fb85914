import { startUsersServers } from '@benchwright/rest-grpc-compare';
import { expect, onTestFinished, test } from 'vitest';
import { defaultRegistry as registry } from '../registry/default-registry.js';
import { type CliRun, runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const folder = temporaryFolders();
const method = 'api.performance.UserService/GetUser';

const grpc = (...argv: string[]): Promise<CliRun> =>
  runCli(['grpc', ...argv, '--results-dir', folder(), '--progress', 'none'], { registry });

test('measures a method that the server describes itself', async () => {
  const servers = await startUsersServers({ grpcPort: 0, only: 'grpc' });
  onTestFinished(() => servers.close());
  const { code, stdout } = await grpc(
    ...[servers.endpoints.grpc, method, '-b', '{"user_id":{{int 1 100}}}', '-n', '40', '-c', '4'],
  );
  // A machine that others use may spoil forty calls, and then says so.
  expect([0, 4]).toContain(code);
  expect(stdout).toMatch(
    /^(VALID|SUSPECT|INVALID) {2}127\.0\.0\.1:\d+\n {2}api\.performance\.UserService\/GetUser over/,
  );
  expect(stdout).toContain('40 ok · 0 failed · of 40 offered');
});

test.each([
  ['nothing', [], 2, /no address and no method is given/],
  ['no method', ['localhost:1'], 2, /no method is given/],
  ['no address that is one', ['localhost', method], 2, /the address {2}address must be host:port/],
  ['another machine', ['192.0.2.1:1', method], 2, /is not on this machine.*\n.*--allow-remote/],
  [
    'a .proto file that is not there',
    ['localhost:1', method, '--proto', '/nowhere.proto'],
    2,
    /\/nowhere\.proto/,
  ],
  ['a server that is not there', ['127.0.0.1:1', method], 3, /cannot reach 127\.0\.0\.1:1/],
])('%s', async (_what, argv, expected, message) => {
  const { code, stdout, stderr } = await grpc(...argv);
  expect(stderr).toMatch(message);
  expect(code).toBe(expected);
  expect(stdout).toBe('');
});
