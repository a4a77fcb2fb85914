// One trial in a process of its own: what it finds in memory was put there by nothing else. One line of JSON in, one out.
import { createInterface } from 'node:readline';
import { ABORT, type ProbeAnswer, type ProbeRequest } from './probe-protocol.js';

const abort = new AbortController();
let begun = false;

function answer(given: ProbeAnswer): void {
  process.stdout.write(`${JSON.stringify(given)}\n`, () => process.exit(0));
}

function fail(error: unknown): void {
  const { code = 'ERR_PROBE', message } = error as Partial<Error & { code: string }>;
  answer({ error: { code, message: message ?? String(error) } });
}

async function measure(request: ProbeRequest): Promise<void> {
  const { runProbeTrial } = await import('./run-probe-trial.js');
  answer({ record: await runProbeTrial(request, abort.signal) });
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  if (line === ABORT) abort.abort();
  else if (!begun) {
    begun = true;
    measure(JSON.parse(line) as ProbeRequest).catch(fail);
  }
});
// Stdin ends however a parent dies that holds the other end of the pipe.
lines.on('close', () => process.exit(1));
