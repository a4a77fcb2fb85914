import { formatCount } from '@benchwright/report';
import type { Check } from './judge.js';

const FEWEST_FILES = 4096;
const FEWEST_PORTS = 10_000;
const TIME_WAIT_LIMIT = 0.5;

export const networkChecks: readonly Check[] = [
  {
    id: 'files',
    title: 'open files allowed',
    why: 'Every connection is an open file, on both sides when the target runs here.',
    action: 'ulimit -n 65536',
    look: ({ network: { openFileLimit } }) =>
      openFileLimit === null
        ? null
        : { value: formatCount(openFileLimit), ok: openFileLimit >= FEWEST_FILES },
  },
  {
    id: 'ports',
    title: 'local ports for connections',
    why: 'Connections per request use one each, and it is blocked for a minute after.',
    action: 'sudo sysctl -w net.ipv4.ip_local_port_range="1024 65535"',
    look: ({ network: { ephemeralPorts } }) => {
      if (ephemeralPorts === null) return null;
      const count = ephemeralPorts.to - ephemeralPorts.from + 1;
      return {
        value: `${formatCount(count)} (${ephemeralPorts.from} to ${ephemeralPorts.to})`,
        ok: count >= FEWEST_PORTS,
      };
    },
  },
  {
    id: 'time-wait',
    title: 'ports still blocked (TIME_WAIT)',
    why: 'When the free ones run out, connecting fails and the run shows errors that are not the target’s.',
    action: 'Wait for a minute, or: sudo sysctl -w net.ipv4.tcp_tw_reuse=1',
    look: ({ network: { timeWaitSockets, ephemeralPorts } }) => {
      if (timeWaitSockets === null || ephemeralPorts === null) return null;
      const count = ephemeralPorts.to - ephemeralPorts.from + 1;
      return { value: formatCount(timeWaitSockets), ok: timeWaitSockets <= count * TIME_WAIT_LIMIT };
    },
  },
];
