/**
 * What a stage counted. `failures` names each failed thing, `notes` what a reader should know besides.
 *
 * @typedef {{ passed: number, failures: string[], notes: string[] }} Tally
 */

/**
 * One gate that passed, or failed for the reason given.
 *
 * @param {string | null} failure
 * @param {string[]} [notes]
 * @returns {Tally}
 */
export function oneGate(failure, notes = []) {
  return { passed: failure === null ? 1 : 0, failures: failure === null ? [] : [failure], notes };
}

/**
 * @param {readonly Tally[]} tallies
 * @returns {Tally}
 */
export function sumTallies(tallies) {
  return {
    passed: tallies.reduce((sum, { passed }) => sum + passed, 0),
    failures: tallies.flatMap(({ failures }) => failures),
    notes: tallies.flatMap(({ notes }) => notes),
  };
}
