import type { Environment } from '../schema/environment.js';
import { RULES, type Severity } from './comparability-rules.js';

/** One respect in which two environments differ, and why that matters. */
export interface EnvironmentDifference {
  /** `cpu.model`, `runtime.node`, `packages.@benchwright/stats`. */
  field: string;
  a: string | number | boolean | null;
  b: string | number | boolean | null;
  /** `incomparable`: a change between the two may well come from this. `note`: worth knowing, seldom the cause. */
  severity: Severity;
  text: string;
}

/**
 * Why results from `a` and `b` cannot simply be compared, the weightiest reasons first. Empty when the environments
 * agree in all that matters. What is unknown on one side is a note: it may differ, and nobody can tell.
 */
export function explainIncomparable(a: Environment, b: Environment): EnvironmentDifference[] {
  const differences = RULES.flatMap(({ field, read, judge, why, onlyIf }): EnvironmentDifference[] => {
    const [left, right] = [read(a), read(b)];
    if (left === right || onlyIf?.(a, b) === false) return [];
    if (left === null || right === null) {
      const text = `${why} Here it is unknown for one of the two.`;
      return [{ field, a: left, b: right, severity: 'note', text }];
    }
    const severity = judge(left, right);
    return severity === 'same' ? [] : [{ field, a: left, b: right, severity, text: why }];
  });
  const all = [...differences, ...limitDifferences(a, b), ...packageDifferences(a, b)];
  const rank = ({ severity }: EnvironmentDifference): number => (severity === 'incomparable' ? 0 : 1);
  return all.sort((one, other) => rank(one) - rank(other));
}

/** Of a limit, null means that there is none, not that it is unknown. */
function limitDifferences(a: Environment, b: Environment): EnvironmentDifference[] {
  const fields = [
    [
      'cpuQuotaCores',
      'A CPU quota stops the process for the rest of each period, which shows as tail latency.',
    ],
    ['memoryLimitBytes', 'A memory limit changes how often garbage is collected and what is cached.'],
  ] as const;
  return fields.flatMap(([name, text]) => {
    const [left, right] = [a.container[name], b.container[name]];
    if (left === right) return [];
    return [{ field: `container.${name}`, a: left, b: right, severity: 'incomparable' as const, text }];
  });
}

function packageDifferences(a: Environment, b: Environment): EnvironmentDifference[] {
  const names = [...new Set([...Object.keys(a.packages), ...Object.keys(b.packages)])].sort();
  return names.flatMap((name) => {
    const [left, right] = [a, b].map(({ packages }) =>
      Object.hasOwn(packages, name) ? packages[name] : null,
    );
    if (left === right) return [];
    const text = `${name} is not the same version: it may measure, or behave, differently.`;
    return [
      { field: `packages.${name}`, a: left ?? null, b: right ?? null, severity: 'note' as const, text },
    ];
  });
}
