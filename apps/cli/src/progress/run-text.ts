import { isLowerBound, type RunEvent } from '@benchwright/load-driver';
import { formatValue, terminalSafe } from '@benchwright/report';
import type { CeilingRecord } from '@benchwright/result-schema';
import { finishedText } from './trial-text.js';

/** The line that an event leaves in a log; null for one that leaves none. */
export function eventText(event: RunEvent): string | null {
  switch (event.type) {
    case 'run-started':
      return startedText(event);
    case 'target-ready': {
      const endpoints = Object.entries(event.endpoints).map(([name, address]) => `${name} ${address}`);
      const origin = event.embedded ? ' (started for this run)' : '';
      return terminalSafe(`target: ${endpoints.join(', ')}${origin}`);
    }
    case 'ceiling-started':
      return terminalSafe(
        `${event.cell}: measuring ${event.of ?? 'what this generator itself could offer'}, ${formatValue('ns', event.durationNs)}`,
      );
    case 'ceiling-finished':
      return ceilingText(event.record);
    case 'trial-finished':
      return finishedText(event);
    case 'doing':
      return terminalSafe(event.text);
    case 'warning':
      return terminalSafe(
        `warning: ${event.text}${event.hint === undefined ? '' : `; ${event.hint}`} [${event.code}]`,
      );
    default:
      return null;
  }
}

function ceilingText({ cell, ceiling, why = '' }: CeilingRecord): string {
  const said =
    ceiling === null
      ? `ceiling not known: ${why}`
      : `ceiling of ${ceiling.of ?? 'the generator'}: ${isLowerBound(ceiling) ? 'at least ' : ''}${formatValue('/s', ceiling.ratePerSec)}`;
  return terminalSafe(`${cell}: ${said}`);
}

function startedText(event: Extract<RunEvent, { type: 'run-started' }>): string {
  const left = event.trials - event.trialsDone;
  const all = event.isSearch === true ? `${event.trials} probes at most` : counted(event.trials, 'trial');
  const trials = event.trialsDone === 0 ? all : `${left} of ${all} left`;
  return terminalSafe(
    `${event.suite}: ${event.title}; run ${event.runId}, ${trials} in ${counted(event.cells, 'cell')}, seed ${event.seed}`,
  );
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
