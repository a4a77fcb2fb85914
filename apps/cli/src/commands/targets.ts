import { toTerminalSafeJson } from '@benchwright/report';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { RunningTarget, TargetEntry } from '../registry/registry.js';
import { defineCommand, type GroupSpec } from '../spec/command-spec.js';
import { verboseOption } from '../spec/option-spec.js';

export const targetGroups: readonly GroupSpec[] = [
  { path: ['targets'], summary: 'Run the reference servers on their own' },
  { path: ['targets', 'start'], summary: 'Start a reference server' },
];

/** `targets start <name>`: a reference server in this process, until SIGTERM or Ctrl-C. */
export function targetCommand(entry: TargetEntry) {
  return defineCommand({
    path: ['targets', 'start', entry.name],
    summary: entry.title,
    details:
      'When it is ready it prints one JSON line on stdout with its name, process id and endpoints. It listens on this machine only, and runs until SIGTERM or Ctrl-C.',
    options: { ...entry.options, verbose: verboseOption },
    run: ({ options }, context) => serve(entry, options, context),
  });
}

async function serve(
  entry: TargetEntry,
  options: Readonly<Record<string, unknown>>,
  { streams, signal }: CliContext,
): Promise<ExitCode> {
  const target: RunningTarget = await entry.start(options);
  try {
    const { endpoints, credentials } = target;
    const line = {
      name: entry.name,
      pid: process.pid,
      endpoints,
      ...(credentials === undefined ? {} : { credentials }),
    };
    streams.stdout.write(toTerminalSafeJson(line, 0));
    await aborted(signal);
  } finally {
    await target.close();
  }
  return EXIT.fine;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
