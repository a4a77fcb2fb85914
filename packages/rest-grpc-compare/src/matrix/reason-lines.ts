import type { CellResult } from '@benchwright/result-schema';

/** Reasons of many cells: each kind is told once, in the words of the worst cell that has it, with how many more have it. */
export function reasonLines(cells: readonly CellResult[]): string[] {
  const kinds = new Map<string, { count: number; invalid: boolean; text: string }>();
  for (const { id, validity } of cells) {
    for (const { code, text, verdict } of validity.reasons) {
      const known = kinds.get(code);
      const count = (known?.count ?? 0) + 1;
      const invalid = verdict === 'invalid';
      const isWorse = known === undefined || (invalid && !known.invalid);
      const told = `${verdict}: ${id}: ${text} [${code}]`;
      kinds.set(code, isWorse ? { count, invalid, text: told } : { ...known, count });
    }
  }
  return [...kinds.values()].map(
    ({ count, text }) => `${text}${count === 1 ? '' : `, and ${count - 1} more of ${cells.length} cells`}`,
  );
}
