import { afterEach, expect, it } from 'vitest';
import { InvokeOnceError, invokeOnce } from './invoke-once.js';
import { openStorage, type TestStorage } from './testing.js';

let open: TestStorage | null = null;
afterEach(async () => {
  await open?.server.close();
  open = null;
});

it('handles one event as a new environment would', async () => {
  open = await openStorage();
  const { record, lines } = await invokeOnce({ run_id: 'by-hand' }, open.env());
  expect(record).toMatchObject({ ok: true, run_id: 'by-hand', function_name: 'local', cold_start: true });
  expect(lines.map((line) => (JSON.parse(line) as { run_id: string }).run_id)).toEqual(['by-hand']);
});

it('says what was wrong with the settings, the event or S3, and keeps the line', async () => {
  open = await openStorage();
  const failureOf = async (event: unknown, env: Record<string, string>) => {
    const error = await invokeOnce(event, env).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(InvokeOnceError);
    return error as InvokeOnceError;
  };
  expect(await failureOf({}, {})).toMatchObject({ code: 'ERR_LAMBDA_SETTINGS', lines: [expect.any(String)] });
  expect(await failureOf([], open.env())).toMatchObject({
    code: 'ERR_LAMBDA_EVENT',
    hint: expect.stringContaining('run_id'),
  });
  const missing = await failureOf({}, open.env({ OUTPUT_BUCKET: 'no-such-bucket' }));
  expect(missing).toMatchObject({ code: 'ERR_LAMBDA_INVOKE', cause: { name: 'NoSuchBucket' } });
  expect(missing.hint).toContain('benchwright targets start s3 --bucket NAME');
  expect(JSON.parse(missing.lines[0]!)).toMatchObject({ ok: false, error_code: 'NoSuchBucket' });
});
