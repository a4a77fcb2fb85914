import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** @import { Tally } from './counting/tally.mjs' */
/** @typedef {{ files: Set<string>, processes: Map<string, string> }} Belongings */

/**
 * What there is now that a run might leave behind: changes in the checkout, our folders among the temporary files, and
 * processes that work in the checkout.
 *
 * @param {string} root
 * @returns {Belongings}
 */
export function belongings(root) {
  const changed = execFileSync('git', ['status', '--porcelain'], { cwd: root, encoding: 'utf8' });
  const temporary = readdirSync(tmpdir()).filter((name) => /^(?:benchwright|bw)-/.test(name));
  return {
    files: new Set([
      ...changed.split('\n').filter(Boolean),
      ...temporary.map((name) => join(tmpdir(), name)),
    ]),
    processes: processesIn(root),
  };
}

/**
 * Processes whose working directory is in the checkout, this one excepted. Only Linux tells; elsewhere there seem to be none.
 *
 * @param {string} root
 * @returns {Map<string, string>} pid → command line
 */
function processesIn(root) {
  const found = new Map();
  if (process.platform !== 'linux') return found;
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    if (pid === String(process.pid)) continue;
    try {
      const cwd = readlinkSync(`/proc/${pid}/cwd`);
      if (cwd !== root && !cwd.startsWith(`${root}/`)) continue;
      found.set(pid, readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim());
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  }
  return found;
}

/**
 * Two gates: no file and no process is left that was not there before. Processes that are ending are given a while.
 *
 * @param {string} root
 * @param {Belongings} before
 * @param {number} [graceMs]
 * @returns {Promise<Tally>}
 */
export async function countLeftovers(root, before, graceMs = 5000) {
  /** @returns {{ files: string[], processes: string[] }} */
  const left = () => {
    const now = belongings(root);
    return {
      files: [...now.files].filter((file) => !before.files.has(file)),
      processes: [...now.processes]
        .filter(([pid]) => !before.processes.has(pid))
        .map((entry) => entry.join(' ')),
    };
  };
  let { files, processes } = left();
  for (let waitedMs = 0; waitedMs < graceMs && processes.length > 0; waitedMs += 250) {
    await wait(250);
    ({ files, processes } = left());
  }
  const failures = [
    ...(files.length > 0 ? [`left behind: ${files.join(', ')}`] : []),
    ...(processes.length > 0 ? [`still running: ${processes.join('; ')}`] : []),
  ];
  return { passed: 2 - failures.length, failures, notes: [] };
}
