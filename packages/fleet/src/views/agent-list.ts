import { terminalSafe } from '@benchwright/report';
import type { ListedAgent } from '../coordinator/agent-list.js';

/** Agents as text for people, one a line. Pure. */
export function agentList(agents: readonly ListedAgent[]): string {
  if (agents.length === 0) return 'no agents\n';
  const rows = agents.map(({ id, host, version, labels, isBusy, since }) => [
    id,
    host,
    version,
    isBusy ? 'busy' : 'free',
    `since ${since}`,
    Object.entries(labels)
      .map(([name, value]) => `${name}=${value}`)
      .join(','),
  ]);
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => terminalSafe(cell).padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  return `${rows.map(line).join('\n')}\n`;
}
