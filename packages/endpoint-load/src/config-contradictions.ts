import { methodProblem } from './request/header-line.js';
import { templateProblem } from './request/template.js';
import {
  type Contradiction,
  type LoadFields,
  loadProblems,
  type TlsFields,
  tlsProblems,
  type WorkerFields,
  workerProblems,
} from './run-contradictions.js';

/** The fields of a config that can contradict each other. */
export interface RelatedFields extends LoadFields, WorkerFields {
  readonly url: string | null;
  readonly method: string;
  readonly headers: readonly string[];
  readonly body: string | null;
  readonly bodyFile: string | null;
  readonly literal: boolean;
  readonly connectionPolicy: 'shared' | 'per-request';
  readonly tls: TlsFields;
}

/** What is wrong with the fields of a config taken together; each alone is right. Pure. */
export function contradictions(config: RelatedFields): Contradiction[] {
  const secure = config.url?.toLowerCase().startsWith('https:') === true;
  return [
    ...requestProblems(config),
    ...loadProblems(config),
    ...(config.connectionPolicy === 'per-request' && config.pipeline > 1
      ? [{ path: ['pipeline'], problem: 'must be 1 when every request makes a connection of its own' }]
      : []),
    ...workerProblems(config),
    ...tlsProblems(config.tls, secure, 'an https URL'),
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
