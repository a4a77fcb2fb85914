import type { ReasonExplanation } from '@benchwright/load-driver';
import { LINK_LIMITS } from './matrix/link-reasons.js';

/** What this suite alone holds against a cell. */
export const REST_GRPC_REASONS: readonly ReasonExplanation[] = [
  {
    code: 'PROXY_ON_ONE_SIDE',
    measures:
      'the headers by which proxies make themselves known in answers (server, via, x-envoy-…), rest-grpc',
    suspect: 'the answers of this contender have them, those of another do not',
    invalid: '',
    why: 'The difference is then partly the proxy’s.',
    action: 'Give all of the servers a proxy or none, or read the difference as one of the two paths.',
  },
  {
    code: 'LINK_LATE',
    measures:
      'how late the process that stands for the network gave data out, on average, in the worst trial, rest-grpc matrix',
    suspect: `above ${LINK_LIMITS.lateShare * 100} % of the delay asked for, and above ${LINK_LIMITS.lateNs / 1e6} ms`,
    invalid: '',
    why: 'The link was another one than asked for, though the same for all protocols.',
    action: 'Lower the concurrency, or leave the proxy a core.',
  },
  {
    code: 'LINK_SATURATED',
    measures:
      'share of the time in which the process that stands for the network was busy, in the worst trial, rest-grpc matrix',
    suspect: `above ${LINK_LIMITS.busyShare * 100} %`,
    invalid: '',
    why: 'What it forwards waits for it.',
    action: 'Lower the concurrency, or read the figures as of this proxy.',
  },
];
