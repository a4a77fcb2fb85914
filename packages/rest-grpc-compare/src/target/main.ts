// The users servers as a process of their own. Stdout carries one JSON line when both are ready, and nothing else.
import { UsersServerError } from './errors.js';
import { parseTargetFlags } from './flags.js';
import { startUsersServers } from './users-target.js';

async function run(args: readonly string[]): Promise<void> {
  const { servers, exitWithParent } = parseTargetFlags(args);
  // Waits for the start as well: a signal during it must end the process too, and not before the ports are free.
  const started = startUsersServers(servers);
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    started.then(({ close }) => close()).then(() => process.exit(0), fail);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  if (exitWithParent) {
    process.stdin.on('end', stop).on('close', stop).on('error', stop);
    process.stdin.resume();
  }
  const { endpoints } = await started;
  // A parent that is gone before it read the line has no use for the servers.
  process.stdout.on('error', stop);
  process.stdout.write(`${JSON.stringify({ name: 'users', pid: process.pid, endpoints })}\n`);
}

function fail(error: unknown): never {
  const expected = error instanceof UsersServerError;
  process.stderr.write(
    `${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`,
  );
  process.exit(1);
}

run(process.argv.slice(2)).catch(fail);
