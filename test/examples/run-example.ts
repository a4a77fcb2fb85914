import { accessSync, constants, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type CommandResult, runCommand } from '../workspace/run-command.js';
import { workspaceRoot } from '../workspace/tree.js';
import type { ShellExample } from './shell-examples.js';

/** What an example in the documents may refer to, linked into the folder where it runs. */
const linked = ['config', 'proto'];

/** Runs an example in a new empty folder, as a reader without a terminal would, and removes what it wrote. */
export async function runExample({ script }: ShellExample): Promise<CommandResult> {
  const cwd = mkdtempSync(join(tmpdir(), 'benchwright-example-'));
  try {
    for (const folder of linked) {
      const target = join(workspaceRoot, folder);
      if (existsSync(target)) symlinkSync(target, join(cwd, folder));
    }
    const path = [join(workspaceRoot, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
    const env = { ...process.env, PATH: path, NO_COLOR: '1' };
    return await runCommand('sh', ['-e', '-c', script], { cwd, env });
  } finally {
    rmSync(cwd, { recursive: true });
  }
}

/** Whether a program is on the PATH. */
export function hasProgram(name: string): boolean {
  return (process.env.PATH ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
