import type { Environment, RunResult } from '@benchwright/result-schema';
import { formatValue } from '../scale/scale.js';
import { terminalSafe } from '../text/terminal-safe.js';
import { plural } from './marks.js';

/** How much was measured: `2 cells · 10 of 10 trials · 12.34 s`. */
export function runExtent({ cells, run }: RunResult): string {
  const measured = cells.reduce((sum, cell) => sum + cell.trials, 0);
  const planned = cells.reduce((sum, cell) => sum + cell.plannedTrials, 0);
  const took =
    run.finishedAt === null ? null : (Date.parse(run.finishedAt) - Date.parse(run.startedAt)) * 1e6;
  const searches = cells.length > 0 && cells.every((cell) => cell.search);
  const trials = searches ? plural(measured, 'probe') : `${measured} of ${plural(planned, 'trial')}`;
  const parts = [plural(cells.length, 'cell'), trials];
  if (took !== null && took >= 0) parts.push(formatValue('ns', took));
  return parts.join(' · ');
}

/** The machine in one line; safe for a terminal. */
export function machineText({
  cpu,
  memory,
  os,
  runtime,
  container,
  virtualization,
  git,
}: Environment): string {
  const parts = [
    cpu.model,
    cpu.usableCores === cpu.logicalCores
      ? `${cpu.logicalCores} cores`
      : `${cpu.usableCores} of ${cpu.logicalCores} cores`,
    ...(cpu.governor === null ? [] : [`governor ${cpu.governor}`]),
    formatValue('B', memory.limitBytes ?? memory.totalBytes),
    `${os.platform} ${os.release}`,
    ...(virtualization === null ? [] : [virtualization]),
    ...(container.detected ? ['container'] : []),
    `Node ${runtime.node}`,
    ...(git === null ? [] : [`git ${git.commit.slice(0, 12)}${git.dirty ? ' with changes' : ''}`]),
  ];
  return parts.map((part) => terminalSafe(part)).join(' · ');
}
