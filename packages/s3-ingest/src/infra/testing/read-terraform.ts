import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from '@cdktf/hcl2json';
import { evaluate, evaluateAll, type Scope } from './hcl-expression.js';

type Block = Readonly<Record<string, unknown>>;

/** Folder of the Terraform files of this package. */
export const INFRA = fileURLToPath(new URL('../../../infra/', import.meta.url));

/** The module as one: blocks by kind, type and name, a block's body being its first. */
export interface TerraformModule {
  readonly variables: Readonly<Record<string, Block>>;
  readonly outputs: Readonly<Record<string, Block>>;
  readonly locals: Block;
  /** `aws_lambda_function.cell` → body. */
  readonly resources: Readonly<Record<string, Block>>;
  /** `aws_iam_policy_document.function` → body. */
  readonly data: Readonly<Record<string, Block>>;
}

/** Parses every .tf file with HashiCorp's parser; throws what it says of a file that it does not understand. */
export async function readTerraform(): Promise<TerraformModule> {
  const module = { variables: {}, outputs: {}, locals: {}, resources: {}, data: {} };
  for (const file of readdirSync(INFRA).filter((name) => name.endsWith('.tf'))) {
    const parsed = (await parse(file, readFileSync(`${INFRA}${file}`, 'utf8'))) as Readonly<
      Record<string, Block>
    >;
    Object.assign(module.variables, firstBodies(parsed.variable));
    Object.assign(module.outputs, firstBodies(parsed.output));
    Object.assign(module.locals, ...((parsed.locals as unknown as Block[] | undefined) ?? []));
    Object.assign(module.resources, byType(parsed.resource));
    Object.assign(module.data, byType(parsed.data));
  }
  return module;
}

function firstBodies(blocks: Block = {}): Block {
  return Object.fromEntries(Object.entries(blocks).map(([name, bodies]) => [name, (bodies as unknown[])[0]]));
}

function byType(blocks: Block = {}): Block {
  return Object.fromEntries(
    Object.entries(blocks).flatMap(([type, named]) =>
      Object.entries(firstBodies(named as Block)).map(([name, body]) => [`${type}.${name}`, body]),
    ),
  );
}

/** Variables with their defaults, `given` over them, and locals, each evaluated when it is asked for. */
export function scopeOf({ variables, locals }: TerraformModule, given: Block = {}): Scope {
  const defaults = Object.entries(variables).map(([name, body]) => [name, body.default ?? null]);
  const scope: Record<string, unknown> = {
    var: { ...Object.fromEntries(defaults), ...given },
    path: { module: '.' },
    aws_s3_bucket: { objects: { bucket: 'my-bucket', arn: 'arn:aws:s3:::my-bucket' } },
  };
  const lazy = {};
  for (const [name, value] of Object.entries(locals)) {
    let known: unknown;
    const get = () => (known ??= evaluateAll(value, scope));
    Object.defineProperty(lazy, name, { enumerable: true, get });
  }
  scope.local = lazy;
  return scope;
}

/** What Terraform says of the variables: their own validations first and, where these hold, the preconditions of the design. */
export function faultsOf(module: TerraformModule, scope: Scope): string[] {
  const failing = (rules: readonly Block[]) =>
    rules
      .filter(({ condition }) => evaluate(String(condition), scope) !== true)
      .map(({ error_message: message }) => String(message));
  const invalid = failing(
    Object.values(module.variables).flatMap(({ validation = [] }) => validation as Block[]),
  );
  if (invalid.length > 0) return invalid;
  const lifecycle = (module.resources['terraform_data.design']?.lifecycle ?? []) as Block[];
  return failing(lifecycle.flatMap(({ precondition = [] }) => precondition as Block[]));
}
