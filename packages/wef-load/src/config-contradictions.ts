import {
  type SearchConfig,
  searchConfigOf,
  searchProblems,
  sloTrialsProblem,
} from '@benchwright/load-driver';

export interface Contradiction {
  readonly path: readonly string[];
  readonly problem: string;
}

/** The fields of a config that can contradict each other. */
export interface RelatedFields {
  readonly endpoint: string | null;
  readonly statsEndpoint: string | null;
  readonly wire: 'seed' | 'ws-man';
  readonly compression: 'none' | 'sldc';
  readonly events: number | null;
  readonly durationSecs: number;
  readonly rate: number;
  readonly load: string | SearchConfig | null;
  readonly batchSize: number;
  readonly trials: number;
  readonly machines: number;
  readonly connections: number;
  readonly workers: number | 'auto';
  readonly pacer: string;
  readonly maxElements: number | null;
  readonly store: boolean;
  readonly verifyS3: boolean;
  readonly slo: readonly string[];
  readonly tls: Readonly<Record<string, string | boolean | null>>;
  readonly s3: { readonly endpoint: string | null };
}

/** A batch of every connection is kept ready in memory, at some 1.3 kB an event. */
const MOST_EVENTS_READY = 2_000_000;

/** What is wrong with the fields of a config taken together; each alone is right. Pure. */
export function contradictions(config: RelatedFields): Contradiction[] {
  return [
    ...extentProblems(config),
    ...generatorProblems(config),
    ...wireProblems(config),
    ...storeProblems(config),
    ...tlsProblems(config),
  ];
}

function extentProblems({
  events,
  durationSecs,
  rate,
  load,
  trials,
  slo,
  pacer,
}: RelatedFields): Contradiction[] {
  const found: Contradiction[] = [];
  if (load !== null) {
    const name =
      searchConfigOf(load) === null
        ? 'stages, which say how long and how many'
        : 'a search, which sets its own rates';
    for (const [field, value] of Object.entries({ events, durationSecs, rate })) {
      if (value !== null && value !== 0)
        found.push({ path: [field], problem: `cannot be used with ${name}` });
    }
    if (searchConfigOf(load) !== null && trials > 1) {
      found.push({
        path: ['trials'],
        problem: 'cannot be used with a search, which makes as many probes as it needs',
      });
    }
    found.push(...searchProblems(load, slo));
    if (searchConfigOf(load) !== null) return found;
  } else if (events === 0 && durationSecs === 0) {
    found.push({
      path: ['events'],
      problem: 'must be above 0 when durationSecs is 0: there would be nothing to send',
    });
  } else if (events !== null && events > 0 && durationSecs > 0) {
    found.push({
      path: ['durationSecs'],
      problem: 'cannot be used together with events: leave one of them out, or 0',
    });
  }
  if (pacer !== 'auto' && rate === 0 && load === null) {
    found.push({ path: ['pacer'], problem: 'needs a rate: without one, answers set the pace' });
  }
  const problem = sloTrialsProblem(slo, trials);
  return problem === null ? found : [...found, { path: ['slo'], problem }];
}

function generatorProblems({ machines, connections, workers, batchSize }: RelatedFields): Contradiction[] {
  const found: Contradiction[] = [];
  if (machines < connections) {
    const problem = `must be at least connections, ${connections}, got ${machines}: a machine sends over one connection`;
    found.push({ path: ['machines'], problem });
  }
  if (workers !== 'auto' && workers > connections) {
    found.push({ path: ['workers'], problem: `must be at most connections, ${connections}, got ${workers}` });
  }
  if (connections * batchSize > MOST_EVENTS_READY) {
    const problem = `times connections must be at most ${MOST_EVENTS_READY}, got ${connections * batchSize}: a batch of each is kept in memory`;
    found.push({ path: ['batchSize'], problem });
  }
  return found;
}

function wireProblems({ wire, compression, maxElements }: RelatedFields): Contradiction[] {
  const found: Contradiction[] = [];
  if (compression === 'sldc') {
    const problem =
      'cannot be sldc: there is no independent decoder that an encoder could be held against, and unproved bytes are not sent (use none)';
    found.push({ path: ['compression'], problem });
  }
  if (wire === 'seed' && maxElements !== null) {
    found.push({
      path: ['maxElements'],
      problem: 'needs wire: ws-man, which divides batches; use batchSize',
    });
  }
  return found;
}

function storeProblems({ endpoint, store, verifyS3, s3, load }: RelatedFields): Contradiction[] {
  const found: Contradiction[] = [];
  if (!verifyS3) return found;
  if (endpoint === null && !store) {
    found.push({
      path: ['verifyS3'],
      problem: 'needs store: true: a collector that forgets has nothing to verify',
    });
  }
  if (endpoint !== null && s3.endpoint === null) {
    found.push({
      path: ['s3', 'endpoint'],
      problem: 'is needed to verify what the collector of endpoint has stored',
    });
  }
  if (searchConfigOf(load) !== null) {
    found.push({
      path: ['verifyS3'],
      problem: 'cannot be used with a search, whose probes are judged while it is under way',
    });
  }
  return found;
}

function tlsProblems({ endpoint, tls }: RelatedFields): Contradiction[] {
  const found: Contradiction[] = [];
  if (tls.cert !== null && tls.key === null)
    found.push({ path: ['tls', 'cert'], problem: 'needs tls.key, its key' });
  if (tls.key !== null && tls.cert === null) {
    found.push({ path: ['tls', 'key'], problem: 'needs tls.cert, the certificate it belongs to' });
  }
  if (endpoint?.toLowerCase().startsWith('https:')) return found;
  for (const [name, value] of Object.entries(tls)) {
    if (value !== null && value !== false)
      found.push({ path: ['tls', name], problem: 'needs an https endpoint' });
  }
  return found;
}
