import { renderSearchCurve } from '@benchwright/report';
import type { CellResult, SearchResult } from '@benchwright/result-schema';
import { marked, plural } from './page.js';

/** Latency against rate, and what a reader should know of how it came about. */
export function searchPageLines(cell: CellResult, search: SearchResult): string[] {
  return [...renderSearchCurve(search).trimEnd().split('\n'), ...connectionNote(cell, search)];
}

/** A probe that fails with all connections busy may have failed for want of connections: only more of them can tell. */
function connectionNote({ factors, health }: CellResult, { probes }: SearchResult): string[] {
  const slots = Number(factors.connections) * Number(factors.pipeline ?? 1);
  const missed = probes.filter(({ outcome }) => outcome === 'missed');
  const queued = missed.filter(({ probe }) =>
    health.some(({ trial, health: one }) => trial === probe && one.queueHighWater > slots),
  );
  if (missed.length === 0 || queued.length * 2 < missed.length) return [];
  const places = plural(slots, Number(factors.pipeline ?? 1) > 1 ? 'request under way' : 'connection');
  return marked(
    '  note  ',
    `beyond the limit requests waited because all ${places} were busy: if the endpoint takes more at once, raise -c`,
  );
}
