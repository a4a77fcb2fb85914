import { LambdaSettingsError, type SettingProblem } from './settings-error.js';

/** process.env, or what stands in for it. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What an integer may be, and what it is where the variable is absent. */
export interface IntegerRange {
  readonly low: number;
  readonly high: number;
  readonly otherwise: number;
  readonly values?: readonly number[];
  readonly multipleOf?: number;
  readonly exactly?: number;
  readonly because?: string;
}

/** Reads variables one after another and keeps the problems, so that they can be told all at once. An empty variable counts as absent. */
export class SettingsReader {
  readonly #env: Environment;
  readonly #problems: SettingProblem[] = [];

  constructor(env: Environment) {
    this.#env = env;
  }

  text(variable: string): string | null {
    const value = this.#env[variable]?.trim();
    return value === undefined || value === '' ? null : value;
  }

  required(variable: string, form: RegExp, allowed: string): string {
    const value = this.text(variable);
    if (value === null || !form.test(value)) this.problem(variable, allowed);
    return value ?? '';
  }

  /** One of the values; `otherwise` null makes it required. */
  oneOf<Value extends string>(
    variable: string,
    values: readonly [Value, ...Value[]],
    otherwise: Value | null,
  ): Value {
    const value = this.text(variable);
    const found = values.find((allowed) => allowed === value);
    if (found !== undefined) return found;
    if (value !== null || otherwise === null) this.problem(variable, values.join(' or '));
    return otherwise ?? values[0];
  }

  flag(variable: string, otherwise: boolean): boolean {
    const value = this.text(variable);
    if (value === null) return otherwise;
    if (value !== 'true' && value !== 'false') this.problem(variable, 'true or false');
    return value === 'true';
  }

  integer(variable: string, range: IntegerRange): number {
    const text = this.text(variable);
    if (text === null) return range.otherwise;
    const value = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!fits(value, range)) {
      this.problem(variable, rangeText(range), range.because);
      return range.otherwise;
    }
    return value;
  }

  /** The first of the variables that is set, as an http or https URL. */
  url(variables: readonly string[]): string | null {
    const variable = variables.find((name) => this.text(name) !== null);
    if (variable === undefined) return null;
    const value = this.text(variable)!;
    const url = URL.canParse(value) ? new URL(value) : null;
    if (url === null || !/^https?:$/.test(url.protocol))
      this.problem(variable, 'a URL that begins with http:// or https://');
    return value;
  }

  problem(variable: string, allowed: string, because?: string): void {
    const problem = { variable, value: this.#env[variable] ?? null, allowed };
    this.#problems.push(because === undefined ? problem : { ...problem, because });
  }

  /** @throws LambdaSettingsError if there was any problem */
  throwProblems(): void {
    if (this.#problems.length > 0) throw new LambdaSettingsError(this.#problems);
  }
}

function fits(value: number, { low, high, values, multipleOf, exactly }: IntegerRange): boolean {
  if (!(value >= low && value <= high)) return false;
  if (values !== undefined && !values.includes(value)) return false;
  if (multipleOf !== undefined && value % multipleOf !== 0) return false;
  return exactly === undefined || value === exactly;
}

function rangeText({ low, high, values, multipleOf, exactly }: IntegerRange): string {
  if (exactly !== undefined) return String(exactly);
  if (values !== undefined) return values.join(', ');
  return `${multipleOf === undefined ? 'a whole number' : `a multiple of ${multipleOf}`} from ${low} to ${high}`;
}
