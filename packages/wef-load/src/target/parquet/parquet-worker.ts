// The thread that turns spool files into Parquet files.
import { mkdirSync, rmSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { SpoolReader } from '../spool/spool-reader.js';
import { GenerationFiles } from './generation-files.js';
import { JsonArena } from './json-arena.js';
import type { ParquetAnswer, ParquetTask, ParquetWorkerData } from './worker-messages.js';

const { arenaBytes, ...limits } = workerData as ParquetWorkerData;
const port = parentPort!;
const arena = new JsonArena(arenaBytes);
let current: { generation: number; reader: SpoolReader; files: GenerationFiles; rows: number } | undefined;

port.on('message', (task: ParquetTask) => {
  current ??= open(task);
  const { generation, reader, files } = current;
  const whole = reader.readTo(task.bytes, (bytes, frame) => {
    files.converter.convert(bytes, frame);
    current!.rows += frame.events;
  });
  if (!task.sealed) return;
  const made = files.finish();
  reader.close();
  const lostBytes = whole ? 0 : task.bytes - reader.position;
  const announced = current.rows;
  current = undefined;
  const rows = made.reduce((sum, file) => sum + file.rows, 0);
  if (rows !== announced) throw new Error(`${rows} rows were made of ${announced} events of ${task.path}`);
  port.postMessage({ generation, files: made, lostBytes } satisfies ParquetAnswer);
});

function open({ generation, path, folder }: ParquetTask): NonNullable<typeof current> {
  // What an earlier process left half made is made again.
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  return {
    generation,
    reader: new SpoolReader(path),
    files: new GenerationFiles(folder, limits, arena),
    rows: 0,
  };
}
