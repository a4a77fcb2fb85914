// Generators taking turns at one target, round by round, and the ratios between them.
import { withForeignLoad } from './foreign-load.mjs';

/** With more of the machine used by others than this, a round is disturbed. */
export const MOST_FOREIGN_CORES = 0.1;

/**
 * Runs everybody once a round, in an order that turns from round to round, so that nobody always runs first or behind the
 * same neighbour. A round during which others used more than 0.1 of a core is run again, up to `tries` rounds in all; the
 * quietest are kept. All are the same length, so nobody gains by which are left out.
 *
 * Each result gets `targetCores`, what the server used while that generator ran: near 1, the server was the limit and the ratio by rate
 * is too small.
 *
 * @param generators by name, `ours` among them
 * @param serverPid whose CPU is not foreign; undefined when not known
 */
export function interleavedRounds({ generators, setting, serverPid, rounds, tries }) {
  const names = Object.keys(generators);
  const all = [];
  const undisturbed = () => all.filter(({ foreign }) => !(foreign > MOST_FOREIGN_CORES)).length;
  while (all.length < tries && undisturbed() < rounds) {
    const turn = all.length % names.length;
    const round = { foreign: 0 };
    for (const name of [...names.slice(turn), ...names.slice(0, turn)]) {
      const [result, foreign, targetCores] = withForeignLoad(serverPid, () => generators[name](setting));
      round[name] = { ...result, targetCores };
      round.foreign = Math.max(round.foreign, foreign);
    }
    all.push(round);
  }
  const kept = all.sort((a, b) => (a.foreign || 0) - (b.foreign || 0)).slice(0, rounds);
  return { kept, names, foreign: kept.at(-1).foreign };
}

/** How much more `ours` does than a peer by rate, and with the same CPU, round by round: what disturbed a whole round falls out. */
export function ratios(kept, ours, peer) {
  return {
    byRate: kept.map((round) => round[ours].requestsPerSec / round[peer].requestsPerSec),
    byCpu: kept.map((round) => round[peer].cpuNsPerRequest / round[ours].cpuNsPerRequest),
  };
}

/** wrk and h2load take whole seconds only. */
export function wholeSeconds(text) {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--seconds must be a whole number, got ${text}`);
  return Number(text);
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
