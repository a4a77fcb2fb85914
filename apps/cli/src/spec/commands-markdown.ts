import { EXIT_MEANINGS } from '../exit-codes.js';
import type { CommandSpec } from './command-spec.js';
import type { OptionSpec } from './option-spec.js';

/** The reference of all commands, from the same declarations as parsing and help. Pure. */
export function commandsMarkdown(commands: readonly CommandSpec[]): string {
  return [
    '# Commands',
    '<!-- Written by a test from the declarations in apps/cli/src/commands; do not edit. To write it anew:\n     pnpm --filter benchwright test -u -->',
    'Results go to stdout and nothing else does; progress, notes and errors go to stderr. What is given on the command line wins over `--quick`, that over the environment, that over the config file, and that over the defaults.',
    ...commands.map(commandSection),
    exitCodes(),
  ]
    .join('\n\n')
    .concat('\n');
}

function commandSection(spec: CommandSpec): string {
  const usage = [
    'benchwright',
    ...spec.path,
    ...(spec.args ?? []).map(({ form }) => form),
    ...usageOptions(spec),
  ];
  return [
    `## ${spec.path.join(' ')}`,
    `${spec.summary}.`,
    ...(spec.details === undefined ? [] : [spec.details]),
    fence('text', usage.join(' ')),
    ...argumentTable(spec),
    ...optionTable(Object.values(spec.options)),
    ...examples(spec),
  ].join('\n\n');
}

function usageOptions({ options }: CommandSpec): string[] {
  return Object.keys(options).length === 0 ? [] : ['[options]'];
}

function argumentTable({ args = [] }: CommandSpec): string[] {
  if (args.length === 0) return [];
  const rows = args.map(({ form, summary, choices }) => [
    code(form),
    summary,
    (choices ?? []).map(code).join(' '),
  ]);
  return [tableOf(['argument', 'meaning', 'values'], rows)];
}

function optionTable(options: readonly OptionSpec[]): string[] {
  if (options.length === 0) return [];
  const rows = options.map(({ flags, summary, choices, otherwise, environment }) => [
    code(flags),
    summary + (choices === undefined ? '' : `: ${choices.map(code).join(' ')}`),
    otherwise ?? '',
    environment === undefined ? '' : code(environment),
  ]);
  return [tableOf(['option', 'meaning', 'default', 'environment'], rows)];
}

function examples({ examples: listed = [] }: CommandSpec): string[] {
  if (listed.length === 0) return [];
  const lines = listed.map(([commandLine, does]) => `# ${does}\nbenchwright ${commandLine}`);
  return [fence('sh', lines.join('\n'))];
}

function exitCodes(): string {
  const rows = Object.entries(EXIT_MEANINGS).map(([number, meaning]) => [number, meaning]);
  return `## Exit codes\n\n${tableOf(['code', 'meaning'], rows)}`;
}

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(header), `|${header.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

function code(words: string): string {
  return `\`${words}\``;
}

function fence(language: string, body: string): string {
  return `\`\`\`${language}\n${body}\n\`\`\``;
}
