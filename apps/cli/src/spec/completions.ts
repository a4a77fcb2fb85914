import { type Command, RootCommand, ShellCompDirective, script } from '@bomb.sh/tab';
import { type ArgumentSpec, type CommandSpec, type GroupSpec, inOrder, isCommand } from './command-spec.js';
import { longFlag, type OptionSpec } from './option-spec.js';

export const SHELLS = ['bash', 'zsh', 'fish', 'powershell'] as const;

export type Shell = (typeof SHELLS)[number];

/** The script that a shell sources; it calls `<name> complete -- <words>` at each press of Tab. */
export function completionScript(shell: Shell, name: string): string {
  return printedBy(() => script(shell, name, name));
}

/**
 * Answers a shell: completions for the last of `words`, one per line, and at the end a directive. Where a file is wanted
 * the shell is told to complete file names itself.
 */
export function completeWords(
  commands: readonly CommandSpec[],
  groups: readonly GroupSpec[],
  words: readonly string[],
): string {
  let wantsFile = false;
  const offerFiles = (): void => {
    wantsFile = true;
  };
  const root = new RootCommand();
  for (const spec of inOrder(commands, groups)) {
    const command = root.command(spec.path.join(' '), spec.summary);
    if (!isCommand(spec)) continue;
    for (const option of Object.values(spec.options)) addOption(command, option, offerFiles);
    command.option('help', 'print help', 'h');
    for (const argument of spec.args ?? []) addArgument(command, argument, offerFiles);
  }
  const answer = printedBy(() => root.parse([...words]));
  const directive = wantsFile
    ? ShellCompDirective.ShellCompDirectiveDefault
    : ShellCompDirective.ShellCompDirectiveNoFileComp;
  return answer.replace(/:\d+\n$/, `:${directive}\n`);
}

function addOption(command: Command, option: OptionSpec, offerFiles: () => void): void {
  const long = longFlag(option).slice(2);
  const short = /^-(\w)/.exec(option.flags)?.[1];
  if (option.read === undefined) {
    if (short === undefined) command.option(long, option.summary);
    else command.option(long, option.summary, short);
    return;
  }
  command.option(long, option.summary, offer(option.choices ?? [], option.takesFile, offerFiles), short);
}

function addArgument(
  command: Command,
  { form, choices, takesFile }: ArgumentSpec,
  offerFiles: () => void,
): void {
  const name = form.replaceAll(/[<>[\].]/g, '');
  command.argument(name, offer(choices ?? [], takesFile, offerFiles), form.includes('...'));
}

function offer(choices: readonly string[], takesFile: boolean | undefined, offerFiles: () => void) {
  return (complete: (value: string, description: string) => void): void => {
    for (const value of choices) complete(value, '');
    if (takesFile === true) offerFiles();
  };
}

/** @bomb.sh/tab answers on the console, synchronously; main must write to the streams it was given. */
function printedBy(print: () => void): string {
  const lines: string[] = [];
  // biome-ignore lint/suspicious/noConsole: the library's only output is console.log
  const log = console.log;
  console.log = (...parts: unknown[]): void => {
    lines.push(`${parts.map(String).join(' ')}\n`);
  };
  try {
    print();
  } finally {
    console.log = log;
  }
  return lines.join('');
}
