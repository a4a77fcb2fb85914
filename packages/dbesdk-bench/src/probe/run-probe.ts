import { spawn } from 'node:child_process';
import { BenchwrightError, type TrialRecord } from '@benchwright/result-schema';
import { probeEntry } from '../built-modules.js';
import { ABORT, type ProbeAnswer, type ProbeRequest } from './probe-protocol.js';

/** The process that measured a trial ended without an answer. */
class ProbeError extends BenchwrightError {
  constructor({ cell }: ProbeRequest, detail: string, code = 'ERR_PROBE') {
    super(code, `the process that measured ${cell} failed: ${detail}`, {
      hint: 'If it was killed or ran out of memory, leave out the largest data_sizes, free memory, or raise its limit (ulimit -v).',
    });
  }
}

const STDERR_KEPT = 4096;

/**
 * Runs one trial in a fresh process of this Node and gives back its record. An aborted signal ends the trial early, as it
 * does in this process. The child goes when this process goes, however it goes.
 *
 * @throws ProbeError when the child fails or is killed
 */
export async function runProbe(request: ProbeRequest, signal: AbortSignal): Promise<TrialRecord> {
  const child = spawn(process.execPath, ['--expose-gc', probeEntry], {
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C reaches the whole foreground group: the trial ends because it is told to, and its record is kept.
    detached: true,
  });
  const abort = (): void => void child.stdin.write(`${ABORT}\n`);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_KEPT);
  });
  // A child that dies before it has read its request: its end says more than the broken pipe.
  child.stdin.on('error', () => {});
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, killedBy) => resolve(`it ended with ${killedBy ?? `code ${code}`}`));
  });
  try {
    child.stdin.write(`${JSON.stringify(request)}\n`);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    const end = await ended;
    const answer = answerIn(stdout);
    if (answer === null) throw new ProbeError(request, [end, stderr.trim()].filter(Boolean).join(': '));
    if ('error' in answer) throw new ProbeError(request, answer.error.message, codeOf(answer.error));
    return answer.record;
  } finally {
    signal.removeEventListener('abort', abort);
    child.stdin.destroy();
    child.kill('SIGKILL');
  }
}

/** Codes of the system (ENOMEM, EACCES, …) are about the process, whichever part of it met them. */
function codeOf({ code }: { code: string }): string {
  return code.startsWith('ERR_') ? code : 'ERR_PROBE';
}

function answerIn(stdout: string): ProbeAnswer | null {
  try {
    return JSON.parse(stdout) as ProbeAnswer;
  } catch {
    return null;
  }
}
