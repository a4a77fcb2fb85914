import { CommanderError } from 'commander';
import type { CliClock } from './cli-clock.js';
import type { CliContext } from './cli-context.js';
import { allCommands, allGroups } from './commands/all-commands.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { LiveWatch } from './live/live-watch.js';
import { writeError } from './output/problem.js';
import type { EnvironmentVariables, Streams } from './output/streams.js';
import { defaultRegistry } from './registry/default-registry.js';
import type { Registry } from './registry/registry.js';
import { completeWords } from './spec/completions.js';
import { buildProgram } from './spec/program.js';
import { packageVersion } from './version.js';

const DESCRIPTION = 'Measures data-plane systems and says whether each number can be trusted.';

/**
 * The whole command: arguments in, exit code out, and nothing of the process touched in between. `argv` is without the
 * program's name. Never throws: what went wrong is written to stderr and told by the code.
 */
export async function main(
  argv: readonly string[],
  env: EnvironmentVariables,
  streams: Streams,
  clock: CliClock,
  signal: AbortSignal,
  registry: Registry = defaultRegistry,
): Promise<ExitCode> {
  const live = new LiveWatch(() => clock.nowNs());
  const context: CliContext = { argv, env, streams, clock, signal, registry, version: packageVersion, live };
  const commands = allCommands(registry);
  // What a completion script sends: not a command for people, so not among the declarations.
  if (argv[0] === 'complete' && argv[1] === '--') {
    streams.stdout.write(completeWords(commands, allGroups, argv.slice(2)));
    return EXIT.fine;
  }
  let code: ExitCode = EXIT.fine;
  const parts = { name: 'benchwright', description: DESCRIPTION, groups: allGroups, commands };
  const program = buildProgram(parts, context, (finished) => {
    code = finished;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return code;
  } catch (error) {
    // commander has said what is wrong already; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.fine : EXIT.usage;
    return writeError(context, error, isVerbose(argv));
  } finally {
    await live.close(context);
  }
}

/** Known before the command line is understood, for it may be what is wrong. */
function isVerbose(argv: readonly string[]): boolean {
  return argv.some((word) => word === '--verbose' || word === '-v');
}
