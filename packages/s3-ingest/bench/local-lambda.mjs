// What the local Lambda itself costs: cold starts and warm invocations of a handler that does nothing, through the AWS SDK, and the share
// of them that Lambda would call the function's own duration. Needs a build: node bench/local-lambda.mjs
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { createLocalLambda, parseReportLine } from '@benchwright/s3-ingest';

const WARM = 1000;
const COLD = 5;
const folder = mkdtempSync(join(tmpdir(), 'local-lambda-bench-'));
const handlerFile = join(folder, 'nothing.mjs');
writeFileSync(handlerFile, 'export const handler = () => null;\n');
const names = Array.from({ length: COLD }, (_, index) => `nothing-${index}`);
const functions = names.map((name) => ({ name, memoryMb: 1769, env: {}, timeoutSec: 10, handlerFile }));
const lambda = await createLocalLambda({ functions, logFolder: join(folder, 'logs') });
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
const client = new LambdaClient({
  endpoint: lambda.endpoint,
  region: 'us-east-1',
  credentials,
  maxAttempts: 1,
});

async function invoke(name) {
  const startedAt = performance.now();
  const { LogResult } = await client.send(new InvokeCommand({ FunctionName: name, LogType: 'Tail' }));
  const report = parseReportLine(Buffer.from(LogResult, 'base64').toString());
  return { totalMs: performance.now() - startedAt, report };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const cold = [];
for (const name of names) cold.push(await invoke(name));
const warm = [];
for (let count = 0; count < WARM; count++) warm.push(await invoke(names[0]));
console.log(
  `cold: init ${median(cold.map(({ report }) => report.initDurationMs)).toFixed(1)} ms (median of ${COLD})`,
);
const totalMs = median(warm.map((each) => each.totalMs));
const durationMs = median(warm.map((each) => each.report.durationMs));
console.log(
  `warm: ${totalMs.toFixed(2)} ms as the caller sees it, ${durationMs.toFixed(2)} ms Duration (median of ${WARM})`,
);
console.log(`limits: memory ${warm[0].report.enforcement.memory}, CPU ${warm[0].report.enforcement.cpu}`);
client.destroy();
await lambda.close();
rmSync(folder, { recursive: true });
