import { fitColumns, wrapColumns } from '@benchwright/report';

/** No line is longer. */
const COLUMNS = 80;

/** Width of the labels at the left. */
export const LABEL = 13;

/** Prose behind a label; its later lines stand below its first. */
export function labelled(label: string, text: string): string[] {
  const rows = wrapColumns(text, COLUMNS - LABEL);
  return rows.map((row, i) => `${(i === 0 ? label : '').padEnd(LABEL)}${row}`);
}

/** Prose behind a mark of its own width. */
export function marked(mark: string, text: string): string[] {
  const rows = wrapColumns(text, COLUMNS - mark.length);
  return rows.map((row, i) => `${i === 0 ? mark : ' '.repeat(mark.length)}${row}`);
}

/** A line cut to the page, without blanks at its end. */
export function fitted(line: string): string {
  return fitColumns(line.trimEnd(), COLUMNS);
}

/** `1 connection`, `2 connections`. */
export function plural(count: number, noun: string): string {
  return `${String(count).replace(/\B(?=(\d{3})+$)/g, ',')} ${noun}${count === 1 ? '' : 's'}`;
}
