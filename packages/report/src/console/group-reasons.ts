import type { ValidityReason } from '@benchwright/result-schema';

/** A reason that one cell or several have, with the reasons that it stands for. */
export interface ReasonGroup extends ValidityReason {
  /** Those that the text tells in full: at most four of different cells. */
  readonly told: readonly ValidityReason[];
}

/** Cells that one line names, with their figures; the others are counted. */
const MOST_TOLD = 4;

/** A figure, but not the digits of a name such as `p99`. */
const FIGURE = /(?<![\p{L}\p{N}_.,])\d(?:[\d.,]*\d)?/gu;

interface Subject {
  readonly reason: ValidityReason;
  readonly cell: string | null;
  readonly about: string;
}

/**
 * One reason for each that several cells have in the same words, where only the figures differ: the cells and what differs stand in the
 * same order, `verify / enroll: the p50 scatters by 24 / 33 %`. Nothing is rounded or left out up to four cells; beyond them the others are counted. Reasons
 * of one code follow each other, and the hint that they share stands at the last. Pure; O(length of the texts).
 */
export function groupReasons(
  reasons: readonly ValidityReason[],
  cells: readonly { readonly id: string }[],
): ReasonGroup[] {
  const kinds = new Map<string, Map<string, Subject[]>>();
  for (const reason of reasons) {
    const subject = subjectOf(reason, cells);
    const kind = JSON.stringify([reason.code, reason.verdict]);
    const wording = JSON.stringify([reason.hint, ...wordingOf(subject)]);
    const wordings = kinds.get(kind) ?? new Map<string, Subject[]>();
    kinds.set(kind, wordings.set(wording, [...(wordings.get(wording) ?? []), subject]));
  }
  const groups = [...kinds.values()].flatMap((wordings) => [...wordings.values()].map(groupOf));
  return groups.map((group, i) => {
    const next = groups[i + 1];
    return next?.code === group.code && next.hint === group.hint ? { ...group, hint: '' } : group;
  });
}

/** Reasons of a whole run begin with the cell that they are about, if they are about one; of ids that begin alike the longest is meant. */
function subjectOf(reason: ValidityReason, cells: readonly { readonly id: string }[]): Subject {
  const found = cells
    .map(({ id }) => id)
    .filter((id) => reason.text.startsWith(`${id}: `))
    .sort((a, b) => b.length - a.length)[0];
  if (found === undefined) return { reason, cell: null, about: reason.text };
  return { reason, cell: found, about: reason.text.slice(found.length + 2) };
}

/** What reasons of one line have in common; without a cell to say whose figure is whose, all of the text. */
function wordingOf({ cell, about }: Subject): [ofCell: boolean, words: string] {
  return cell === null ? [false, about] : [true, about.replace(FIGURE, '#')];
}

function groupOf(subjects: readonly Subject[]): ReasonGroup {
  const { reason, cell: first } = subjects[0]!;
  const shown = first === null ? subjects : subjects.slice(0, MOST_TOLD);
  const left = subjects.length - shown.length;
  const more = left === 0 ? '' : ` and ${left} more`;
  const names = shown.flatMap(({ cell }) => cell ?? []).join(' / ');
  const text = withFigures(shown.map(({ about }) => about));
  return {
    ...reason,
    text: names === '' ? text : `${names}${more}: ${text}`,
    told: shown.map((subject) => subject.reason),
  };
}

/** The first text with the figures of all of them, each of which is said once where all have the same. */
function withFigures(texts: readonly string[]): string {
  const figures = texts.map((text) => text.match(FIGURE) ?? []);
  let place = 0;
  return texts[0]!.replace(FIGURE, () => {
    const here = figures.map((row) => row[place] ?? '');
    place += 1;
    return new Set(here).size === 1 ? here[0]! : here.join(' / ');
  });
}
