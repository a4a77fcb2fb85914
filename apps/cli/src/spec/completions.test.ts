import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { defaultRegistry } from '../registry/default-registry.js';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';

const newFolder = temporaryFolders();

const complete = async (...words: string[]): Promise<string[]> => {
  const { stdout } = await runCli(['complete', '--', ...words], { registry: defaultRegistry });
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t')[0] ?? '');
};

const NO_FILES = ':4';
const FILES = ':0';

describe('completion', () => {
  test('of commands', async () => {
    expect(await complete('')).toEqual([
      'run',
      'rest-grpc',
      'dbesdk',
      's3',
      'did',
      'wef',
      'http',
      'grpc',
      'report',
      'compare',
      'ab',
      'gate',
      'history',
      'agent',
      'fleet',
      'targets',
      'init',
      'doctor',
      'completions',
      NO_FILES,
    ]);
    expect(await complete('re')).toEqual(['rest-grpc', 'report', NO_FILES]);
    expect(await complete('targets', 'start', '')).toEqual([
      'users',
      'dynamodb',
      's3',
      'lambda',
      'wef',
      'did',
      NO_FILES,
    ]);
  });

  test('of the commands below a command, and of their flags', async () => {
    expect(await complete('rest-grpc', '')).toEqual(['matrix', 'serialization', NO_FILES]);
    expect(await complete('rest-grpc', 'matrix', '--net')).toEqual(['--networks', NO_FILES]);
  });

  test('of suites', async () => {
    expect(await complete('run', '')).toEqual([
      'rest-grpc',
      'rest-grpc-matrix',
      'rest-grpc-serialization',
      'dbesdk',
      's3-ingest',
      'did',
      'did-ab',
      'wef',
      'did-optimize',
      'http',
      'grpc',
      'ab-http',
      'ab-command',
      'all',
      NO_FILES,
    ]);
  });

  test('of flags and their values', async () => {
    expect(await complete('rest-grpc', '--re')).toEqual([
      '--requests',
      '--rest-url',
      '--rest-h2-url',
      '--resume',
      '--redis-ca',
      '--results-dir',
      NO_FILES,
    ]);
    expect(await complete('rest-grpc', '-o', '')).toEqual(['console', 'json', 'csv', NO_FILES]);
    expect(await complete('rest-grpc', '--operation', 'get')).toEqual(['getUser', 'getUserOrders', NO_FILES]);
  });

  test('of files, where a file is wanted', async () => {
    expect(await complete('run', 'rest-grpc', '--config', '')).toEqual([FILES]);
    expect(await complete('report', '')).toEqual([FILES]);
  });
});

describe('the script', () => {
  test.each([
    ['bash', 'benchwright complete -- '],
    ['zsh', 'benchwright complete -- '],
    ['fish', 'benchwright complete -- '],
    ['powershell', "benchwright complete '--' "],
  ])('for %s calls the command back', async (shell, call) => {
    const { code, stdout } = await runCli(['completions', shell]);
    expect(code).toBe(0);
    expect(stdout).toContain(call);
  });

  test('for bash completes in a bash', async () => {
    const { stdout: script } = await runCli(['completions', 'bash']);
    const { stdout: answer } = await runCli(['complete', '--', 'rest-grpc', '-o', ''], {
      registry: defaultRegistry,
    });
    const bash = `
      _get_comp_words_by_ref() { cur=''; prev='-o'; words=(benchwright rest-grpc -o ''); cword=3; }
      compopt() { :; }
      benchwright() { cat "$ANSWER"; }
      ${script}
      __benchwright_complete
      printf '%s\n' "\${COMPREPLY[@]}"`;
    const file = join(newFolder(), 'answer');
    writeFileSync(file, answer);
    const out = execFileSync('bash', ['-c', bash], {
      encoding: 'utf8',
      env: { ...process.env, ANSWER: file },
    });
    expect(out.trim().split(/\s+/)).toEqual(['console', 'json', 'csv']);
  });
});
