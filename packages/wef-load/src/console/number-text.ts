/** `570,000` */
export function grouped(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}

/** `9489.41` */
export function twoDigits(value: number): string {
  return value.toFixed(2);
}

/** `20.93 MB` of 1,048,576 bytes, as the original counts them. */
export function megabytes(bytes: number): string {
  return `${twoDigits(bytes / 1_048_576)} MB`;
}

/** The rule of the original's report, 70 wide. */
export const RULE: string = '='.repeat(70);

/** A title between two rules. */
export function heading(title: string): string[] {
  return [RULE, title, RULE];
}
