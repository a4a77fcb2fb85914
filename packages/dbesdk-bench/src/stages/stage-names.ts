/** Where the time of an operation goes. What is none of the first five is `serialise`: all work in JavaScript. */
export const STAGES = ['keyring', 'keyDerivation', 'encrypt', 'hash', 'sign', 'serialise'] as const;
export type Stage = (typeof STAGES)[number];

export const DIRECTIONS = ['encrypt', 'decrypt'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Name under which a record and a result hold the mean time of a stage per item. */
export function stageFigure(direction: Direction, stage: Stage): string {
  return `${direction}${stage.charAt(0).toUpperCase()}${stage.slice(1)}Ns`;
}
