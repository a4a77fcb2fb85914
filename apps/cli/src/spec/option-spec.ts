import { type ConfigPath, parseShare } from '@benchwright/result-schema';
import { InvalidArgumentError } from 'commander';

/** One option of a command: parsing, help, completion, documentation and environment variable come from this alone. */
export interface OptionSpec<T = unknown> {
  /** As commander reads them: `-r, --requests <count>`. */
  readonly flags: string;
  readonly summary: string;
  /** Makes a value of the text; throws InvalidArgumentError with what is wrong with it. Absent: a switch. */
  readonly read?: (text: string) => T;
  /** May be given several times. */
  readonly repeats?: boolean;
  /** Values offered by completion; when `closed`, no others are taken. */
  readonly choices?: readonly string[];
  readonly closed?: boolean;
  /** Completion offers file names. */
  readonly takesFile?: boolean;
  /** Environment variable that stands in for the option when it is not given. */
  readonly environment?: string;
  /** What help says the value is when it is not given. */
  readonly otherwise?: string;
  /** The option sets this field of the suite's config, which checks it. */
  readonly configPath?: ConfigPath;
}

export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

/** The values of a command's options, by key; undefined where neither flag nor environment gave one. */
export type OptionValues<Specs extends OptionSpecs> = {
  readonly [Key in keyof Specs]: (Specs[Key] extends OptionSpec<infer Value> ? Value : never) | undefined;
};

type Extras = Omit<OptionSpec, 'flags' | 'summary' | 'read' | 'repeats' | 'closed'>;

/** On or off. */
export function onOff(flags: string, summary: string, extras: Extras = {}): OptionSpec<boolean> {
  return { flags, summary, ...extras };
}

/** Any text. */
export function text(flags: string, summary: string, extras: Extras = {}): OptionSpec<string> {
  return { flags, summary, read: (value) => value, ...extras };
}

/** Text that may be given several times. */
export function texts(flags: string, summary: string, extras: Extras = {}): OptionSpec<readonly string[]> {
  return { flags, summary, read: (value) => [value], repeats: true, ...extras };
}

/** One of a few words. */
export function choice<Choice extends string>(
  flags: string,
  choices: readonly Choice[],
  summary: string,
  extras: Extras = {},
): OptionSpec<Choice> {
  const read = (value: string): Choice => {
    const found = choices.find((known) => known === value);
    if (found === undefined) throw new InvalidArgumentError(`Allowed choices are ${choices.join(', ')}.`);
    return found;
  };
  return { flags, summary, read, choices, closed: true, ...extras };
}

/** One or more of a few words, with commas between them. */
export function names<Choice extends string>(
  flags: string,
  choices: readonly Choice[],
  summary: string,
  extras: Extras = {},
): OptionSpec<readonly Choice[]> {
  const read = (value: string): Choice[] =>
    value.split(',').map((name) => {
      const found = choices.find((known) => known === name.trim());
      if (found === undefined) {
        throw new InvalidArgumentError(
          `Give one or more of ${choices.join(', ')}, with commas between them.`,
        );
      }
      return found;
    });
  return { flags, summary, read, choices, ...extras };
}

/** A whole number within bounds. */
export function wholeNumber(
  flags: string,
  summary: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER, ...extras }: Extras & { least?: number; most?: number } = {},
): OptionSpec<number> {
  const read = (value: string): number => {
    const number = /^\d+$/.test(value) ? Number(value) : Number.NaN;
    if (!(number >= least && number <= most)) {
      const range = most === Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;
      throw new InvalidArgumentError(`Give a whole number ${range}.`);
    }
    return number;
  };
  return { flags, summary, read, ...extras };
}

/** A part of a whole, as `2%` or `0.02`. */
export function shareOf(flags: string, summary: string, extras: Extras = {}): OptionSpec<number> {
  const read = (value: string): number => {
    const share = parseShare(value);
    if (share === null || !(share >= 0 && share < 1)) {
      throw new InvalidArgumentError('Give a share from 0 to less than 1, such as 2% or 0.02.');
    }
    return share;
  };
  return { flags, summary, read, ...extras };
}

/** Every command can be asked for the details of an error; measuring ones have more to tell with it. */
export const verboseOption = onOff('-v, --verbose', 'show the details of errors');

/** The long name of an option, as messages name it. */
export function longFlag({ flags }: OptionSpec): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}
