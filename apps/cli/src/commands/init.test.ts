import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { defaultRegistry } from '../registry/default-registry.js';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();

describe('init', () => {
  test('writes a config that a run accepts, and the schema that its first line names', async () => {
    const folder = newFolder();
    const file = join(folder, 'tiny.yaml');
    const { code, stdout, stderr } = await runCli(['init', 'tiny', '-o', file]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain(`benchwright run tiny -c ${file}`);
    expect((await runCli(['run', 'tiny', '-c', file, '--dry-run'])).code).toBe(0);
    const schema = JSON.parse(readFileSync(join(folder, 'schemas/tiny.schema.json'), 'utf8'));
    expect(Object.keys(schema.properties)).toContain('requests');
  });

  test('does not overwrite unless told to', async () => {
    const file = join(newFolder(), 'mine.yaml');
    writeFileSync(file, 'mine');
    const { code, stderr } = await runCli(['init', 'tiny', '-o', file]);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('exists already') });
    expect(readFileSync(file, 'utf8')).toBe('mine');
    expect((await runCli(['init', 'tiny', '-o', file, '--force'])).code).toBe(0);
    expect(readFileSync(file, 'utf8')).not.toBe('mine');
  });

  test('prints with -o -', async () => {
    const { stdout } = await runCli(['init', 'tiny', '-o', '-']);
    expect(stdout).toMatch(/^# yaml-language-server: \$schema=/);
  });

  test('of a suite that is not there lists those that are', async () => {
    const { code, stderr } = await runCli(['init', 'tyni']);
    expect({ code, stderr }).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('did you mean tiny?'),
    });
  });

  test('every suite’s template holds its defaults', async () => {
    for (const entry of defaultRegistry.suites) {
      const suite = await entry.load();
      const written = suite.config.schema.parse(parse(suite.config.template));
      expect(written).toEqual(suite.config.schema.parse({}));
    }
  });
});
