import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import {
  type Calibration,
  captureEnvironment,
  machineFingerprint,
  readRecordLog,
} from '@benchwright/result-schema';
import { describe, expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { calibrationFile, readCalibration, storeCalibration } from './calibration-store.js';
import { calibrationText } from './calibration-view.js';
import { resolutionLines } from './resolution-text.js';

const newFolder = temporaryFolders();
const page = { columns: 80, color: false };
const environment = await captureEnvironment({ packages: {} });

function calibrationOf(fingerprint = machineFingerprint(environment)): Calibration {
  const noise = {
    cv: 0.01,
    floorShare: 0.018,
    resolvableShare: 0.028,
    trialsFor1Percent: 24,
    trialsFor5Percent: 3,
    different: false,
  };
  const ceiling = { requestBytes: 100, bodyBytes: 128, connections: 50, pipelining: 1, perTrial: [166_000] };
  return {
    schemaVersion: 1,
    at: '2026-11-18T01:02:03.000Z',
    fingerprint,
    environment,
    ceilings: [
      { ...ceiling, protocol: 'http1', ratePerSec: 166_000, busyShare: 0.99, limitedBy: 'generator' },
      { ...ceiling, protocol: 'grpc', ratePerSec: 90_000, busyShare: 0.6, limitedBy: 'responder' },
    ],
    noise: {
      concurrency: 8,
      rounds: 12,
      trialDurationNs: 1e9,
      trials: 5,
      metrics: {
        responseTimeP50Ns: noise,
        requestsPerSec: { ...noise, trialsFor1Percent: null, different: true },
      },
    },
  };
}

describe('a stored calibration', () => {
  test('is read back on the same machine, from a file of its own', async () => {
    const env = { XDG_STATE_HOME: newFolder() };
    const file = await storeCalibration(env, environment, calibrationOf());
    expect(file).toBe(
      join(env.XDG_STATE_HOME, `benchwright/calibration/${machineFingerprint(environment)}.json`),
    );
    expect(readdirSync(dirname(file!))).toHaveLength(1);
    expect(await readCalibration(env, environment)).toEqual({ calibration: calibrationOf(), problem: null });
    const other = { ...environment, hostname: 'elsewhere' };
    expect(await readCalibration(env, other)).toEqual({ calibration: null, problem: null });
  });

  test.each([
    ['damaged', '{"schemaVersion":1'],
    ['of a newer release', JSON.stringify({ ...calibrationOf(), schemaVersion: 2 })],
    ['copied from another machine', JSON.stringify(calibrationOf('ffffffffffffffff'))],
  ])('that is %s is not used, and said to be so', async (_what, text) => {
    const env = { XDG_STATE_HOME: newFolder() };
    const file = calibrationFile(env, environment)!;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    const stored = await readCalibration(env, environment);
    expect(stored.calibration).toBeNull();
    expect(stored.problem).toContain('is not a calibration of this machine');
    expect(calibrationText(stored, 0, page)).toContain('--calibrate');
  });

  test('is kept in the home folder without XDG_STATE_HOME, and nowhere without either', () => {
    expect(calibrationFile({ HOME: '/home/a' }, environment)).toMatch(
      /^\/home\/a\/.local\/state\/benchwright\/calibration\/[0-9a-f]{16}\.json$/,
    );
    expect(calibrationFile({ HOME: '/home/a', XDG_STATE_HOME: 'relative' }, environment)).toMatch(
      /^\/home\/a/,
    );
    expect(calibrationFile({}, environment)).toBeNull();
  });
});

describe('what people see of it', () => {
  const stored = { calibration: calibrationOf(), problem: null };
  const shown = (now: string) => calibrationText(stored, Date.parse(now), page);

  test('the limits, the noise, the trials that differences need, and its age', async () => {
    const golden = new URL('../../testdata/doctor/calibration.txt', import.meta.url).pathname;
    await expect(shown('2026-11-21T12:00:00Z')).toMatchFileSnapshot(golden);
    expect(shown('2026-11-18T12:00:00Z')).toContain('Calibrated today');
    expect(shown('2027-01-18T12:00:00Z')).toContain('61 days ago, which is long: calibrate again');
  });

  test('how many trials 5 % takes where the default is too few, and that one trial tells nothing', () => {
    const noisy = calibrationOf();
    noisy.noise.metrics.responseTimeP50Ns = {
      ...noisy.noise.metrics.responseTimeP50Ns!,
      cv: 0.07,
      trialsFor5Percent: 46,
    };
    expect(resolutionLines(noisy, 5)[0]).toBe(
      '5 trials a side tell p50 response times apart that differ by 21.5 % or more; for 5 % give --trials 46',
    );
    expect(resolutionLines(noisy, 46)[0]).toContain('that is enough for 5 %');
    expect(resolutionLines(noisy, 1)).toEqual([]);
  });

  test('how to get one where there is none', () => {
    expect(calibrationText({ calibration: null, problem: null }, 0, page)).toContain(
      'benchwright doctor --calibrate',
    );
  });
});

describe('runs', () => {
  test('record the calibration of their machine, once, and the result names it', async () => {
    const env = { XDG_STATE_HOME: newFolder() };
    const results = newFolder();
    await storeCalibration(env, environment, calibrationOf());
    const { stdout } = await runCli(['run', 'tiny', '--json', '-o', results], { env });
    expect(JSON.parse(stdout).calibration).toMatchObject({
      at: '2026-11-18T01:02:03.000Z',
      noise: { trials: 5 },
    });
    const folder = join(results, 'tiny', readdirSync(join(results, 'tiny'))[0]!);
    await runCli(['run', 'tiny', '--resume', folder], { env });
    const text = readFileSync(join(folder, 'run.ndjson'), 'utf8');
    expect(text.match(/"type":"calibration"/g)).toHaveLength(1);
    expect((await readRecordLog(join(folder, 'run.ndjson'))).calibration?.fingerprint).toBe(
      machineFingerprint(environment),
    );
  });

  test.each([
    ['2026-09-01T00:00:00.000Z', /held against a calibration of this machine that is \d+ days old/],
    [new Date().toISOString(), null],
  ])('that are held against a calibration of %s say so when it is old', async (at, warning) => {
    const env = { XDG_STATE_HOME: newFolder() };
    await storeCalibration(env, environment, { ...calibrationOf(), at });
    const { stderr } = await runCli(['run', 'tiny', '-o', newFolder()], { env });
    if (warning === null) expect(stderr).not.toContain('calibration');
    else expect(stderr).toMatch(warning);
  });

  test('whose calibration is damaged say that they are held against none', async () => {
    const env = { XDG_STATE_HOME: newFolder() };
    await storeCalibration(env, environment, calibrationOf('ffffffffffffffff'));
    const { stderr } = await runCli(['run', 'tiny', '-o', newFolder()], { env });
    expect(stderr).toContain('no comparison is held against the noise of this machine');
  });

  test('that are only planned say what their trials can tell', async () => {
    const env = { XDG_STATE_HOME: newFolder() };
    await storeCalibration(env, environment, calibrationOf());
    const { stdout } = await runCli(['run', 'tiny', '--dry-run'], { env });
    expect(stdout).toMatch(/\d trials a side tell p50 response times apart that differ by [\d.]+ % or more/);
  });

  test('on a machine that was not calibrated have none', async () => {
    const { stdout } = await runCli(['run', 'tiny', '--json', '-o', newFolder()]);
    expect(JSON.parse(stdout)).not.toHaveProperty('calibration');
  });
});

describe('doctor --calibrate', () => {
  test('--quick measures for real, shows it and keeps nothing', async () => {
    const env = { XDG_STATE_HOME: newFolder() };
    const { code, stdout, stderr } = await runCli(['doctor', '--calibrate', '--quick', '--json'], { env });
    expect(code).toBe(0);
    const { calibration } = JSON.parse(stdout);
    expect(calibration.fingerprint).toBe(machineFingerprint(environment));
    expect(new Set(calibration.ceilings.map(({ protocol }: { protocol: string }) => protocol)).size).toBe(3);
    expect(stderr).toContain('nothing else should run now');
    expect(readdirSync(env.XDG_STATE_HOME)).toEqual([]);
  });

  test('that is interrupted ends with 130', async () => {
    const { code, stderr } = await runCli(['doctor', '--calibrate'], { signal: AbortSignal.abort() });
    expect({ code, stderr }).toMatchObject({ code: 130, stderr: expect.stringContaining('interrupted') });
  });

  test('--quick alone is refused', async () => {
    expect((await runCli(['doctor', '--quick'])).code).toBe(2);
  });
});
