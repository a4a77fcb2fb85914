import { formatValue } from '@benchwright/report';
import type { Check } from './judge.js';

const GB = 1e9;
const LEAST_AVAILABLE = 1 * GB;
const MOST_SWAPPED = 0.1 * GB;

export const memoryChecks: readonly Check[] = [
  {
    id: 'memory',
    title: 'available memory',
    why: 'Without room, garbage collection runs more often and pages go to disk.',
    action: 'Stop other programs or use a larger machine.',
    look: ({ memory: { availableBytes } }) =>
      availableBytes === null
        ? null
        : { value: formatValue('B', availableBytes), ok: availableBytes >= LEAST_AVAILABLE },
  },
  {
    id: 'memory-limit',
    title: 'container memory limit',
    why: 'At its limit a container reclaims memory under the process, or is killed.',
    action: 'Raise the limit to 1 GB or more.',
    look: ({ environment: { container } }) => ({
      value: container.memoryLimitBytes === null ? 'none' : formatValue('B', container.memoryLimitBytes),
      ok: container.memoryLimitBytes === null || container.memoryLimitBytes >= LEAST_AVAILABLE,
    }),
  },
  {
    id: 'swap',
    title: 'swap in use',
    why: 'A page that has to come back from disk costs milliseconds.',
    action: 'Stop other programs, then: sudo swapoff -a && sudo swapon -a',
    look: ({ memory: { swapUsedBytes } }) =>
      swapUsedBytes === null
        ? null
        : { value: formatValue('B', swapUsedBytes), ok: swapUsedBytes <= MOST_SWAPPED },
  },
  {
    id: 'disk',
    title: 'free disk space here',
    why: 'Records are written as the run goes; a full disk ends it.',
    action: 'Free some space, or keep results elsewhere with --output.',
    look: ({ memory: { diskFreeBytes } }) =>
      diskFreeBytes === null
        ? null
        : { value: formatValue('B', diskFreeBytes), ok: diskFreeBytes >= LEAST_AVAILABLE },
  },
];
