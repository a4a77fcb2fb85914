import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import type { CliContext } from '../cli-context.js';
import { EXIT_MEANINGS, type ExitCode } from '../exit-codes.js';
import { columnsOf, wantsColor } from '../output/streams.js';
import { UsageError } from '../usage-error.js';
import { type ArgumentSpec, type CommandSpec, type GroupSpec, inOrder, isCommand } from './command-spec.js';
import type { OptionSpec } from './option-spec.js';

export interface ProgramParts {
  readonly name: string;
  readonly description: string;
  readonly groups: readonly GroupSpec[];
  readonly commands: readonly CommandSpec[];
}

/** Builds the parser of all commands. The chosen command runs when it parses; `finish` gets its exit code. */
export function buildProgram(
  parts: ProgramParts,
  context: CliContext,
  finish: (code: ExitCode) => void,
): Command {
  const program = new Command(parts.name).description(parts.description);
  program.version(context.version, '-V, --version', 'print the version');
  program.helpOption('-h, --help', 'print help').helpCommand('help [command]', 'print help for a command');
  // On every level: a command that has commands of its own, such as rest-grpc, would otherwise take their options for its own.
  program.enablePositionalOptions();
  configure(program, context);
  program.addHelpText('after', `\nExit codes:\n${exitCodeLines()}`);
  const nodes = new Map<string, Command>([['', program]]);
  for (const spec of inOrder(parts.commands, parts.groups)) {
    const node = addNode(nodes, spec.path).description(spec.summary);
    if (isCommand(spec)) addCommand(node, spec, context, finish);
  }
  return program;
}

function configure(program: Command, { streams, env }: CliContext): void {
  program.exitOverride();
  program.showHelpAfterError('(--help shows what there is)');
  program.configureHelp({ showGlobalOptions: false });
  program.configureOutput({
    writeOut: (out) => void streams.stdout.write(out),
    writeErr: (err) => void streams.stderr.write(err),
    getOutHelpWidth: () => columnsOf(streams.stdout),
    getErrHelpWidth: () => columnsOf(streams.stderr),
    getOutHasColors: () => wantsColor(streams.stdout, env),
    getErrHasColors: () => wantsColor(streams.stderr, env),
  });
}

function addNode(nodes: Map<string, Command>, path: readonly string[]): Command {
  const parent = nodes.get(path.slice(0, -1).join(' '));
  const name = path.at(-1);
  if (parent === undefined || name === undefined)
    throw new Error(`command '${path.join(' ')}' has no parent`);
  const node = parent.command(name);
  node.helpOption('-h, --help', 'print help');
  node.enablePositionalOptions();
  nodes.set(path.join(' '), node);
  return node;
}

function addCommand(
  node: Command,
  spec: CommandSpec,
  context: CliContext,
  finish: (code: ExitCode) => void,
): void {
  node.summary(spec.summary);
  node.description(spec.details === undefined ? `${spec.summary}.` : `${spec.summary}.\n\n${spec.details}`);
  for (const argument of spec.args ?? []) node.addArgument(argumentOf(argument));
  const options = new Map(Object.entries(spec.options).map(([key, option]) => [key, optionOf(option)]));
  for (const option of options.values()) node.addOption(option);
  const examples = (spec.examples ?? []).map(
    ([commandLine, does]) => `  # ${does}\n  benchwright ${commandLine}`,
  );
  if (examples.length > 0) node.addHelpText('after', `\nExamples:\n${examples.join('\n')}`);
  node.action(async () => {
    const given: Record<string, unknown> = node.opts();
    const values = Object.entries(spec.options).map(([key, option]) => {
      const value = given[options.get(key)?.attributeName() ?? ''];
      // Of a switch that is on unless turned off, commander gives `true` also where nobody said so.
      const said = options.get(key)?.negate === true && value === true ? undefined : value;
      return [key, said ?? environmentValue(option, context)];
    });
    finish(await spec.run({ args: node.args, options: Object.fromEntries(values) }, context));
  });
}

function argumentOf({ form, summary, choices }: ArgumentSpec): Argument {
  const listed = choices === undefined ? summary : `${summary} (${choices.join(', ')})`;
  return new Argument(form, listed);
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, describeOption(spec));
  const { read } = spec;
  if (read === undefined) return option;
  if (!spec.repeats) return option.argParser(read);
  return option.argParser((value, before: readonly unknown[] | undefined) => [
    ...(before ?? []),
    ...(read(value) as readonly unknown[]),
  ]);
}

/** The option's summary with its choices, its default and its environment variable. */
function describeOption({ summary, choices, otherwise, environment }: OptionSpec): string {
  const notes = [
    ...(choices === undefined ? [] : [choices.join(', ')]),
    ...(otherwise === undefined ? [] : [`default ${otherwise}`]),
    ...(environment === undefined ? [] : [`env ${environment}`]),
  ];
  return notes.length === 0 ? summary : `${summary} (${notes.join('; ')})`;
}

/** Fields of a suite's config are left to the suite, which knows their rank among the config's other sources. */
function environmentValue(option: OptionSpec, { env }: CliContext): unknown {
  if (option.environment === undefined || option.configPath !== undefined) return undefined;
  const text = env[option.environment];
  if (text === undefined || text === '') return undefined;
  if (option.read === undefined) return text !== '0' && text !== 'false';
  try {
    return option.read(text);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new UsageError(`environment variable ${option.environment} is '${text}'`, error.message);
  }
}

function exitCodeLines(): string {
  return Object.entries(EXIT_MEANINGS)
    .map(([code, meaning]) => `  ${code.padStart(3)}  ${meaning}`)
    .join('\n');
}
