/** One place where the tree breaks a rule. `problem` says what is wrong and what to do about it. */
export interface Finding {
  readonly file: string;
  /** 1-based, or null when the whole file is meant. */
  readonly line: number | null;
  readonly problem: string;
}

/** The findings as `file:line problem`, in the order of the tree: what a failed gate prints. */
export function findingLines(findings: readonly Finding[]): string[] {
  return [...findings]
    .sort((a, b) => a.file.localeCompare(b.file) || (a.line ?? 0) - (b.line ?? 0))
    .map(({ file, line, problem }) => `${line === null ? file : `${file}:${line}`} ${problem}`);
}
