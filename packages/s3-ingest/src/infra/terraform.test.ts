import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type S3IngestConfigInput, s3IngestConfigSchema } from '../config.js';
import { specOf } from '../design/cell-spec.js';
import { readLambdaSettings } from '../lambda/settings.js';
import { planS3Ingest } from '../plan.js';
import { definitionOf } from '../session/local-functions.js';
import { evaluate, evaluateAll, type Scope } from './testing/hcl-expression.js';
import { faultsOf, INFRA, readTerraform, scopeOf, type TerraformModule } from './testing/read-terraform.js';

type Body = Readonly<Record<string, unknown>>;
let terraform: TerraformModule;
beforeAll(async () => {
  terraform = await readTerraform();
});

const storage = { bucket: 'my-bucket', endpoint: null, keys: { accessKeyId: 'a', secretAccessKey: 'b' } };

/** The functions that Terraform makes: name, limits and environment. */
function deployed(scope: Scope) {
  const body = terraform.resources['aws_lambda_function.cell']!;
  const functions = evaluate(String(body.for_each), scope) as Body;
  return Object.entries(functions).map(([key, value]) => {
    const inner = { ...scope, each: { key, value } };
    const at = (name: string) => evaluateAll(body[name], inner);
    const [{ variables }] = evaluateAll(body.environment, inner) as [{ variables: Record<string, string> }];
    return {
      name: at('function_name'),
      memoryMb: at('memory_size'),
      timeoutSec: at('timeout'),
      reserved: at('reserved_concurrent_executions'),
      env: variables,
    };
  });
}

/** The same from the plan, as a local deployment has it; keys and endpoint are Lambda's own there. */
function planned(input: S3IngestConfigInput) {
  const config = s3IngestConfigSchema.parse(input);
  return planS3Ingest(config, 1).cells.map((cell) => {
    const { name, memoryMb, timeoutSec, reservedConcurrency, env } = definitionOf(cell, config, storage);
    const { AWS_ACCESS_KEY_ID: _id, AWS_SECRET_ACCESS_KEY: _secret, ...variables } = env;
    return {
      name,
      memoryMb,
      timeoutSec,
      reserved: reservedConcurrency === 0 ? -1 : reservedConcurrency,
      env: variables,
    };
  });
}

const byName = (a: { name: unknown }, b: { name: unknown }) => (String(a.name) < String(b.name) ? -1 : 1);

describe('what Terraform deploys is what the plan measures', () => {
  test.each<[string, Body, S3IngestConfigInput]>([
    ['the default of each', { workloads: ['events', 'batch'] }, {}],
    ['one workload', {}, { workloads: ['events'] }],
    [
      'short names',
      { naming: 'short', reserved_concurrency: [10], workloads: ['batch'] },
      {
        naming: 'short',
        functionPrefix: 's3-experiment-',
        workloads: ['batch'],
        design: { reservedConcurrency: [10] },
      },
    ],
    [
      'other levels, other names, factors that the original does not have',
      {
        name_base: 'mine-',
        memory_mb: [256, 1769],
        batch_events: [5],
        part_mb: [16],
        reserved_concurrency: [0, 3],
        checksum_modes: ['WHEN_SUPPORTED', 'WHEN_REQUIRED'],
        payload_signings: ['signed', 'unsigned'],
        workloads: ['events', 'batch'],
        event_bytes: 512,
        object_mb: 200,
        queue_size: 2,
        timeout_sec: 90,
      },
      {
        functions: 'aws',
        functionPrefix: 'mine-',
        design: {
          memoryMb: [256, 1769],
          batchEvents: [5],
          partMb: [16],
          reservedConcurrency: [0, 3],
          checksumModes: ['WHEN_SUPPORTED', 'WHEN_REQUIRED'],
          payloadSignings: ['signed', 'unsigned'],
        },
        eventBytes: 512,
        objectMb: 200,
        queueSize: 2,
        timeout: '90s',
      },
    ],
  ])('%s', (_, given, input) => {
    const actual = deployed(scopeOf(terraform, given)).sort(byName);
    expect(actual).toEqual(planned(input).sort(byName));
    expect(actual.length).toBeGreaterThan(0);
  });

  test('the handler reads the environment of every function as the cell that it stands for', () => {
    const config = s3IngestConfigSchema.parse({});
    const cells = new Map(
      planS3Ingest(config, 1).cells.map((cell) => [specOf(cell).functionName, specOf(cell)]),
    );
    const functions = deployed(scopeOf(terraform, { workloads: ['events', 'batch'] }));
    expect(functions).toHaveLength(54);
    for (const { name, env } of functions) {
      const spec = cells.get(String(name));
      const settings = readLambdaSettings({ ...env, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: env.MEMORY_MB });
      expect(settings).toMatchObject({
        workload: spec?.workload,
        memoryMb: spec?.memoryMb,
        reservedConcurrency: spec?.reservedConcurrency,
        ...(spec?.batchEvents === undefined
          ? { multipartMb: spec?.partMb }
          : { batchEvents: spec.batchEvents }),
      });
    }
  });
});

describe('a design that AWS would refuse, or that would be measured under wrong names, is refused first', () => {
  test('the defaults are fine', () => expect(faultsOf(terraform, scopeOf(terraform))).toEqual([]));

  test.each<[string, Body, RegExp]>([
    ['more reserved than the account has', { workloads: ['events', 'batch'] }, /reserves more concurrency/],
    ['short names that do not tell functions apart', { naming: 'short' }, /have one name/],
    ['a level twice', { memory_mb: [512, 512] }, /have one name/],
    ['an unknown workload', { workloads: ['events', 'stream'] }, /Workloads are/],
    ['too little memory', { memory_mb: [64] }, /128 to 10240/],
    ['a part that S3 does not take', { part_mb: [4] }, /5 to 5120/],
    ['an unknown architecture', { architecture: 'riscv' }, /x86_64 or arm64/],
    ['a retention that CloudWatch does not have', { log_days: 10 }, /keeps logs for/],
    ['an unknown naming', { naming: 'long' }, /full or short/],
  ])('%s', (_, given, message) => {
    const faults = faultsOf(terraform, scopeOf(terraform, given));
    expect(faults).toEqual([expect.stringMatching(message)]);
  });
});

describe('permissions', () => {
  const statementsOf = (name: string) =>
    (terraform.data[`aws_iam_policy_document.${name}`]?.statement ?? []) as Body[];
  const actionsOf = (name: string) => statementsOf(name).flatMap(({ actions }) => actions as string[]);

  test('functions may write objects and logs, and nothing else', () => {
    expect(actionsOf('function')).toEqual([
      's3:PutObject',
      's3:AbortMultipartUpload',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ]);
  });

  test('whoever measures may change nothing', () => {
    expect(actionsOf('runner').sort()).toEqual([
      'lambda:GetFunctionConfiguration',
      'lambda:InvokeFunction',
      'lambda:ListFunctions',
      'logs:GetQueryResults',
      'logs:StartQuery',
      'logs:StopQuery',
      's3:ListBucket',
    ]);
  });

  test('objects are written where the function may write: below the workload', () => {
    const [write] = statementsOf('function');
    expect(evaluate(String(write?.resources), scopeOf(terraform))).toEqual([
      'arn:aws:s3:::my-bucket/events/*',
    ]);
  });

  test('a star stands only where AWS knows no resource, or denies', () => {
    const open = Object.values(terraform.data).flatMap(({ statement = [] }) =>
      (statement as Body[]).filter(({ resources }) => Array.isArray(resources) && resources.includes('*')),
    );
    expect(open.map(({ sid }) => sid)).toEqual(['FindAndAwait']);
  });
});

describe('what is made is also cleaned up', () => {
  test('objects and unfinished uploads expire; nothing is public', () => {
    const scope = scopeOf(terraform);
    const rules = evaluateAll(
      terraform.resources['aws_s3_bucket_lifecycle_configuration.objects']?.rule,
      scope,
    ) as Body[];
    expect(rules).toEqual([
      {
        id: 'expire',
        status: 'Enabled',
        filter: [{}],
        expiration: [{ days: 1 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      },
    ]);
    const { bucket: _, ...access } = terraform.resources['aws_s3_bucket_public_access_block.objects'] ?? {};
    expect(Object.values(access)).toEqual([true, true, true, true]);
  });

  test('every function has a log group of its own, kept for so many days', () => {
    const body = terraform.resources['aws_cloudwatch_log_group.function'];
    expect(body?.for_each).toBe(terraform.resources['aws_lambda_function.cell']?.for_each);
    expect(evaluate(String(body?.name), { each: { key: 'ingest-x' } })).toBe('/aws/lambda/ingest-x');
    expect(evaluate(String(body?.retention_in_days), scopeOf(terraform))).toBe(14);
  });
});

test('the README names every variable and output, and no others', () => {
  const text = readFileSync(`${INFRA}README.md`, 'utf8');
  const named = [...text.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(named.sort()).toEqual(
    [...Object.keys(terraform.variables), ...Object.keys(terraform.outputs)].sort(),
  );
});
