import { parseDurationNs } from '@benchwright/result-schema';
import { InvalidArgumentError } from 'commander';
import { type OptionSpec, wholeNumber } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

const HIGHEST_PID = 2 ** 22;
const HIGHEST_PORT = 65_535;

/** Which process of this machine is meant. */
export const processOptions = {
  pid: wholeNumber('--pid <number>', 'the process', { least: 1, most: HIGHEST_PID }),
  port: wholeNumber('--port <port>', 'the process that listens on this port of this machine', {
    least: 1,
    most: HIGHEST_PORT,
  }),
} as const;

/** The process that was named. Throws UsageError when none was, or two. */
export function processNamed({
  pid,
  port,
}: {
  readonly pid: number | undefined;
  readonly port: number | undefined;
}): { readonly pid: number } | { readonly port: number } {
  if (pid !== undefined && port === undefined) return { pid };
  if (port !== undefined && pid === undefined) return { port };
  throw new UsageError(
    pid === undefined ? 'say which process: --pid or --port' : '--pid and --port name the process twice',
    'benchwright targets start did prints the pid of the reference server; --port 8000 finds any',
  );
}

/** A duration of at least so many nanoseconds, such as `5s` or `15m`. */
export function durationOption(
  flags: string,
  summary: string,
  { leastNs, otherwise }: { readonly leastNs: number; readonly otherwise?: string },
): OptionSpec<number> {
  const read = (value: string): number => {
    const ns = parseDurationNs(value);
    if (ns === null) {
      const advice = /^\d+(\.\d+)?$/.test(value) ? ` ${value} seconds are ${value}s.` : '';
      throw new InvalidArgumentError(`Give a duration such as 5s, 500ms or 15m.${advice}`);
    }
    if (ns < leastNs) throw new InvalidArgumentError(`Give at least ${leastNs / 1e6} ms.`);
    return ns;
  };
  return { flags, summary, read, ...(otherwise === undefined ? {} : { otherwise }) };
}
