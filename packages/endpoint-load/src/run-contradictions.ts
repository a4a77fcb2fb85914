import {
  type SearchConfig,
  searchConfigOf,
  searchProblems,
  sloTrialsProblem,
} from '@benchwright/load-driver';
import { parseStages } from './load/load-text.js';
import { trialCount } from './load/trial-loads.js';

export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

export interface TlsFields {
  readonly ca: string | null;
  readonly cert: string | null;
  readonly key: string | null;
  readonly sni: string | null;
  readonly insecure: boolean;
}

export interface LoadFields {
  readonly requests: number | null;
  readonly rate: number | null;
  readonly load: string | SearchConfig | null;
  readonly trials: number | null;
  readonly slo: readonly string[];
  readonly pacer: string;
}

/** What of a load does not go together. Pure. */
export function loadProblems(fields: LoadFields): Contradiction[] {
  const { load, slo } = fields;
  if (searchConfigOf(load) !== null) return searchContradictions(fields);
  const found = typeof load === 'string' ? arrivalProblems({ ...fields, load }) : [];
  if (fields.pacer !== 'auto' && isClosed(fields)) found.push({ path: ['pacer'], problem: NOT_PACED });
  const problem = sloTrialsProblem(slo, trialCount(fields));
  return problem === null ? found : [...found, { path: ['slo'], problem }];
}

const NOT_PACED =
  'needs arrivals at due times: a rate, stages or a search (in a closed load answers set the pace)';

function isClosed({ load, rate }: LoadFields): boolean {
  return load === 'closed' || (load === null && rate === null);
}

/** A search sets its own rates, and makes as many probes as it needs. */
function searchContradictions({ load, rate, requests, trials, slo }: LoadFields): Contradiction[] {
  const given = { rate, requests, trials };
  const found = Object.entries(given)
    .filter(([, value]) => value !== null)
    .map(([field]) => ({ path: [field], problem: `cannot be used with load search, ${SEARCH_HAS[field]}` }));
  return [...found, ...searchProblems(load, slo)];
}

const SEARCH_HAS: Readonly<Record<string, string>> = {
  rate: 'which finds the rate (it begins at from)',
  requests: 'which offers each rate for a time (probe)',
  trials: 'which makes as many probes as it needs (at most maxProbes)',
};

function arrivalProblems({ load, rate, requests }: LoadFields & { readonly load: string }): Contradiction[] {
  const found: Contradiction[] = [];
  if ((load === 'constant' || load === 'poisson') && rate === null) {
    found.push({ path: ['load'], problem: `${load} needs a rate` });
  }
  if (load === 'closed' && rate !== null) {
    found.push({ path: ['rate'], problem: 'cannot be used with load closed, in which answers set the pace' });
  }
  if (parseStages(load) !== null && rate !== null) {
    found.push({ path: ['rate'], problem: 'cannot be used with stages, which bring their own rates' });
  }
  if (requests !== null && load !== 'closed' && load !== 'constant') {
    found.push({ path: ['requests'], problem: `cannot be used with load ${load}: say for how long instead` });
  }
  return found;
}

export interface WorkerFields {
  readonly workers: number | 'auto';
  readonly connections: number;
  readonly pipeline: number;
}

/** Threads share connections, and requests under way, evenly. Pure. */
export function workerProblems({ workers, connections, pipeline }: WorkerFields): Contradiction[] {
  if (workers === 'auto') return [];
  if (workers > connections) {
    return [{ path: ['workers'], problem: `must be at most connections, ${connections}, got ${workers}` }];
  }
  if (pipeline === 1 || connections % workers === 0) return [];
  const problem = `must divide connections, ${connections}, when each carries several requests, got ${workers}`;
  return [{ path: ['workers'], problem }];
}

/** Certificates need their keys, and any of it needs TLS. Pure. */
export function tlsProblems(tls: TlsFields, secure: boolean, how: string): Contradiction[] {
  const found: Contradiction[] = [];
  if (tls.cert !== null && tls.key === null) {
    found.push({ path: ['tls', 'cert'], problem: 'needs tls.key, its key (--key)' });
  }
  if (tls.key !== null && tls.cert === null) {
    found.push({ path: ['tls', 'key'], problem: 'needs tls.cert, the certificate it belongs to (--cert)' });
  }
  if (secure) return found;
  for (const [name, value] of Object.entries(tls)) {
    if (value !== null && value !== false) found.push({ path: ['tls', name], problem: `needs ${how}` });
  }
  return found;
}
