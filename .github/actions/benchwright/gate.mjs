// Measures, judges, tells and keeps the baseline: all of the action but the cache, which steps of action.yml restore and save.
// Ends with 1 when the gate fails, with what benchwright ended with when it could not measure, and with 2 when an input is wrong.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fetchBaseline, pushBaseline } from './baseline-branch.mjs';
import { readInputs } from './inputs.mjs';

const RESULTS = 'results';
const REPORTS = join(RESULTS, 'gate');
/** Codes of `benchwright run` after which there is a result to judge: fine, an SLO that is not met, an invalid result. */
const JUDGED = [0, 1, 4];

const { env } = process;
const { inputs, problems } = readInputs(env);
for (const problem of problems) wrong(problem);
process.exitCode = problems.length > 0 ? 2 : main();

function main() {
  const kept = join(RESULTS, '.baselines', inputs.baseline);
  if (inputs.store === 'branch') fetchBaseline(inputs.branch, inputs.baseline, kept);
  const had = existsSync(kept);
  const before = new Set(runFolders());
  const measured = benchwright(['run', ...inputs.run, '-o', RESULTS]);
  const runs = runFolders().filter((folder) => !before.has(folder));
  if (!JUDGED.includes(measured)) {
    summary(`# ❌ benchwright could not measure: it ended with ${measured}\n`);
    return measured;
  }
  const [run] = runs;
  if (run === undefined || runs.length > 1) {
    return wrong(`run: must make one run, and made ${runs.length}: name one suite, and no --dry-run`);
  }
  const code = benchwright([
    'gate',
    run,
    ...gateWords(),
    '-f',
    'console,json,junit,markdown,github',
    '-o',
    `${REPORTS}/`,
  ]);
  if (code > 1) return code;
  process.stdout.write(readFileSync(join(REPORTS, 'gate.txt'), 'utf8'));
  process.stdout.write(readFileSync(join(REPORTS, 'gate.annotations.txt'), 'utf8'));
  summary(readFileSync(join(REPORTS, 'gate.md'), 'utf8'));
  output('verdict', code === 0 ? 'pass' : 'fail');
  output('reports', REPORTS);
  const updated =
    code === 0 &&
    mayUpdate() &&
    benchwright(['gate', run, ...gateWords(), '--save', inputs.baseline, '-o', join(REPORTS, 'gate.txt')]) ===
      0;
  if (updated) keep(kept, had);
  output('updated', String(updated));
  return code;
}

function gateWords() {
  const allow = [...inputs.allow, 'no-baseline'].join(',');
  return [
    ...(inputs.store === 'none' ? [] : ['--baseline', inputs.baseline]),
    ...(inputs.slo === '' ? [] : ['--slo', inputs.slo]),
    ...(inputs.noise === '' ? [] : ['--noise', inputs.noise]),
    ...['--allow', allow, '--results', RESULTS],
  ];
}

/** A pull request must not set what it is judged by. */
function mayUpdate() {
  if (inputs.store === 'none' || inputs.update === 'never') return false;
  if (inputs.update === 'always') return true;
  return env.GITHUB_EVENT_NAME !== 'pull_request' && env.GITHUB_REF === `refs/heads/${env.DEFAULT_BRANCH}`;
}

/**
 * @param {string} folder
 * @param {boolean} had
 */
function keep(folder, had) {
  if (inputs.store === 'branch') {
    pushBaseline(
      inputs.branch,
      inputs.baseline,
      folder,
      `Baseline ${inputs.baseline} of ${env.GITHUB_SHA ?? 'unknown'}`,
    );
  }
  summary(`\n${had ? 'This run is the baseline of the next.' : 'First run: kept as the baseline.'}\n`);
}

/** Folders of runs: results/<suite>/<run>. */
function runFolders() {
  if (!existsSync(RESULTS)) return [];
  return readdirSync(RESULTS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .flatMap(({ name }) => readdirSync(join(RESULTS, name)).map((run) => join(RESULTS, name, run)))
    .filter((folder) => existsSync(join(folder, 'result.json')));
}

/** @param {string[]} args */
function benchwright(args) {
  const [program = '', ...first] = inputs.command;
  const { status, error } = spawnSync(program, [...first, ...args], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error !== undefined) return wrong(`command: cannot run ${program}: ${error.message}`);
  return status ?? 130;
}

/** @param {string} problem */
function wrong(problem) {
  process.stdout.write(`::error title=benchwright action::${escaped(problem)}\n`);
  return 2;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

/** @param {string} text */
function summary(text) {
  if (env.GITHUB_STEP_SUMMARY) appendFileSync(env.GITHUB_STEP_SUMMARY, text);
}

/**
 * @param {string} name
 * @param {string} value one line
 */
function output(name, value) {
  if (env.GITHUB_OUTPUT) appendFileSync(env.GITHUB_OUTPUT, `${name}=${value}\n`);
}
