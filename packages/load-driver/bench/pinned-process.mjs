// Runs one generator in a process of its own, on a core of its own.
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const GENERATOR_CORE = '1';

/** Runs a program on the generator's core; `times` of POSIX sh tells what CPU it used. Throws when it fails. */
export function pinned(program, args) {
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', '"$@"; code=$?; times >&2; exit $code', 'sh', 'taskset', '-c', GENERATOR_CORE, program, ...args],
    { encoding: 'utf8', maxBuffer: 2 ** 26 },
  );
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
  const [minutes, seconds, sysMinutes, sysSeconds] = stderr
    .trim()
    .split('\n')
    .at(-1)
    .match(/[\d.]+/g)
    .map(Number);
  return { output: stdout, cpuSeconds: minutes * 60 + seconds + sysMinutes * 60 + sysSeconds };
}

/** The setting that makes a generator use another build of this package than the one beside it. */
export function builtAt(folder) {
  return folder === undefined ? {} : { dist: pathToFileURL(`${resolve(folder)}/`).href };
}

/** Runs one of the scripts here with its options as one JSON argument; it prints its result as one line of JSON. */
export function pinnedScript(url, options) {
  const { output, cpuSeconds } = pinned(process.execPath, [fileURLToPath(url), JSON.stringify(options)]);
  const result = { ...JSON.parse(output), cpuSeconds };
  if (result.failed > 0) throw new Error(`requests failed: ${JSON.stringify(result.errors)}`);
  return result;
}
