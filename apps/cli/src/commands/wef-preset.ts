import { isDeepStrictEqual } from 'node:util';
import type { Suite } from '@benchwright/load-driver';
import type { MeasureRequest } from '../measure/measure-suite.js';
import { type ConfigInputs, resolveConfig } from '../measure/resolve-config.js';
import { UsageError } from '../usage-error.js';
import {
  DEFAULT_TARGET_RATE,
  fittingFields,
  type SaidElsewhere,
  type WefFields,
  type WefMode,
} from './wef-modes.js';

/** A mode as the parts of a request that it is: what it stands for, and its own `--quick`. */
export interface FittedMode {
  readonly preset: NonNullable<ConfigInputs['preset']>;
  readonly quick: WefFields;
}

/**
 * Fits a mode to what else was said. What the file sets to anything but its default wins over the mode (`init` writes every field, so
 * that a field with its default says nothing); variables and flags win over both.
 *
 * @throws UsageError for `wef target` without a rate
 */
export async function fitMode(mode: WefMode, suite: Suite, request: MeasureRequest): Promise<FittedMode> {
  const ofFile = await changedByFile(suite, request);
  const said = saidElsewhere(request, ofFile);
  const fitted = (fields: WefFields): WefFields =>
    Object.fromEntries(Object.entries(fittingFields(fields, said)).filter(([name]) => !ofFile.has(name)));
  const name = `wef ${mode.name}`;
  const rate = mode.name === 'target' && said.load === 'none' ? await rateOf(suite, request, fitted) : 0;
  return { preset: { name, value: fitted(mode.preset(rate)) }, quick: fittingFields(mode.quick, said) };
}

/** Fields at the top of the config that the file sets to another value than the default. */
async function changedByFile(suite: Suite, { file }: MeasureRequest): Promise<ReadonlySet<string>> {
  if (file === undefined) return new Set();
  const alone = { quick: false, entries: [], env: {} };
  const [withFile, without] = await Promise.all([
    fieldsOf(suite, { ...alone, file }),
    fieldsOf(suite, { ...alone, file: undefined }),
  ]);
  return new Set(Object.keys(withFile).filter((name) => !isDeepStrictEqual(withFile[name], without[name])));
}

/** What is wrong with a config is said when all its sources are together; here it only cannot be known yet. */
async function fieldsOf(suite: Suite, inputs: ConfigInputs): Promise<WefFields> {
  const resolved = await resolveConfig(suite, inputs).catch(() => null);
  const value = resolved?.value;
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function saidElsewhere({ entries, env }: MeasureRequest, ofFile: ReadonlySet<string>): SaidElsewhere {
  const isSaid = (field: string, variable: string): boolean => {
    const entry = entries.findLast(({ path }) => path.length === 1 && path[0] === field);
    const value = entry?.value ?? env[variable];
    return value === undefined || value === '' ? ofFile.has(field) : Number(value) !== 0;
  };
  return {
    events: isSaid('events', 'PERF_TEST_TOTAL_EVENTS'),
    duration: isSaid('durationSecs', 'PERF_TEST_DURATION_SECS'),
    load: loadSaid(entries, ofFile),
  };
}

function loadSaid(entries: MeasureRequest['entries'], ofFile: ReadonlySet<string>): SaidElsewhere['load'] {
  const loads = entries.filter(({ path }) => path[0] === 'load');
  if (loads.some(({ path, value }) => path.length > 1 || value === 'search')) return 'search';
  return loads.length > 0 || ofFile.has('load') ? 'stages' : 'none';
}

async function rateOf(
  suite: Suite,
  request: MeasureRequest,
  fitted: (fields: WefFields) => WefFields,
): Promise<number> {
  const preset = { name: 'wef target', value: fitted({ rate: DEFAULT_TARGET_RATE }) };
  const { rate } = await fieldsOf(suite, { ...request, quick: false, preset });
  if (rate === 0) {
    throw new UsageError(
      'wef target needs a rate above 0',
      'say --rate 100k; to send as fast as the collector acknowledges, use wef baseline',
    );
  }
  return typeof rate === 'number' ? rate : DEFAULT_TARGET_RATE;
}
