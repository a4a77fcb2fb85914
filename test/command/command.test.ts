import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findPackages, type Manifest } from '../workspace/packages.js';
import { pnpmCommand, runCommand } from '../workspace/run-command.js';
import { openWorkspace, workspaceRoot } from '../workspace/tree.js';

const tree = openWorkspace();
const version = findPackages(tree).find(({ name }) => name === 'benchwright')?.manifest.version;

describe('benchwright from the root of a checkout', () => {
  it.each([
    ['pnpm benchwright', [...pnpmCommand(), 'benchwright']],
    ['node_modules/.bin/benchwright', [join(workspaceRoot, 'node_modules', '.bin', 'benchwright')]],
  ])('as %s prints its answer and nothing else on stdout', async (_how, [command = '', ...args]) => {
    const { code, stdout, stderr } = await runCommand(command, [...args, '--version'], {
      cwd: workspaceRoot,
    });
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: `${version}\n` });
  });

  it('is not hidden by a script of that name, which pnpm would announce on stdout', () => {
    const { scripts = {} } = JSON.parse(tree.read('package.json')) as Manifest;
    expect(Object.keys(scripts)).not.toContain('benchwright');
  });
});
