import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvokeCommand, type InvokeCommandOutput, LambdaClient } from '@aws-sdk/client-lambda';
import { bootstrapFile } from '../lambda-entries.js';
import type { FunctionDefinition, LocalLambdaOptions } from './function-definition.js';
import { type InvocationReport, parseReportLine } from './report-line.js';
import { type Platform, startPlatform } from './start-platform.js';

/** The file that does what the event says. */
const testFunctions = fileURLToPath(new URL('./testdata/functions.mjs', import.meta.url));

export function testFile(name: string): string {
  return fileURLToPath(new URL(`./testdata/${name}`, import.meta.url));
}

export function definition(changes: Partial<FunctionDefinition> = {}): FunctionDefinition {
  return { name: 'f', memoryMb: 1769, env: {}, timeoutSec: 30, handlerFile: testFunctions, ...changes };
}

export interface Answer {
  readonly payload: unknown;
  readonly functionError: string | undefined;
  readonly log: string;
  readonly report: InvocationReport;
}

/** A platform in this process, and a client as the runner has one. Close it after the test. */
export interface TestPlatform {
  readonly platform: Platform;
  readonly client: LambdaClient;
  readonly logFolder: string;
  invoke(event: unknown, functionName?: string): Promise<Answer>;
  close(): Promise<void>;
}

export async function openPlatform(
  functions: readonly FunctionDefinition[],
  options: Partial<LocalLambdaOptions> = {},
): Promise<TestPlatform> {
  const logFolder = mkdtempSync(join(tmpdir(), 'local-lambda-'));
  const platform = await startPlatform({ functions, logFolder, ...options }, bootstrapFile);
  const client = clientOf(platform.endpoint);
  return {
    platform,
    client,
    logFolder,
    invoke: async (event, functionName = functions[0]!.name) => {
      const Payload = JSON.stringify(event);
      return answerOf(
        await client.send(new InvokeCommand({ FunctionName: functionName, Payload, LogType: 'Tail' })),
      );
    },
    close: async () => {
      client.destroy();
      await platform.close();
      rmSync(logFolder, { recursive: true });
    },
  };
}

export function clientOf(endpoint: string): LambdaClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new LambdaClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

function answerOf({ Payload, FunctionError, LogResult }: InvokeCommandOutput): Answer {
  const log = Buffer.from(LogResult ?? '', 'base64').toString('utf8');
  const text = Buffer.from(Payload ?? []).toString('utf8');
  return { payload: JSON.parse(text), functionError: FunctionError, log, report: parseReportLine(log)! };
}

/** Whether a process is there. One that has ended and that nobody waited for (a zombie) is not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'latin1'));
  } catch {
    return false;
  }
}
