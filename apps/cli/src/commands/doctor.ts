import { calibrate } from '@benchwright/load-driver';
import { toTerminalSafeJson } from '@benchwright/report';
import { captureEnvironment, type Environment } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { readCalibration, type StoredCalibration, storeCalibration } from '../doctor/calibration-store.js';
import { calibrationText } from '../doctor/calibration-view.js';
import { captureFacts } from '../doctor/capture-facts.js';
import { doctorText } from '../doctor/doctor-view.js';
import { judgeMachine } from '../doctor/judge.js';
import { thisSystem } from '../doctor/system-reader.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { pageOf } from '../output/result-text.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, verboseOption } from '../spec/option-spec.js';
import { UsageError } from '../usage-error.js';

const options = {
  calibrate: onOff(
    '--calibrate',
    'measure the limits and the noise of this machine, and keep them for later runs',
  ),
  quick: onOff('--quick', 'with --calibrate: seconds instead of a minute, too rough to be kept'),
  json: onOff('--json', 'print facts, findings and calibration as JSON, and nothing else'),
  verbose: verboseOption,
} as const;

type Input = CommandInput<typeof options>;

/** Three rounds tell that everything works, not how large the noise is. */
const QUICK = { rounds: 3, trialDurationNs: 0.1e9 } as const;

/** `doctor`: what this machine is, and what of it may disturb a measurement. */
export const doctorCommand = defineCommand({
  path: ['doctor'],
  summary: 'Say what on this machine may disturb a measurement, and what it can resolve',
  details:
    'It looks for half a second, changes nothing and needs no privileges. Warnings do not change the exit code. With --calibrate it also measures, for about a minute in which nothing else should run: what the generator can offer at most, and by how much two measurements of the same thing differ. Later runs on this machine name no winner whose lead is smaller than that.',
  options,
  examples: [['doctor --calibrate', 'before measurements that are to be compared']],
  run: runDoctor,
});

async function runDoctor({ options: given }: Input, context: CliContext): Promise<ExitCode> {
  const { streams, env, clock, version } = context;
  if (given.quick === true && given.calibrate !== true) {
    throw new UsageError('--quick is for --calibrate', 'add --calibrate, or leave --quick out');
  }
  const environment = await captureEnvironment({ packages: { benchwright: version } });
  const facts = await captureFacts(environment, thisSystem, clock);
  const findings = judgeMachine(facts);
  const stored =
    given.calibrate === true
      ? await calibrateHere(environment, given.quick === true, context)
      : await readCalibration(env, environment);
  if (stored === null) {
    streams.stderr.write('interrupted: nothing was calibrated\n');
    return EXIT.interrupted;
  }
  if (given.json === true) {
    streams.stdout.write(toTerminalSafeJson({ findings, facts, calibration: stored.calibration }));
    return EXIT.fine;
  }
  const page = pageOf(streams.stdout, env);
  streams.stdout.write(`${doctorText(findings, page)}\n${calibrationText(stored, clock.wallMs(), page)}`);
  return EXIT.fine;
}

/** Null when it was interrupted. */
async function calibrateHere(
  environment: Environment,
  quick: boolean,
  { streams, env, clock, signal }: CliContext,
): Promise<StoredCalibration | null> {
  streams.stderr.write(
    `calibrating for ${quick ? 'some seconds' : 'about a minute'}: nothing else should run now\n`,
  );
  const length = quick ? QUICK : {};
  const calibration = await calibrate({ clock, environment, signal, ...length }).catch((error: unknown) => {
    if (signal.aborted) return null;
    throw error;
  });
  if (calibration === null) return null;
  if (quick) return { calibration, problem: null };
  const file = await storeCalibration(env, environment, calibration);
  const kept = file === null ? 'not kept: neither XDG_STATE_HOME nor HOME is set' : `kept in ${file}`;
  streams.stderr.write(`${kept}\n`);
  return { calibration, problem: null };
}
