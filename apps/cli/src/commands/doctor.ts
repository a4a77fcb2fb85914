import { toTerminalSafeJson } from '@benchwright/report';
import { captureEnvironment } from '@benchwright/result-schema';
import { captureFacts } from '../doctor/capture-facts.js';
import { doctorText } from '../doctor/doctor-view.js';
import { judgeMachine } from '../doctor/judge.js';
import { thisSystem } from '../doctor/system-reader.js';
import { EXIT } from '../exit-codes.js';
import { pageOf } from '../output/result-text.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, verboseOption } from '../spec/option-spec.js';

const options = {
  json: onOff('--json', 'print facts and findings as JSON, and nothing else'),
  verbose: verboseOption,
} as const;

/** `doctor`: what this machine is, and what of it may disturb a measurement. */
export const doctorCommand = defineCommand({
  path: ['doctor'],
  summary: 'Say what on this machine may disturb a measurement',
  details:
    'It looks for half a second, changes nothing and needs no privileges. Warnings do not change the exit code.',
  options,
  run: async ({ options: given }: CommandInput<typeof options>, { streams, env, clock, version }) => {
    const environment = await captureEnvironment({ packages: { benchwright: version } });
    const facts = await captureFacts(environment, thisSystem, clock);
    const findings = judgeMachine(facts);
    const shown =
      given.json === true
        ? toTerminalSafeJson({ findings, facts })
        : doctorText(findings, pageOf(streams.stdout, env));
    streams.stdout.write(shown);
    return EXIT.fine;
  },
});
