import { searchCell, searchConfigOf, searchLoadOf } from '@benchwright/load-driver';
import type { PlanCell } from '@benchwright/result-schema';
import { type LoadSettings, trialLoads } from './trial-loads.js';

/** A cell under the load that a config asks for: trials of it, or a search for the highest rate that meets `slo`. Pure. */
export function loadCell(
  id: string,
  factors: PlanCell['factors'],
  settings: LoadSettings & { readonly slo: readonly string[] },
): PlanCell {
  const search = searchConfigOf(settings.load);
  if (search !== null) return searchCell(id, factors, searchLoadOf(search, settings.slo));
  return { id, factors, trialLoads: trialLoads(settings) };
}
