/** Digits of a machine's number in its name: patched in place, so that all names have the same length. */
export const MACHINE_DIGITS = 5;
export const MOST_MACHINES = 10 ** MACHINE_DIGITS;
/** Where the number begins in a name. */
export const MACHINE_AT = 'ws-'.length;

/** The name of a simulated machine, `ws-00042.1a2b3c4d.wef.test`: its number, and the tag of the run by which events of another run are told. */
export function computerName(machine: number, runTag: string): string {
  return `ws-${String(machine).padStart(MACHINE_DIGITS, '0')}.${runTag}.wef.test`;
}
