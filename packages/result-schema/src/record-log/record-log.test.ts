import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FileError } from '../files/file-error.js';
import type { RunRecord, TrialRecord } from '../schema/record.js';
import { fullDisk } from '../testing/full-disk.js';
import {
  sampleCeiling,
  sampleEnd,
  sampleHeader,
  sampleResume,
  sampleTrial,
} from '../testing/sample-records.js';
import { temporaryFolder } from '../testing/temporary-folder.js';
import { readRecordLog } from './read-log.js';
import { openRecordLog } from './write-log.js';

const folder = temporaryFolder();

async function writeLog(file: string, records: readonly RunRecord[]): Promise<void> {
  const log = await openRecordLog(file, { mode: existsSync(file) ? 'append' : 'create' });
  for (const record of records) await log.append(record);
  await log.close();
}

describe('writing and reading', () => {
  test('what was appended is read back, through a resume', async () => {
    const file = folder.path('whole.ndjson');
    await writeLog(file, [sampleHeader, sampleCeiling, sampleTrial()]);
    await writeLog(file, [sampleResume, sampleTrial({ trial: 1 }), sampleEnd]);
    expect(await readRecordLog(file)).toEqual({
      header: sampleHeader,
      trials: [sampleTrial(), sampleTrial({ trial: 1 })],
      ceilings: [sampleCeiling],
      calibration: null,
      resumes: [sampleResume],
      end: sampleEnd,
      problems: [],
    });
  });

  test('a record is in the file when append resolves, and overlapping appends keep their order', async () => {
    const file = folder.path('order.ndjson');
    const log = await openRecordLog(file, { mode: 'create' });
    await log.append(sampleHeader);
    expect(readFileSync(file, 'utf8')).toBe(`${JSON.stringify(sampleHeader)}\n`);
    await Promise.all(Array.from({ length: 20 }, (_, trial) => log.append(sampleTrial({ trial }))));
    await log.close();
    await log.close();
    const { trials } = await readRecordLog(file);
    expect(trials.map(({ trial }) => trial)).toEqual(Array.from({ length: 20 }, (_, trial) => trial));
  });

  test('close waits for what is under way and refuses what comes later', async () => {
    const file = folder.path('close.ndjson');
    const log = await openRecordLog(file, { mode: 'create' });
    const first = log.append(sampleHeader);
    const closed = log.close();
    await expect(log.append(sampleTrial())).rejects.toMatchObject({ code: 'ERR_RECORD_LOG_CLOSED' });
    await Promise.all([first, closed]);
    expect((await readRecordLog(file)).header).toEqual(sampleHeader);
  });

  test('a record that does not fit is refused with the reason, and nothing of it is written', async () => {
    const file = folder.path('invalid.ndjson');
    const log = await openRecordLog(file, { mode: 'create' });
    await expect(log.append(sampleTrial())).rejects.toMatchObject({ code: 'ERR_RECORD_INVALID' });
    await log.append(sampleHeader);
    await expect(log.append(sampleHeader)).rejects.toThrow(/has only one/);
    const endless = { ...sampleTrial(), durationNs: Number.POSITIVE_INFINITY };
    await expect(log.append(endless)).rejects.toThrow(/durationNs/);
    const strange = { ...sampleTrial(), cell: 5 } as unknown as TrialRecord;
    await expect(log.append(strange)).rejects.toThrow(/cell/);
    await log.append(sampleTrial());
    await log.close();
    expect(await readRecordLog(file)).toMatchObject({ trials: [sampleTrial()], problems: [] });
  });
});

describe('after a crash', () => {
  const records = [sampleHeader, sampleTrial(), sampleTrial({ trial: 1 })];
  const text = records.map((record) => `${JSON.stringify(record)}\n`).join('');
  const headerBytes = Buffer.byteLength(`${JSON.stringify(sampleHeader)}\n`);

  test('cut anywhere, the log keeps every whole line and takes new ones; no byte is changed', async () => {
    const file = folder.path('torn.ndjson');
    for (let cut = headerBytes; cut <= text.length; cut += 37) {
      writeFileSync(file, text);
      truncateSync(file, cut);
      const whole = text
        .slice(0, cut)
        .split('\n')
        .filter((line) => isJson(line)).length;
      await writeLog(file, [sampleResume, sampleTrial({ trial: 9 })]);
      const content = await readRecordLog(file);
      expect(readFileSync(file, 'utf8').startsWith(text.slice(0, cut))).toBe(true);
      expect(content.trials.map(({ trial }) => trial)).toEqual([...[0, 1].slice(0, whole - 1), 9]);
      expect(content.resumes).toHaveLength(1);
      const torn = content.problems.map(({ line }) => line);
      expect(torn).toEqual(/[^\n]$/.test(text.slice(0, cut)) && !endsWhole(cut) ? [whole + 1] : []);
    }
  });

  function endsWhole(cut: number): boolean {
    return isJson(text.slice(0, cut).split('\n').at(-1) ?? '');
  }

  function isJson(line: string): boolean {
    return line.startsWith('{') && line.endsWith('}') && text.split('\n').includes(line);
  }

  test('bytes that are no text, and a line beyond all bounds, are skipped by number', async () => {
    const file = folder.path('garbage.ndjson');
    await writeLog(file, [sampleHeader]);
    appendFileSync(file, Buffer.from([0xff, 0xfe, 0x0a]));
    appendFileSync(file, `${'x'.repeat(10_000)}\n`);
    await writeLog(file, [sampleTrial()]);
    const { problems, trials } = await readRecordLog(file, { maxLineBytes: 5000 });
    expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
      '2 not UTF-8 text; skipped',
      '3 longer than 5000 bytes, which no record is; skipped',
    ]);
    expect(trials).toHaveLength(1);
  });
});

describe('files that cannot be had', () => {
  test('create refuses an existing log and leaves it alone', async () => {
    const file = folder.path('exists.ndjson');
    writeFileSync(file, 'precious');
    await expect(openRecordLog(file, { mode: 'create' })).rejects.toMatchObject({
      code: 'ERR_RECORD_LOG_EXISTS',
      file,
      message: `${file} already holds a run; resume that run, or choose another output folder`,
    });
    expect(readFileSync(file, 'utf8')).toBe('precious');
  });

  test('append wants a log that is there; a missing folder and a folder in place of a file are named', async () => {
    const file = folder.path('missing.ndjson');
    const missing = openRecordLog(file, { mode: 'append' });
    await expect(missing).rejects.toMatchObject({ code: 'ERR_NO_SUCH_FILE', file });
    expect(existsSync(file)).toBe(false);
    const inside = folder.path('no-such-folder', 'run.ndjson');
    await expect(openRecordLog(inside, { mode: 'create' })).rejects.toMatchObject({
      code: 'ERR_NO_SUCH_FILE',
    });
    mkdirSync(folder.path('a-folder'));
    await expect(openRecordLog(folder.path('a-folder'), { mode: 'append' })).rejects.toMatchObject({
      code: 'ERR_IS_A_FOLDER',
    });
    await expect(readRecordLog(file)).rejects.toThrow(FileError);
    await expect(readRecordLog(file)).rejects.toThrow(
      `cannot read ${file}: it does not exist; check the path`,
    );
  });

  test('a full disk says so, keeps what was written, and takes records again when there is room', async (context) => {
    const disk = fullDisk(folder.path('disk'));
    if (disk === null) {
      context.skip('neither a small tmpfs nor /dev/full is to be had here');
      return;
    }
    try {
      if (disk.kind === 'device') {
        const log = await openRecordLog(disk.file, { mode: 'append' });
        await expect(log.append(sampleHeader)).rejects.toMatchObject({
          code: 'ERR_DISK_FULL',
          file: disk.file,
        });
        await log.close();
        return;
      }
      const log = await openRecordLog(disk.file, { mode: 'create' });
      await log.append(sampleHeader);
      disk.fill(1000);
      const append = log.append(sampleTrial({ extra: extraOf(2000) }));
      await expect(append).rejects.toMatchObject({ code: 'ERR_DISK_FULL', file: disk.file });
      await expect(append).rejects.toThrow(/no space is left on the disk; free some space/);
      disk.free();
      await log.append(sampleTrial({ trial: 1 }));
      await log.close();
      const content = await readRecordLog(disk.file);
      expect(content).toMatchObject({ header: sampleHeader, trials: [sampleTrial({ trial: 1 })] });
      expect(content.problems.every(({ line, message }) => line === 2 && /cut short/.test(message))).toBe(
        true,
      );
    } finally {
      disk.close();
    }
  });
});

function extraOf(keys: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: keys }, (_, index) => [`figure${index}`, index]));
}
