const CHARACTERS = 6;

/**
 * The run id of one trial of one function: `run_{ms}_{6 characters}`, as the original has it. The characters follow from seed, cell and
 * trial (FNV-1a), so that with the time, which the record keeps, the id can be made again. Pure.
 */
export function runIdOfTrial(
  startMs: number,
  { seed, cell, trial }: { seed: number; cell: string; trial: number },
): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(`${seed}/${cell}/${trial}`)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return `run_${startMs}_${hash.toString(36).padStart(CHARACTERS, '0').slice(-CHARACTERS)}`;
}
