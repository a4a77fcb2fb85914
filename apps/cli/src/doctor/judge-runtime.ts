import { formatValue } from '@benchwright/report';
import type { Check } from './judge.js';

/** Clocks that a program reads without entering the kernel. */
const FAST_CLOCKS: ReadonlySet<string> = new Set([
  'tsc',
  'kvm-clock',
  'hyperv_clocksource_tsc_page',
  'xen',
  'arch_sys_counter',
  'timebase',
  'tod',
]);
const SLOW_READ_NS = 500;
const LEAST_NODE = [20, 19] as const;

/** Node options that slow everything down or make it uneven. */
const DISTURBING = /^--(inspect|prof|cpu-prof|heap-prof|trace-|jitless|no-opt|max-lazy|expose-debug|stress)/;

export const runtimeChecks: readonly Check[] = [
  {
    id: 'node',
    title: 'Node.js',
    why: 'Older versions than 20.19 are not tested.',
    action: 'Install Node 20.19 or later.',
    look: ({ environment: { runtime } }) => ({ value: runtime.node, ok: isSupported(runtime.node) }),
  },
  {
    id: 'node-options',
    title: 'options of this Node',
    why: 'Profilers and debuggers slow down the generator, and so every latency.',
    action: 'Unset them (NODE_OPTIONS, or the flags that node was started with).',
    look: ({ environment: { runtime } }) => ({
      value: runtime.execArgv.length === 0 ? 'none' : runtime.execArgv.join(' '),
      ok: !runtime.execArgv.some((option) => DISTURBING.test(option)),
    }),
  },
  {
    id: 'debugger',
    title: 'debugger',
    why: 'With a debugger attached, code runs unoptimised and stops at will.',
    action: 'Close the inspector.',
    look: ({ runtime: { debuggerAttached } }) => ({
      value: debuggerAttached ? 'attached' : 'none',
      ok: !debuggerAttached,
    }),
  },
  {
    id: 'clock-source',
    title: 'clock source',
    why: 'A clock that is read through the kernel or a device adds its cost to every request.',
    action: 'See /sys/devices/system/clocksource/clocksource0/available_clocksource; tsc is the fastest.',
    look: ({ runtime: { clockSource } }) =>
      clockSource === null ? null : { value: clockSource, ok: FAST_CLOCKS.has(clockSource) },
  },
  {
    id: 'clock-read',
    title: 'one reading of the clock',
    why: 'Each request reads the clock a few times.',
    action: 'Look at the clock source; some virtual machines and sandboxes trap every reading.',
    look: ({ runtime: { clockReadNs } }) => ({
      value: formatValue('ns', Math.round(clockReadNs)),
      ok: clockReadNs <= SLOW_READ_NS,
    }),
  },
];

function isSupported(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  return major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
}
