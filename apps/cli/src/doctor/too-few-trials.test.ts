import { type Calibration, captureEnvironment, machineFingerprint } from '@benchwright/result-schema';
import { expect, test } from 'vitest';
import { runCli } from '../testing/run-cli.js';
import { temporaryFolders } from '../testing/temporary-folder.js';
import { storeCalibration } from './calibration-store.js';
import { comparedTrials, tooFewTrialsLines } from './resolution-text.js';

const newFolder = temporaryFolders();
const environment = await captureEnvironment({ packages: {} });

/** A machine whose p50 response times scatter by 7 %, and whose rates scatter by 1 %. */
function noisyMachine(): Calibration {
  const steady = {
    cv: 0.01,
    floorShare: 0.018,
    resolvableShare: 0.028,
    trialsFor1Percent: 24,
    trialsFor5Percent: 2,
    different: false,
  };
  const noisy = {
    ...steady,
    cv: 0.07,
    floorShare: 0.12,
    resolvableShare: 0.215,
    trialsFor1Percent: null,
    trialsFor5Percent: 46,
  };
  return {
    schemaVersion: 1,
    at: new Date().toISOString(),
    fingerprint: machineFingerprint(environment),
    environment,
    ceilings: [],
    noise: {
      concurrency: 8,
      rounds: 12,
      trialDurationNs: 1e9,
      trials: 5,
      metrics: { responseTimeP50Ns: noisy, requestsPerSec: steady },
    },
  };
}

test('only what the trials are too few for is said', () => {
  expect(tooFewTrialsLines(noisyMachine(), 5)).toEqual([
    '5 trials a side tell p50 response times apart that differ by 21.5 % or more; for 5 % give --trials 46',
  ]);
  expect(tooFewTrialsLines(noisyMachine(), 46)).toEqual([]);
  expect(tooFewTrialsLines(noisyMachine(), 1)).toEqual([]);
});

test('the probes of a search are no trials of a comparison', () => {
  expect(comparedTrials({ seed: 1, cells: [], order: [] })).toBe(0);
});

test('a run on such a machine says so before it measures, and on a steady one nothing', async () => {
  const env = { XDG_STATE_HOME: newFolder() };
  const said = async (): Promise<string> =>
    (await runCli(['run', 'tiny', '-o', newFolder()], { env })).stderr;
  await storeCalibration(env, environment, noisyMachine());
  expect(await said()).toMatch(/\d trials a side tell p50 response times apart .* for 5 % give --trials 46/);
  const steady = noisyMachine();
  steady.noise.metrics.responseTimeP50Ns = steady.noise.metrics.requestsPerSec!;
  await storeCalibration(env, environment, steady);
  expect(await said()).not.toContain('trials a side');
});
