import type { SuiteEntry } from '../registry/registry.js';
import type { CommandSpec, GroupSpec } from '../spec/command-spec.js';
import { didBaselineCommand } from './did-baseline.js';
import { didChecklistCommand } from './did-checklist.js';
import { didCompareCommand } from './did-compare.js';
import { didContinuousCommand } from './did-continuous.js';
import { didMonitorCommand } from './did-monitor.js';
import { didProfileCommand } from './did-profile.js';
import { didRunCommand } from './did-run.js';
import { didTrendCommand } from './did-trend.js';

export const didGroups: readonly GroupSpec[] = [
  { path: ['did'], summary: 'Measure, compare and watch a biometric DID API' },
];

/** `did run|…`. */
export function didCommands(entry: SuiteEntry): CommandSpec[] {
  return [
    didRunCommand(entry),
    didBaselineCommand(entry),
    didCompareCommand(entry),
    didContinuousCommand(entry),
    didTrendCommand,
    didMonitorCommand,
    didProfileCommand,
    didChecklistCommand,
  ];
}
