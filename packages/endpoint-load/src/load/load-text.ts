import { type Load, parseDurationNs, parseRatePerSec } from '@benchwright/result-schema';

/** The words that `load` may be, beside a list of stages. */
export const LOAD_WORDS = ['closed', 'constant', 'poisson', 'search'] as const;

export type LoadWord = (typeof LOAD_WORDS)[number];

export type StagesLoad = Extract<Load, { model: 'stages' }>;

/**
 * Two stages that do not meet are joined by a ramp this short: a load's stages have a length, and this one is too short to
 * hold any part of an arrival that a double could tell from none.
 */
const JUMP_NS = 1e-15;

export function isLoadWord(text: string): text is LoadWord {
  return LOAD_WORDS.some((word) => word === text);
}

/**
 * Stages of arrival rates: `0-1000/s:30s,1000/s:1m` climbs evenly from 0 to 1000/s in 30 s and stays there for a minute. A
 * stage that does not begin where the one before ended makes the rate jump. Null for a text that is no list of stages.
 */
export function parseStages(text: string): StagesLoad | null {
  const stages = text.split(',').map(parseStage);
  const [first] = stages;
  if (first === undefined || first === null) return null;
  const load: StagesLoad = { model: 'stages', startRatePerSec: first.from, stages: [] };
  let rate = first.from;
  for (const stage of stages) {
    if (stage === null) return null;
    if (stage.from !== rate) load.stages.push({ toRatePerSec: stage.from, overNs: JUMP_NS });
    load.stages.push({ toRatePerSec: stage.to, overNs: stage.overNs });
    rate = stage.to;
  }
  return stages.some((stage) => stage !== null && stage.to + stage.from > 0) ? load : null;
}

interface Stage {
  readonly from: number;
  readonly to: number;
  readonly overNs: number;
}

function parseStage(text: string): Stage | null {
  const [rates = '', over = '', ...rest] = text.split(':');
  const overNs = parseDurationNs(over);
  if (overNs === null || overNs <= 0 || rest.length > 0) return null;
  const [one = '', other, ...more] = rates.split('-').map((rate) => rate.trim());
  if (more.length > 0) return null;
  if (other === undefined) {
    const rate = parseRatePerSec(one);
    return rate === null ? null : { from: rate, to: rate, overNs };
  }
  // `0-30k/min`: the unit stands once, at the end.
  const unit = one.includes('/') ? '' : (/\/.*$/.exec(other)?.[0] ?? '');
  const from = parseRatePerSec(one + unit);
  const to = parseRatePerSec(other);
  return from === null || to === null ? null : { from, to, overNs };
}
