import type { ConfigEntry } from '@benchwright/result-schema';
import { text, texts } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

/** For suites with the field `slo` (`sloField` of load-driver): all of them should have it. */
export const sloOption = texts(
  '--slo <conditions>',
  'what has to be met, such as "p99<50ms,errors<0.1%"; what is not met, or cannot be shown, fails the run',
  { configPath: ['slo'] },
);

/** How to look for the highest rate that meets the SLO, for suites whose `load` can be a search. */
export const searchOptions = {
  from: text('--from <rate>', 'search: the first rate tried', {
    configPath: ['load', 'from'],
    otherwise: '100/s',
  }),
  to: text('--to <rate>', 'search: no rate above this is tried', {
    configPath: ['load', 'to'],
    otherwise: 'none that can be reached',
  }),
  probe: text('--probe <time>', 'search: how long each rate is offered', {
    configPath: ['load', 'probe'],
    otherwise: '5s',
  }),
  precision: text('--precision <share>', 'search: done when the interval is within this share of the rate', {
    configPath: ['load', 'precision'],
    otherwise: '2.5%',
  }),
} as const;

/** `--load` of commands whose suite has no other loads than its own and a search. */
export const searchLoadOption = text(
  '--load <load>',
  'search: find the highest rate that meets --slo (and what else the suite’s load can be)',
  { configPath: ['load'], choices: ['search'], otherwise: 'the suite’s own' },
);

/**
 * Fits the flags of a load together: `--load search` leaves room for the search's settings, in flags and file alike.
 *
 * @throws UsageError when such settings are given for another load
 */
export function loadEntries(entries: readonly ConfigEntry[], file: string | undefined): ConfigEntry[] {
  const isLoad = ({ path }: ConfigEntry): boolean => path.length === 1 && path[0] === 'load';
  const settings = entries.filter(
    ({ path, origin }) => path[0] === 'load' && Object.hasOwn(SETTINGS, origin),
  );
  const load = entries.findLast(isLoad)?.value;
  const isSearch = load === 'search' || (load === undefined && file !== undefined);
  if (settings.length > 0 && !isSearch) {
    const flags = settings.map(({ origin }) => origin).join(' and ');
    throw new UsageError(`${flags} can only be used with --load search`, 'add --load search, and --slo');
  }
  return entries.map((entry) =>
    isLoad(entry) && entry.value === 'search' ? { ...entry, path: ['load', 'model'] } : entry,
  );
}

const SETTINGS: Readonly<Record<string, true>> = {
  '--from': true,
  '--to': true,
  '--probe': true,
  '--precision': true,
};
