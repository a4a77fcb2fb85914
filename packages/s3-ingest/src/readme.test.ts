import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { s3IngestConfigSchema, s3IngestEnvironment } from './config.js';
import { parseFunctionName } from './design/function-name.js';
import { handlerFile } from './lambda-entries.js';
import { planS3Ingest } from './plan.js';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

/** Words after `benchwright s3 run` of each line that has them. */
const runs = [...readme.matchAll(/^benchwright s3 run(.*)$/gm)].map(([, flags = '']) => flags);

const FIELDS: Readonly<Record<string, (value: string) => object>> = {
  '--function-prefix': (functionPrefix) => ({ functionPrefix }),
  '--invocations': (count) => ({ invocations: Number(count) }),
  '--trials': (count) => ({ trials: Number(count) }),
  '--workload': (workloads) => ({ workloads }),
  '--object-mb': (count) => ({ objectMb: Number(count) }),
  '--functions': (functions) => ({ functions }),
  '--part-mb': (partMb) => ({ design: { partMb } }),
  '--memory': (memoryMb) => ({ design: { memoryMb } }),
  '--reserved-concurrency': (reservedConcurrency) => ({ design: { reservedConcurrency } }),
};

function cellsOf(flags: string): number {
  let input: { design?: object } = {};
  for (const [, flag = '', value = ''] of flags.matchAll(/(--[a-z-]+) ([^\s-]\S*)/g)) {
    const field = FIELDS[flag]?.(value) as { design?: object } | undefined;
    expect(field, `${flag} is not known to this test`).toBeDefined();
    input = { ...input, ...field, design: { ...input.design, ...field?.design } };
  }
  return planS3Ingest(s3IngestConfigSchema.parse(input), 1).cells.length;
}

describe('the README', () => {
  it('has commands whose designs are those it says', () => {
    expect(runs).toHaveLength(4);
    const [, events = '', parts = '', aws = ''] = runs;
    expect([events, parts, aws].map(cellsOf)).toEqual([27, 2, 27]);
  });

  it('names the variables that set a field, each of them', () => {
    for (const name of Object.keys(s3IngestEnvironment)) expect(readme).toContain(`\`${name}\``);
  });

  it('states the size of the file that is deployed', () => {
    const kilobytes = Math.round(statSync(handlerFile).size / 1000);
    const stated = Number(/one ES module of (\d+) kB/.exec(readme)?.[1]);
    expect(Math.abs(stated - kilobytes)).toBeLessThanOrEqual(1);
  });

  it('uses names of functions that are read', () => {
    const infra = readFileSync(new URL('../infra/README.md', import.meta.url), 'utf8');
    const names = [...`${readme}${infra}`.matchAll(/ingest-(?:events|batch)-m\d+-[bp]\d+-rc\d+/g)];
    for (const [name] of names) expect(parseFunctionName(name), name).not.toBeNull();
  });
});
