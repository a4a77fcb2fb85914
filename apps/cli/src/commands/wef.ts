import type { SuiteEntry } from '../registry/registry.js';
import type { CommandSpec, GroupSpec } from '../spec/command-spec.js';
import { WEF_MODES } from './wef-modes.js';
import { wefModeCommand } from './wef-run.js';
import { wefVerifyCommand } from './wef-verify.js';

export const wefGroups: readonly GroupSpec[] = [
  { path: ['wef'], summary: 'Offer Windows events to a collector, and prove what became of every one' },
];

/** `wef baseline|target|sustained|verify`. */
export function wefCommands(entry: SuiteEntry): CommandSpec[] {
  return [...WEF_MODES.map((mode) => wefModeCommand(entry, mode)), wefVerifyCommand];
}
