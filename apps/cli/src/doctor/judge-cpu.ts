import type { Check } from './judge.js';

const BUSY_LIMIT = 0.1;
const STEAL_LIMIT = 0.01;
const PRESSURE_LIMIT = 0.05;
const LOAD_PER_CORE_LIMIT = 0.25;

export const cpuChecks: readonly Check[] = [
  {
    id: 'cores',
    title: 'usable cores',
    why: 'A generator and a target on one core measure each other.',
    action: 'Use a machine with two cores or more, or put the target on another machine.',
    look: ({ environment: { cpu } }) => ({
      value: `${cpu.usableCores} of ${cpu.logicalCores}, ${cpu.model}`,
      ok: cpu.usableCores >= 2,
    }),
  },
  {
    id: 'governor',
    title: 'CPU governor',
    why: 'Other governors than performance raise the clock only after load has come: the first requests look slow.',
    action: 'sudo cpupower frequency-set -g performance',
    look: ({ environment: { cpu } }) =>
      cpu.governor === null ? null : { value: cpu.governor, ok: cpu.governor === 'performance' },
  },
  {
    id: 'turbo',
    title: 'turbo frequencies',
    why: 'Turbo lasts as long as heat and neighbours allow: the same work takes a different time later.',
    action:
      'echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo, or echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost',
    look: ({ environment: { cpu } }) =>
      cpu.turbo === null ? null : { value: cpu.turbo ? 'on' : 'off', ok: !cpu.turbo },
  },
  {
    id: 'throttling',
    title: 'slowed down for heat',
    why: 'A CPU that gets too hot halves its speed without telling anybody.',
    action: 'Let the machine cool down, improve its cooling, and look again.',
    look: ({ cpu: { throttleCount } }) =>
      throttleCount === null
        ? null
        : { value: `${throttleCount} times since start`, ok: throttleCount === 0 },
  },
  {
    id: 'mains',
    title: 'power supply',
    why: 'On battery a laptop saves power at the cost of speed.',
    action: 'Plug it in.',
    look: ({ cpu: { onMains } }) =>
      onMains === null ? null : { value: onMains ? 'mains' : 'battery', ok: onMains },
  },
  {
    id: 'quota',
    title: 'container CPU quota',
    why: 'A quota stops the process for the rest of each period, which shows as tail latency.',
    action: 'Give the container whole cores (cpuset) instead of a quota.',
    look: ({ environment: { container } }) => ({
      value: container.cpuQuotaCores === null ? 'none' : `${container.cpuQuotaCores} cores`,
      ok: container.cpuQuotaCores === null,
    }),
  },
  {
    id: 'virtualization',
    title: 'virtual machine',
    why: 'What other guests do is not visible here, except as stolen time where the hypervisor tells.',
    action: 'Prefer a dedicated machine or instance; otherwise run more trials, at different times.',
    look: ({ environment: { virtualization }, cpu: { stealShare } }) => ({
      value: virtualization ?? 'no, as far as can be seen',
      ok: virtualization === null || stealShare !== null,
    }),
  },
  {
    id: 'steal',
    title: 'CPU time stolen by the hypervisor',
    why: 'Stolen time is added to every latency that it falls upon.',
    action: 'Repeat at a quieter time or on a dedicated instance.',
    look: ({ cpu: { stealShare } }) =>
      stealShare === null ? null : { value: percent(stealShare), ok: stealShare <= STEAL_LIMIT },
  },
  {
    id: 'busy',
    title: 'CPU used by others now',
    why: 'Other programs take cores and caches from generator and target.',
    action: 'Stop what can be stopped (top shows it): browsers, indexers, builds, updates.',
    look: ({ cpu: { busyShare } }) =>
      busyShare === null ? null : { value: percent(busyShare), ok: busyShare <= BUSY_LIMIT },
  },
  {
    id: 'load',
    title: 'load average, 1 minute',
    why: 'Work that has just ended leaves heat, dirty pages and background tasks behind.',
    action: 'Wait for a minute or two.',
    look: ({ cpu: { loadAverage1 }, environment: { cpu } }) =>
      loadAverage1 === null
        ? null
        : { value: loadAverage1.toFixed(2), ok: loadAverage1 / cpu.usableCores <= LOAD_PER_CORE_LIMIT },
  },
  {
    id: 'pressure',
    title: 'tasks that waited for a CPU, last 10 s',
    why: 'When others wait, generator and target will too.',
    action: 'Stop other programs, or use a machine with more cores.',
    look: ({ cpu: { pressureShare } }) =>
      pressureShare === null ? null : { value: percent(pressureShare), ok: pressureShare <= PRESSURE_LIMIT },
  },
];

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
