import { EXIT } from '../exit-codes.js';
import { defineCommand } from '../spec/command-spec.js';
import { completionScript, SHELLS, type Shell } from '../spec/completions.js';
import { verboseOption } from '../spec/option-spec.js';
import { unknownName } from '../usage-error.js';

/** `completions`: the script that makes a shell complete commands, options and their values. */
export const completionsCommand = defineCommand({
  path: ['completions'],
  summary: 'Print a completion script for a shell',
  args: [{ form: '<shell>', summary: 'shell to complete in', choices: SHELLS }],
  options: { verbose: verboseOption },
  examples: [
    ['completions bash >> ~/.bashrc', 'for bash'],
    ['completions zsh > ~/.zfunc/_benchwright', 'for zsh, with ~/.zfunc in its fpath'],
    ['completions fish > ~/.config/fish/completions/benchwright.fish', 'for fish'],
  ],
  run: async ({ args }, { streams }) => {
    const shell = args[0] ?? '';
    if (!isShell(shell)) throw unknownName('completion for shell', shell, SHELLS);
    streams.stdout.write(completionScript(shell, 'benchwright'));
    return EXIT.fine;
  },
});

function isShell(name: string): name is Shell {
  return SHELLS.some((known) => known === name);
}
