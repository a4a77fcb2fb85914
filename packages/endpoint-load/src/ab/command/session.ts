import {
  createDriver,
  createOperationTransport,
  type Driver,
  type OpenContext,
  type Outcome,
  OutcomeTable,
  type RunEvents,
  type Session,
} from '@benchwright/load-driver';
import { BenchwrightError, type Load } from '@benchwright/result-schema';
import { SIDES, type Side, sideOf } from '../side.js';
import { commandWords } from './command-words.js';
import type { AbCommandConfig } from './config.js';
import { printedKey, printedMetrics } from './printed-metrics.js';
import { type CommandLine, type Invocation, runCommand } from './run-command.js';

/** After a timeout the command has so long to end. */
const DRAIN_SLACK_NS = 5e9;

/**
 * Prepares both commands; nothing is run yet.
 *
 * @throws BenchwrightError ERR_NOTHING_TO_MEASURE without commands, ERR_COMMAND_WORDS for one that only a shell understands
 */
export async function openAbCommand(config: AbCommandConfig, ctx: OpenContext): Promise<Session> {
  const [base, head] = await Promise.all(SIDES.map((side) => openSide(side, config, ctx)));
  const sides: Readonly<Record<Side, OpenSide>> = { base: base!, head: head! };
  return {
    target: { endpoints: { base: 'a command', head: 'a command' }, embedded: false, pid: null },
    runTrial: async (cell, trial, trialCtx) => {
      const side = sides[sideOf(cell.id)];
      const warmup = side.isWarm ? null : warmupOf(config);
      side.isWarm = true;
      const load = cell.trialLoads[trial]!;
      const extra = (): Record<string, number> => side.figures;
      return await side.driver.runTrial({ cell: cell.id, trial, load, warmup, ctx: trialCtx, extra });
    },
    close: async () => {
      await Promise.all(Object.values(sides).map((side) => side.close()));
    },
  };
}

function warmupOf({ warmupRuns }: AbCommandConfig): Load | null {
  return warmupRuns === 0 ? null : { model: 'iterations', count: warmupRuns, concurrency: 1 };
}

interface OpenSide {
  readonly driver: Driver;
  /** Of the last run. */
  figures: Record<string, number>;
  isWarm: boolean;
  close(): Promise<void>;
}

async function openSide(side: Side, config: AbCommandConfig, ctx: OpenContext): Promise<OpenSide> {
  const line = commandLine(side === 'base' ? config.baseCmd : config.headCmd, config.shell);
  const { clock } = ctx;
  const outcomes = new OutcomeTable();
  const running = new Set<Promise<unknown>>();
  const explain = firstOfEach(side, ctx.events);
  const operation = async ({ signal }: { readonly signal: AbortSignal }): Promise<Outcome> => {
    open.figures = {};
    const invocation = runCommand(line, clock, signal);
    const ended = invocation.catch(() => {}).finally(() => running.delete(ended));
    running.add(ended);
    return judge(await invocation.catch(notStarted(explain)), open, explain);
  };
  const timeoutNs = config.timeout;
  const transport = createOperationTransport(operation, { slots: 1, timeoutNs, clock, outcomes });
  const drainTimeoutNs = timeoutNs + DRAIN_SLACK_NS;
  const open: OpenSide = {
    driver: await createDriver({ transport, clock, outcomes, drainTimeoutNs }),
    figures: {},
    isWarm: false,
    close: async () => {
      await open.driver.close();
      await Promise.all(running);
    },
  };
  return open;
}

function commandLine(command: string | null, shell: boolean): CommandLine {
  if (command === null) {
    throw new BenchwrightError('ERR_NOTHING_TO_MEASURE', 'there are no two commands to compare', {
      hint: 'give baseCmd and headCmd (benchwright ab --base-cmd … --head-cmd …)',
    });
  }
  return { words: shell ? [command] : commandWords(command), shell };
}

type Explain = (errorClass: string, text: string) => void;

/** Says at the first failure of each class what the command said. */
function firstOfEach(side: Side, events: RunEvents): Explain {
  const said = new Set<string>();
  return (errorClass, text) => {
    if (said.has(errorClass)) return;
    said.add(errorClass);
    events({ type: 'warning', code: errorClass, text: `${side}: ${text}` });
  };
}

function notStarted(explain: Explain): (error: NodeJS.ErrnoException) => never {
  return (error) => {
    const code = error.code === 'ENOENT' ? 'COMMAND_NOT_FOUND' : 'COMMAND_NOT_STARTED';
    explain(code, error.message);
    throw Object.assign(new Error(error.message), { code });
  };
}

/** What a run is worth: an exit code other than 0, or a result that must not be relied on, is a failed trial without figures. */
function judge(invocation: Invocation, open: OpenSide, explain: Explain): Outcome {
  const { exitCode, signal, stderr, stdout, endNs } = invocation;
  const outcome = { bodyBytes: Buffer.byteLength(stdout), endNs };
  if (exitCode !== 0) {
    const errorClass = exitCode === null ? `SIGNAL_${signal ?? 'UNKNOWN'}` : `EXIT_${exitCode}`;
    explain(errorClass, lastLine(stderr) || 'it said nothing on stderr');
    return { ...outcome, errorClass };
  }
  try {
    const { metrics, invalid } = printedMetrics(stdout);
    if (invalid) {
      explain('RESULT_INVALID', 'the result that it printed is invalid by itself');
      return { ...outcome, errorClass: 'RESULT_INVALID' };
    }
    open.figures = figuresOf(invocation, metrics);
    return outcome;
  } catch (error) {
    explain('RESULT_UNREADABLE', error instanceof Error ? error.message : String(error));
    return { ...outcome, errorClass: 'RESULT_UNREADABLE' };
  }
}

function figuresOf(
  { wallNs, userCpuNs, systemCpuNs, maxRssBytes }: Invocation,
  printed: ReturnType<typeof printedMetrics>['metrics'],
): Record<string, number> {
  const own = { wallTimeNs: wallNs, userCpuNs, systemCpuNs, maxRssBytes };
  const known = Object.entries(own).filter((entry): entry is [string, number] => entry[1] !== null);
  return Object.fromEntries([...known, ...printed.map((one) => [printedKey(one), one.value] as const)]);
}

function lastLine(text: string): string {
  return text.trimEnd().split('\n').at(-1)?.slice(0, 300) ?? '';
}
