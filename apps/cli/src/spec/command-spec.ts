import type { CliContext } from '../cli-context.js';
import type { ExitCode } from '../exit-codes.js';
import type { OptionSpecs, OptionValues } from './option-spec.js';

export interface ArgumentSpec {
  /** As commander reads it: `<suite...>`, `[suite]`. */
  readonly form: string;
  readonly summary: string;
  readonly choices?: readonly string[];
  readonly takesFile?: boolean;
}

export interface CommandInput<Specs extends OptionSpecs> {
  readonly args: readonly string[];
  readonly options: OptionValues<Specs>;
}

/** One command as data. Its options' values are typed by their declarations. */
export interface CommandSpec<Specs extends OptionSpecs = OptionSpecs> {
  /** Words after `benchwright`: `['targets', 'start', 'users']`. */
  readonly path: readonly string[];
  /** One line, in the list of commands. */
  readonly summary: string;
  /** What more the command's own help says. */
  readonly details?: string;
  readonly args?: readonly ArgumentSpec[];
  readonly options: Specs;
  /** Command lines without the program's name, each with what it does. */
  readonly examples?: readonly (readonly [commandLine: string, does: string])[];
  run(input: CommandInput<Specs>, context: CliContext): Promise<ExitCode>;
}

/** A group of commands, such as `targets`. */
export interface GroupSpec {
  readonly path: readonly string[];
  readonly summary: string;
}

/** Lets the compiler work out the option types of one command. */
export function defineCommand<const Specs extends OptionSpecs>(spec: CommandSpec<Specs>): CommandSpec {
  return spec as CommandSpec;
}

/** Groups and commands in the order of the commands, each group directly before the first command in it. */
export function inOrder(
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
): (GroupSpec | CommandSpec)[] {
  const left = new Set(groups);
  return commands.flatMap((command) => {
    const above = [...left].filter(({ path }) => path.every((word, depth) => command.path[depth] === word));
    for (const group of above) left.delete(group);
    return [...above, command];
  });
}

/** Tells a command from a group. */
export function isCommand(node: GroupSpec | CommandSpec): node is CommandSpec {
  return 'run' in node;
}
