import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CommandResult, runCommand } from '../workspace/run-command.js';
import { workspaceRoot } from '../workspace/tree.js';

const action = join(workspaceRoot, '.github', 'actions', 'benchwright');
const program = join(workspaceRoot, 'test', 'action', 'simulated-benchwright.mjs');
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'benchwright-action-'));
  folders.push(folder);
  return folder;
}

/** Git without the settings of whoever runs the tests. */
const gitEnv = { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null' };

function git(cwd: string, ...args: string[]): string {
  const author = ['-c', 'user.name=t', '-c', 'user.email=t@example.org'];
  return execFileSync('git', [...author, ...args], { cwd, env: gitEnv, encoding: 'utf8' }).trim();
}

/** A repository with one commit, and a bare one on this disk as its origin: nothing is pushed anywhere else. */
function newRepository(): { origin: string; clone: () => string } {
  const parent = newFolder();
  const origin = join(parent, 'origin.git');
  const first = join(parent, 'first');
  git(parent, 'init', '--quiet', '--bare', '-b', 'main', origin);
  mkdirSync(first);
  git(first, 'init', '--quiet', '-b', 'main');
  writeFileSync(join(first, '.gitignore'), 'results/\n');
  git(first, 'add', '.');
  git(first, 'commit', '--quiet', '-m', 'first');
  git(first, 'push', '--quiet', origin, 'main');
  let clones = 0;
  const clone = (): string => {
    const path = join(parent, `clone-${clones++}`);
    git(parent, 'clone', '--quiet', '--depth=1', `file://${origin}`, path);
    return path;
  };
  return { origin, clone };
}

interface Job extends CommandResult {
  readonly summary: string;
  readonly outputs: string;
}

/** One job of a workflow: what the runner gives the script, and what the script leaves for it. */
async function job(
  cwd: string,
  inputs: Readonly<Record<string, string>>,
  variables: Readonly<Record<string, string>> = {},
): Promise<Job> {
  const given = newFolder();
  const [summaryFile, outputFile] = [join(given, 'summary.md'), join(given, 'output')];
  const env = {
    ...gitEnv,
    CI: 'true',
    NO_COLOR: '1',
    NODE_OPTIONS: '',
    GITHUB_STEP_SUMMARY: summaryFile,
    GITHUB_OUTPUT: outputFile,
    GITHUB_EVENT_NAME: 'push',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_SHA: 'abc123',
    DEFAULT_BRANCH: 'main',
    INPUT_COMMAND: `node '${program}'`,
    ...inputs,
    ...variables,
  };
  const ended = await runCommand(process.execPath, [join(action, 'gate.mjs')], { cwd, env });
  const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  return { ...ended, summary: read(summaryFile), outputs: read(outputFile) };
}

const run = (seed: number, slowdown = 0): string => `simulated --seed ${seed} --set slowdown=${slowdown}`;

describe('the GitHub action', () => {
  it('keeps a baseline in a branch, passes what is equal to it, and fails a regression of 5 %', async () => {
    const { origin, clone } = newRepository();
    const inputs = (words: string) => ({ INPUT_RUN: words, INPUT_BASELINE_STORE: 'branch' });

    const first = await job(clone(), inputs(run(1)));
    expect(first.code, first.stdout + first.stderr).toBe(0);
    expect(first.summary).toMatch(/First run: kept as the baseline/);
    expect(first.outputs).toMatch(/^verdict=pass$/m);
    const kept = git(origin, 'ls-tree', '-r', '--name-only', 'benchwright-baselines');
    expect(kept.split('\n')).toEqual(['main/result.json', 'main/run.ndjson']);

    const second = await job(clone(), inputs(run(2)));
    expect(second.code, second.stdout + second.stderr).toBe(0);
    expect(second.summary).toMatch(/This run is the baseline of the next/);
    expect(git(origin, 'rev-list', '--count', 'benchwright-baselines')).toBe('2');

    const repeated = [3, 4].map((seed) => job(clone(), inputs(run(seed, 0.05))));
    for (const slower of await Promise.all(repeated)) {
      expect(slower.code).toBe(1);
      expect(slower.outputs).toMatch(/^verdict=fail$/m);
      expect(slower.summary).toMatch(/^# ❌ The gate failed/);
      expect(slower.summary).toMatch(/❌ fail \| p50 &#60;= baseline/);
      expect(slower.stdout).toMatch(/^::error title=simulated%3A SLO fail::p50 <= baseline \(a\): \+[4-6]/m);
    }
    expect(git(origin, 'rev-list', '--count', 'benchwright-baselines')).toBe('2');
  });

  it('a pull request is judged by the baseline but does not become it', async () => {
    const { origin, clone } = newRepository();
    const pull = { GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/1/merge' };
    const passed = await job(clone(), { INPUT_RUN: run(1), INPUT_BASELINE_STORE: 'branch' }, pull);
    expect(passed.code, passed.stdout + passed.stderr).toBe(0);
    expect(passed.outputs).toMatch(/^updated=false$/m);
    expect(git(origin, 'branch', '--list')).not.toMatch('benchwright-baselines');
  });

  it('with the cache, leaves the baseline where the steps around it find it', async () => {
    const { clone } = newRepository();
    const work = clone();
    const cached = (words: string) => job(work, { INPUT_RUN: words, INPUT_BASELINE_STORE: 'cache' });
    expect((await cached(run(1))).outputs).toMatch(/^updated=true$/m);
    expect(existsSync(join(work, 'results', '.baselines', 'main', 'run.ndjson'))).toBe(true);
    expect((await cached(run(5, 0.05))).code).toBe(1);
    expect((await cached(run(6))).code).toBe(0);
  });

  it('names every wrong input before it measures anything', async () => {
    const work = newFolder();
    const { code, stdout } = await job(work, {
      INPUT_RUN: '"open',
      INPUT_BASELINE_STORE: 'cloud',
      INPUT_UPDATE_BASELINE: 'sometimes',
      INPUT_BASELINE: '../up',
      INPUT_BASELINE_BRANCH: '--force',
      INPUT_NOISE: 'much',
      INPUT_ALLOW: 'all',
    });
    expect(code).toBe(2);
    for (const name of [
      'run',
      'baseline-store',
      'update-baseline',
      'baseline',
      'baseline-branch',
      'noise',
      'allow',
    ]) {
      expect(stdout).toMatch(new RegExp(`^::error title=benchwright action::${name}: `, 'm'));
    }
    expect(existsSync(join(work, 'results'))).toBe(false);
  });

  it('hands on how benchwright ended when there is nothing to judge', async () => {
    const work = newFolder();
    const unknown = await job(work, { INPUT_RUN: 'no-such-suite', INPUT_BASELINE_STORE: 'none' });
    expect(unknown.code).toBe(2);
    expect(unknown.summary).toMatch(/could not measure/);
    const missing = await job(work, { INPUT_RUN: run(1), INPUT_COMMAND: './no-such-program' });
    expect(missing.code).toBe(2);
    expect(missing.stdout).toMatch(/cannot run \.\/no-such-program/);
  });

  it('gives the script every input that it declares', () => {
    const { inputs, runs } = parse(readFileSync(join(action, 'action.yml'), 'utf8'));
    const step = runs.steps.find(({ id }: { id?: string }) => id === 'gate');
    for (const name of Object.keys(inputs)) {
      if (name === 'working-directory') continue;
      expect(step.env[`INPUT_${name.toUpperCase().replaceAll('-', '_')}`]).toBe(`\${{ inputs.${name} }}`);
    }
  });
});
