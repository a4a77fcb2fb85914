import type { ServerSwitches } from '../server-args.js';
import type { OptimizeConfig } from './config.js';
import {
  OPTIMIZE_OPERATIONS,
  type OptimizeOperation,
  SWITCHES_BEFORE,
  TECHNIQUES,
  type TechniqueId,
  whyNot,
} from './technique.js';

/** The server without any technique. */
export const BEFORE = 'before';
/** The one with several at once. */
export const TOGETHER = 'together';

/** One configuration of the server that is measured. */
export interface Variant {
  readonly id: string;
  readonly switches: ServerSwitches;
  readonly batch: number;
}

function variantOf(id: string, techniques: readonly TechniqueId[]): Variant {
  const applied = techniques.map((technique) => TECHNIQUES[technique]);
  return {
    id,
    switches: Object.assign({}, SWITCHES_BEFORE, ...applied.map(({ switches }) => switches)),
    batch: Math.max(1, ...applied.map(({ batch }) => batch)),
  };
}

/** The techniques asked for that can be tried here. Pure. */
export function techniquesTried(config: OptimizeConfig): TechniqueId[] {
  return config.techniques.filter((id) => whyNot(TECHNIQUES[id], config) === null);
}

/** The servers of a run: the one before, one for each technique, and the one with those that are to go together. Pure. */
export function variantsOf(config: OptimizeConfig): Variant[] {
  return [
    variantOf(BEFORE, []),
    ...techniquesTried(config).map((technique) => variantOf(technique, [technique])),
    ...(config.together.length === 0 ? [] : [variantOf(TOGETHER, config.together)]),
  ];
}

/** The name of a cell: a server, and what is asked of it. */
export function cellId(variant: string, operation: OptimizeOperation): string {
  return `${variant}/${operation}`;
}

/** The two parts of a cell's name. */
export function cellParts(id: string): { readonly variant: string; readonly operation: OptimizeOperation } {
  const [variant = '', name] = id.split('/');
  const operation = OPTIMIZE_OPERATIONS.find((known) => known === name);
  if (operation === undefined) throw new Error(`cell ${id} is none of an optimisation run`);
  return { variant, operation };
}
