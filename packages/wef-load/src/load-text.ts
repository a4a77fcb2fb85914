import { type Load, parseDurationNs, parseRatePerSec } from '@benchwright/result-schema';

export type StagesLoad = Extract<Load, { model: 'stages' }>;

/** Two stages that do not meet are joined by a ramp this short: no part of an arrival falls into it. */
const JUMP_NS = 1e-15;

/**
 * Stages of rates in events per second: `0-100k/s:30s,100k/s:1m` climbs evenly for 30 s and stays there for a minute. A stage that does not
 * begin where the one before ended makes the rate jump. Null for a text that is no list of stages, or sends nothing.
 */
export function parseStages(text: string): StagesLoad | null {
  const stages = text.split(',').map(stageOf);
  const [first] = stages;
  if (first === undefined || first === null) return null;
  const load: StagesLoad = { model: 'stages', startRatePerSec: first.from, stages: [] };
  let rate = first.from;
  let isAnything = false;
  for (const stage of stages) {
    if (stage === null) return null;
    if (stage.from !== rate) load.stages.push({ toRatePerSec: stage.from, overNs: JUMP_NS });
    load.stages.push({ toRatePerSec: stage.to, overNs: stage.overNs });
    rate = stage.to;
    isAnything ||= stage.from + stage.to > 0;
  }
  return isAnything ? load : null;
}

/** The same stages with rates divided: of batches instead of events. Pure. */
export function dividedStages({ startRatePerSec, stages }: StagesLoad, by: number): StagesLoad {
  return {
    model: 'stages',
    startRatePerSec: startRatePerSec / by,
    stages: stages.map(({ toRatePerSec, overNs }) => ({ toRatePerSec: toRatePerSec / by, overNs })),
  };
}

function stageOf(text: string): { from: number; to: number; overNs: number } | null {
  const [rates = '', over = '', ...rest] = text.split(':');
  const overNs = parseDurationNs(over);
  if (overNs === null || overNs <= 0 || rest.length > 0) return null;
  const [one = '', other, ...more] = rates.split('-').map((rate) => rate.trim());
  if (more.length > 0) return null;
  // `0-30k/min`: the unit stands once, at the end.
  const unit = one.includes('/') ? '' : (/\/.*$/.exec(other ?? '')?.[0] ?? '');
  const from = parseRatePerSec(one + unit);
  const to = other === undefined ? from : parseRatePerSec(other);
  return from === null || to === null ? null : { from, to, overNs };
}
