import { parseStages } from './load/load-text.js';
import { methodProblem } from './request/header-line.js';
import { templateProblem } from './request/template.js';

/** The fields of a config that can contradict each other. */
export interface RelatedFields {
  readonly url: string | null;
  readonly method: string;
  readonly headers: readonly string[];
  readonly body: string | null;
  readonly bodyFile: string | null;
  readonly literal: boolean;
  readonly connections: number;
  readonly connectionPolicy: 'shared' | 'per-request';
  readonly pipeline: number;
  readonly requests: number | null;
  readonly rate: number | null;
  readonly load: string | null;
  readonly workers: number | 'auto';
  readonly tls: {
    readonly ca: string | null;
    readonly cert: string | null;
    readonly key: string | null;
    readonly sni: string | null;
    readonly insecure: boolean;
  };
}

export interface Contradiction {
  readonly path: readonly (string | number)[];
  readonly problem: string;
}

/** What is wrong with the fields of a config taken together; each alone is right. Pure. */
export function contradictions(config: RelatedFields): Contradiction[] {
  return [
    ...requestProblems(config),
    ...loadProblems(config),
    ...connectionProblems(config),
    ...tlsProblems(config),
  ];
}

function requestProblems(config: RelatedFields): Contradiction[] {
  const { url, method, headers, body, bodyFile, literal } = config;
  const found: Contradiction[] = [];
  const ofMethod = methodProblem(method);
  if (ofMethod !== null) found.push({ path: ['method'], problem: ofMethod });
  if (body !== null && bodyFile !== null) {
    found.push({ path: ['bodyFile'], problem: 'cannot be used together with body' });
  }
  if (literal) return found;
  const texts: [path: (string | number)[], text: string | null][] = [
    [['url'], url],
    [['body'], body],
    ...headers.map((line, i): [(string | number)[], string] => [['headers', i], line]),
  ];
  for (const [path, text] of texts) {
    const problem = text === null ? null : templateProblem(text);
    if (problem !== null)
      found.push({ path, problem: `${problem} (literal: true sends {{…}} as it stands)` });
  }
  return found;
}

function loadProblems({ load, rate, requests }: RelatedFields): Contradiction[] {
  const found: Contradiction[] = [];
  if (load === null) return found;
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

function connectionProblems(config: RelatedFields): Contradiction[] {
  const { connectionPolicy, pipeline, workers, connections } = config;
  const found: Contradiction[] = [];
  if (connectionPolicy === 'per-request' && pipeline > 1) {
    found.push({ path: ['pipeline'], problem: 'must be 1 when every request makes a connection of its own' });
  }
  if (workers !== 'auto' && workers > connections) {
    found.push({ path: ['workers'], problem: `must be at most connections, ${connections}, got ${workers}` });
  } else if (workers !== 'auto' && pipeline > 1 && connections % workers !== 0) {
    found.push({
      path: ['workers'],
      problem: `must divide connections, ${connections}, when requests are pipelined, got ${workers}`,
    });
  }
  return found;
}

function tlsProblems({ url, tls }: RelatedFields): Contradiction[] {
  const found: Contradiction[] = [];
  if (tls.cert !== null && tls.key === null) {
    found.push({ path: ['tls', 'key'], problem: 'is needed together with cert' });
  }
  if (tls.key !== null && tls.cert === null) {
    found.push({ path: ['tls', 'cert'], problem: 'is needed together with key' });
  }
  if (url?.toLowerCase().startsWith('https:')) return found;
  for (const [name, value] of Object.entries(tls)) {
    if (value === null || value === false) continue;
    found.push({ path: ['tls', name], problem: 'needs an https URL' });
  }
  return found;
}
