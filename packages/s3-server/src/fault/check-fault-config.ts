import { type FaultConfig, faultKinds } from './fault-config.js';

/** A fault config that cannot be used. `problems` has one line for each thing that is wrong with it, beginning with its place. */
export class FaultConfigError extends Error {
  override readonly name = 'FaultConfigError';
  readonly code = 'ERR_S3_FAULT_CONFIG';

  constructor(readonly problems: readonly string[]) {
    super(`The faults cannot be injected:\n${problems.map((line) => `  ${line}`).join('\n')}`);
  }
}

/**
 * Takes what was read from JSON, YAML or a caller without types for a fault config.
 *
 * @param operations names that a rule may have.
 * @throws FaultConfigError with every problem.
 */
export function checkFaultConfig(input: unknown, operations: ReadonlySet<string>): FaultConfig {
  const checker = new Checker(operations);
  checker.config(input);
  if (checker.problems.length > 0) throw new FaultConfigError(checker.problems);
  return input as FaultConfig;
}

type Fields = Readonly<Record<string, unknown>>;

interface Limits {
  readonly min?: number;
  readonly above?: number;
  readonly max?: number;
}

/** Fields of each distribution, and what they must be. */
const distributions: Readonly<Record<string, Readonly<Record<string, Limits>>>> = {
  uniform: { minMs: { min: 0 }, maxMs: { min: 0 } },
  exponential: { meanMs: { above: 0 } },
  lognormal: { medianMs: { above: 0 }, sigma: { min: 0 } },
};

class Checker {
  readonly problems: string[] = [];

  constructor(private readonly operations: ReadonlySet<string>) {}

  config(input: unknown): void {
    const fields = this.#fields(input, 'faults', ['seed', 'rules']);
    if (fields === undefined) return;
    const { seed, rules } = fields;
    if (seed !== undefined && !(Number.isSafeInteger(seed) && (seed as number) >= 0)) {
      this.#say('seed', `must be a whole number from 0 on, not ${shown(seed)}`);
    }
    if (Array.isArray(rules)) {
      rules.forEach((rule, index) => {
        this.#rule(rule, `rules[${index}]`);
      });
    } else this.#say('rules', `must be a list, not ${shown(rules)}`);
  }

  #rule(input: unknown, place: string): void {
    const fields = this.#fields(input, place, ['operation', 'latency', 'bytesPerSec', 'errors', 'window']);
    if (fields === undefined) return;
    const { operation, latency, bytesPerSec, errors, window } = fields;
    if (operation !== undefined) this.#operation(operation, `${place}.operation`);
    if (latency !== undefined) this.#latency(latency, `${place}.latency`);
    if (bytesPerSec !== undefined) this.#number(bytesPerSec, `${place}.bytesPerSec`, { above: 0 });
    if (errors !== undefined) this.#errors(errors, `${place}.errors`);
    if (window !== undefined) this.#window(window, `${place}.window`);
    if (latency === undefined && bytesPerSec === undefined && errors === undefined) {
      this.#say(place, 'does nothing: give it latency, bytesPerSec or errors');
    }
  }

  #operation(operation: unknown, place: string): void {
    const names: unknown[] = Array.isArray(operation) ? operation : [operation];
    if (names.length === 0) this.#say(place, 'names no operation');
    for (const name of names) {
      if (name === '*' || (typeof name === 'string' && this.operations.has(name))) continue;
      this.#say(place, `${shown(name)} is none of * ${[...this.operations].join(' ')}`);
    }
  }

  #latency(latency: unknown, place: string): void {
    if (typeof latency === 'number') {
      this.#number(latency, place, { min: 0 });
      return;
    }
    const kind = isFields(latency) ? latency.distribution : undefined;
    const expected = typeof kind === 'string' ? distributions[kind] : undefined;
    if (expected === undefined) {
      const names = Object.keys(distributions).join(', ');
      this.#say(place, `must be milliseconds, or have a distribution: one of ${names}`);
      return;
    }
    const fields = this.#fields(latency, place, ['distribution', ...Object.keys(expected)]);
    if (fields === undefined) return;
    for (const [name, limits] of Object.entries(expected))
      this.#number(fields[name], `${place}.${name}`, limits);
    const { minMs, maxMs } = fields;
    if (typeof minMs === 'number' && typeof maxMs === 'number' && minMs > maxMs) {
      this.#say(place, `minMs (${minMs}) is above maxMs (${maxMs})`);
    }
  }

  #errors(errors: unknown, place: string): void {
    const fields = this.#fields(errors, place, faultKinds);
    if (fields === undefined) return;
    let sum = 0;
    for (const [kind, share] of Object.entries(fields)) {
      this.#number(share, `${place}.${kind}`, { min: 0, max: 1 });
      if (typeof share === 'number') sum += share;
    }
    // Shares such as 0.1 + 0.2 + 0.7 are a little off 1.
    if (sum > 1 + 1e-9) this.#say(place, `the shares add up to ${sum}; 1 is all requests`);
  }

  #window(window: unknown, place: string): void {
    const fields = this.#fields(window, place, ['afterMs', 'forMs', 'everyMs']);
    if (fields === undefined) return;
    const { afterMs, forMs, everyMs } = fields;
    if (afterMs !== undefined) this.#number(afterMs, `${place}.afterMs`, { min: 0 });
    if (forMs !== undefined) this.#number(forMs, `${place}.forMs`, { above: 0 });
    if (everyMs === undefined) return;
    this.#number(everyMs, `${place}.everyMs`, { above: 0 });
    if (forMs === undefined) this.#say(place, 'everyMs needs forMs: how long each time');
    else if ((forMs as number) > (everyMs as number)) {
      this.#say(place, `forMs (${shown(forMs)}) is above everyMs (${shown(everyMs)})`);
    }
  }

  #number(value: unknown, place: string, { min, above, max }: Limits): void {
    const limit =
      above === undefined
        ? ` from ${min ?? 0}${max === undefined ? ' on' : ` to ${max}`}`
        : ` above ${above}`;
    const fits =
      typeof value === 'number' &&
      Number.isFinite(value) &&
      value >= (min ?? 0) &&
      (above === undefined || value > above) &&
      (max === undefined || value <= max);
    if (!fits) this.#say(place, `must be a number${limit}, not ${shown(value)}`);
  }

  #fields(value: unknown, place: string, known: readonly string[]): Fields | undefined {
    if (!isFields(value)) {
      this.#say(place, `must be an object, not ${shown(value)}`);
      return undefined;
    }
    for (const name of Object.keys(value)) {
      if (!known.includes(name)) this.#say(`${place}.${name}`, `is not known here; ${known.join(', ')} are`);
    }
    return value;
  }

  #say(place: string, problem: string): void {
    this.problems.push(`${place}: ${problem}`);
  }
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'nothing');
}
