import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { definition, isAlive, openPlatform, type TestPlatform, testFile } from './testing.js';

let open: TestPlatform | null = null;
const start = async (...args: Parameters<typeof openPlatform>): Promise<TestPlatform> => {
  open = await openPlatform(...args);
  return open;
};

afterEach(async () => {
  await open?.close();
  open = null;
});

describe('an execution environment', () => {
  it('is started for the first invocation and used again for the next', async () => {
    const { invoke } = await start([definition()]);
    const cold = await invoke({ do: 'echo', name: 'cold' });
    const warm = await invoke({ do: 'echo', name: 'warm' });
    expect(cold.payload).toMatchObject({ invocations: 1, event: { do: 'echo', name: 'cold' } });
    expect(warm.payload).toMatchObject({ invocations: 2, pid: (cold.payload as { pid: number }).pid });
    expect(cold.report.initDurationMs).toBeGreaterThan(0);
    expect(warm.report.initDurationMs).toBeUndefined();
    const { durationMs, initDurationMs, billedDurationMs } = cold.report;
    // The line has two decimals, the bill none: what was added up may lie a hundredth beside.
    expect(Math.abs(billedDurationMs - Math.ceil(durationMs + initDurationMs!))).toBeLessThanOrEqual(1);
    expect(warm.report.billedDurationMs).toBe(Math.ceil(warm.report.durationMs));
    expect(warm.report.maxMemoryUsedMb).toBeGreaterThan(20);
  });

  it('logs START, what the function printed, END and REPORT, and keeps them', async () => {
    const { invoke, platform } = await start([definition()]);
    const { log, report } = await invoke({ do: 'echo', name: 'me' });
    const { requestId } = report;
    const expected = [
      expect.stringMatching(/^INIT_START Runtime Version: nodejs/),
      `START RequestId: ${requestId} Version: $LATEST`,
      'first line of me',
      'a line without an end',
      `END RequestId: ${requestId}`,
      expect.stringMatching(`^REPORT RequestId: ${requestId}\tDuration: `),
    ];
    expect(
      log
        .trimEnd()
        .split('\n')
        .map((line) => line.trimEnd()),
    ).toEqual(expected);
    const kept = await platform.logs('f');
    expect(kept.map(({ message }) => message.trimEnd())).toEqual(expected);
    expect(new Set(kept.map(({ logStreamName }) => logStreamName)).size).toBe(1);
    expect(kept[0]?.logStreamName).toMatch(/^\d{4}\/\d\d\/\d\d\/\[\$LATEST\][0-9a-f]{32}$/);
    expect(await platform.logs('never-ran')).toEqual([]);
  });

  it('answers with the last 4 KB of a long log and keeps all of it', async () => {
    const { invoke, platform } = await start([definition()]);
    const { log } = await invoke({ do: 'many lines', count: 500 });
    expect(Buffer.byteLength(log)).toBe(4096);
    expect(log).toContain('line 499 ');
    expect((await platform.logs('f')).filter(({ message }) => message.startsWith('line '))).toHaveLength(500);
  });

  it('has its own variables and those that Lambda reserves, and none of this process', async () => {
    process.env.BENCHWRIGHT_SECRET_OF_THE_PARENT = 'x';
    const { invoke } = await start([
      definition({ env: { WORKLOAD: 'events', AWS_REGION: 'overridden' }, memoryMb: 512 }),
    ]);
    const { payload } = await invoke({ do: 'environment' });
    delete process.env.BENCHWRIGHT_SECRET_OF_THE_PARENT;
    const { env, context } = payload as { env: Record<string, string>; context: Record<string, unknown> };
    expect(env).toMatchObject({
      WORKLOAD: 'events',
      AWS_REGION: 'us-east-1',
      AWS_LAMBDA_FUNCTION_NAME: 'f',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      _HANDLER: 'functions.handler',
    });
    expect(env.BENCHWRIGHT_SECRET_OF_THE_PARENT).toBeUndefined();
    expect(context).toMatchObject({ functionName: 'f', functionVersion: '$LATEST', memoryLimitInMB: '512' });
    expect(context.remainingMs).toBeGreaterThan(20_000);
  });

  it('goes when it has been idle', async () => {
    const { invoke } = await start([definition()], { idleMs: 1 });
    const { payload } = await invoke({ do: 'echo' });
    const { pid } = payload as { pid: number };
    await expect.poll(() => isAlive(pid), { interval: 5 }).toBe(false);
    expect((await invoke({ do: 'echo' })).payload).toMatchObject({ invocations: 1 });
  });

  it('is killed with all that it started', async () => {
    const { invoke, close } = await start([definition()]);
    const { payload } = await invoke({ do: 'leave a child' });
    const { pid } = payload as { pid: number };
    expect(isAlive(pid)).toBe(true);
    await close();
    open = null;
    await expect.poll(() => isAlive(pid), { interval: 5 }).toBe(false);
  });
});

describe('a function that fails', () => {
  it('by an error: the answer is marked, the environment lives on', async () => {
    const { invoke } = await start([definition()]);
    const failed = await invoke({ do: 'throw' });
    expect(failed).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'NoSuchBucket', errorMessage: 'the bucket is gone' },
      report: { status: 'error', errorType: 'NoSuchBucket' },
    });
    expect(failed.log).toContain('ERROR\tInvoke Error');
    expect((await invoke({ do: 'echo' })).payload).toMatchObject({ invocations: 2 });
  });

  it('by taking too long: its process is killed, the next one is cold', async () => {
    const { invoke } = await start([definition({ timeoutSec: 1 })]);
    const { pid } = (await invoke({ do: 'echo' })).payload as { pid: number };
    const timedOut = await invoke({ do: 'spin' });
    const { requestId } = timedOut.report;
    expect(timedOut).toMatchObject({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Sandbox.Timedout',
        errorMessage: `RequestId: ${requestId} Error: Task timed out after 1.00 seconds`,
      },
      report: { status: 'timeout', durationMs: 1000, billedDurationMs: 1000 },
    });
    expect(timedOut.log).toContain(`${requestId} Task timed out after 1.00 seconds`);
    expect(isAlive(pid)).toBe(false);
    expect((await invoke({ do: 'echo' })).payload).toMatchObject({ invocations: 1 });
  });

  it.each([
    [0, 'Runtime exited without providing a reason'],
    [7, 'Runtime exited with error: exit status 7'],
  ])('by ending its process with code %i', async (code, text) => {
    const { invoke } = await start([definition()]);
    const exited = await invoke({ do: 'exit', code });
    expect(exited).toMatchObject({
      functionError: 'Unhandled',
      payload: {
        errorType: 'Runtime.ExitError',
        errorMessage: `RequestId: ${exited.report.requestId} Error: ${text}`,
      },
      report: { status: 'error', errorType: 'Runtime.ExitError' },
    });
    expect((await invoke({ do: 'echo' })).payload).toMatchObject({ invocations: 1 });
  });

  it('by an answer that is too long', async () => {
    const { invoke } = await start([definition()]);
    expect(await invoke({ do: 'long answer', length: 6_291_556 })).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType: 'Function.ResponseSizeTooLarge' },
    });
    expect((await invoke({ do: 'long answer', length: 6_291_554 })).functionError).toBeUndefined();
  });

  it.each([
    ['throws-at-init.mjs', {}, 'TypeError', 'cannot start'],
    ['syntax-error.mjs', {}, 'Runtime.UserCodeSyntaxError', "Unexpected token ';'"],
    ['imports-missing.mjs', {}, 'Runtime.ImportModuleError', 'a-package-that-nobody-installed'],
    ['no-such-file.mjs', {}, 'Runtime.ImportModuleError', 'no-such-file.mjs'],
    [
      'functions.mjs',
      { handlerExport: 'notAFunction' },
      'Runtime.HandlerNotFound',
      'notAFunction is undefined or not exported',
    ],
    ['exits-at-init.mjs', {}, 'Runtime.ExitError', 'exit status 3'],
  ])('at its start: %s %j', async (file, changes, errorType, text) => {
    const { invoke } = await start([definition({ handlerFile: testFile(file), ...changes })]);
    const failed = await invoke({});
    expect(failed).toMatchObject({
      functionError: 'Unhandled',
      payload: { errorType, errorMessage: expect.stringContaining(text) },
      report: { status: 'error', errorType, durationMs: 0 },
    });
    expect(failed.report.initDurationMs).toBeGreaterThan(0);
  });

  it('by never being ready, in the second start neither', async () => {
    const hangs = definition({ handlerFile: testFile('hangs-at-init.mjs'), timeoutSec: 1 });
    const { invoke } = await start([hangs], { initTimeoutMs: 100 });
    const failed = await invoke({});
    expect(failed).toMatchObject({
      payload: { errorType: 'Sandbox.Timedout', errorMessage: expect.stringContaining('after 1.00 seconds') },
      report: { status: 'timeout', durationMs: 1000 },
    });
    expect(failed.report).not.toHaveProperty('initDurationMs');
  });
});

it('a start that takes too long is made again within the invocation, in its time', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'local-lambda-start-'));
  const until = join(folder, 'start');
  const slow = definition({ handlerFile: testFile('starts-when-let.mjs'), env: { LET: until } });
  const { invoke, platform } = await start([slow], { initTimeoutMs: 50 });
  const answer = invoke({});
  const reported = async (): Promise<void> => {
    const messages = (await platform.logs('f')).map(({ message }) => message);
    expect(messages.join('\n')).toContain('INIT_REPORT');
  };
  await vi.waitFor(reported, 20_000);
  writeFileSync(until, '');
  const { payload, log, report } = await answer;
  rmSync(folder, { recursive: true });
  expect(payload).toEqual({ ready: true });
  expect(log).toMatch(
    /^INIT_START .*\nINIT_REPORT Init Duration: \d+\.\d\d ms\tPhase: init\tStatus: timeout\nSTART /,
  );
  expect(report).not.toHaveProperty('initDurationMs');
  expect(report.billedDurationMs).toBe(Math.ceil(report.durationMs));
});

describe('concurrency', () => {
  const holding = async (platform: TestPlatform, count: number) => {
    const until = join(platform.logFolder, 'let-go');
    const held = Array.from({ length: count }, () => platform.invoke({ do: 'hold', until }));
    const refused = held.map((answer) =>
      answer.then(
        () => null,
        (error: Error & { Reason?: string }) => error,
      ),
    );
    return { held, refused, letGo: () => writeFileSync(until, '') };
  };

  it('ends at the reservation, with what the SDK throws for it', async () => {
    const platform = await start([definition({ reservedConcurrency: 2 })]);
    const { refused, letGo } = await holding(platform, 3);
    const first = await Promise.race(refused);
    expect(first).toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded',
      $metadata: { httpStatusCode: 429 },
    });
    letGo();
    const outcomes = await Promise.all(refused);
    expect(outcomes.filter((outcome) => outcome === null)).toHaveLength(2);
    expect((await platform.invoke({ do: 'echo' })).functionError).toBeUndefined();
  });

  it('uses as many environments as run at once', async () => {
    const platform = await start([definition()]);
    const { held, letGo } = await holding(platform, 3);
    letGo();
    const pids = (await Promise.all(held)).map(({ payload }) => (payload as { pid: number }).pid);
    expect(new Set(pids).size).toBe(3);
  });

  it('ends at what the account has left', async () => {
    const options = { accountConcurrency: 2, unreservedMinimum: 0 };
    const platform = await start(
      [definition({ name: 'a', reservedConcurrency: 1 }), definition({ name: 'b' })],
      options,
    );
    const until = join(platform.logFolder, 'let-go');
    const held = platform.invoke({ do: 'hold', until }, 'b');
    const refused = platform.client.send(new InvokeCommand({ FunctionName: 'b', Payload: '{}' }));
    await expect(refused).rejects.toMatchObject({
      name: 'TooManyRequestsException',
      Reason: 'ConcurrentInvocationLimitExceeded',
    });
    expect((await platform.invoke({ do: 'echo' }, 'a')).functionError).toBeUndefined();
    writeFileSync(until, '');
    await held;
  });

  it('takes a reservation of 0 in a definition for none', async () => {
    const { invoke } = await start([definition({ reservedConcurrency: 0 })]);
    expect((await invoke({ do: 'echo' })).functionError).toBeUndefined();
  });
});
