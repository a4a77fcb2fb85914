import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeFileAtomic } from '@benchwright/result-schema';

/** A file that waits for its upload, and the key it will have. */
export interface WaitingFile {
  readonly path: string;
  readonly key: string;
  /** Tells it from any other file that has its key. */
  readonly id: string;
  readonly rows: number;
  readonly bytes: number;
}

/** A generation that was found when the collector started. */
export interface FoundGeneration {
  readonly generation: number;
  /** Its spool is still to be converted, if it has any bytes. */
  readonly spoolBytes: number;
  /** Its files were made and named; those that S3 does not have yet. */
  readonly files: readonly WaitingFile[] | undefined;
}

const DIGITS = 10;

/**
 * The files of the buffer folder. A *generation* is what is received until a flush:
 *
 * 1. `0000000012.spool` grows; a batch is acknowledged when it is in there.
 * 2. `0000000012.files/` gets its Parquet files.
 * 3. `0000000012.json`, the manifest, names them and the keys they will have. From then on the files are what counts, and the spool is removed.
 * 4. Each file is removed when S3 has it, at last the manifest.
 *
 * A collector that starts does what is still to do: a spool without a manifest is converted from its beginning, and files that a manifest
 * names and that are still there are uploaded under the same keys. So nothing is lost at any moment, and nothing is stored twice.
 */
export class BufferFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
    mkdirSync(path, { recursive: true });
  }

  spoolPath(generation: number): string {
    return join(this.path, `${stem(generation)}.spool`);
  }

  filesPath(generation: number): string {
    return join(this.path, `${stem(generation)}.files`);
  }

  manifestPath(generation: number): string {
    return join(this.path, `${stem(generation)}.json`);
  }

  /** The commit point: from here on the files stand for the generation. */
  async commit(generation: number, files: readonly WaitingFile[]): Promise<void> {
    await writeFileAtomic(this.manifestPath(generation), `${JSON.stringify({ format: 1, files })}\n`);
    rmSync(this.spoolPath(generation), { force: true });
  }

  /** Removes what is left of a generation whose files S3 has. */
  forget(generation: number): void {
    rmSync(this.filesPath(generation), { recursive: true, force: true });
    rmSync(this.manifestPath(generation), { force: true });
  }

  /** What an earlier collector left, oldest first. Half-made files are removed. */
  recover(): FoundGeneration[] {
    const names = new Set(readdirSync(this.path));
    const generations = [...names].flatMap((name) => {
      const [, digits] = /^(\d{10})\.(?:spool|json|files)$/.exec(name) ?? [];
      return digits === undefined ? [] : [Number(digits)];
    });
    return [...new Set(generations)]
      .sort((a, b) => a - b)
      .map((generation) => this.#found(generation, names));
  }

  #found(generation: number, names: ReadonlySet<string>): FoundGeneration {
    const manifest = names.has(`${stem(generation)}.json`);
    if (manifest) {
      rmSync(this.spoolPath(generation), { force: true });
      const { files } = JSON.parse(readFileSync(this.manifestPath(generation), 'utf8')) as {
        files: WaitingFile[];
      };
      const waiting = files.map((file) => this.#moved(generation, file));
      return { generation, spoolBytes: 0, files: waiting.filter(({ path }) => existsSync(path)) };
    }
    rmSync(this.filesPath(generation), { recursive: true, force: true });
    const { size = 0 } = statSync(this.spoolPath(generation), { throwIfNoEntry: false }) ?? {};
    return { generation, spoolBytes: size, files: undefined };
  }

  /** The folder may have been moved or mounted elsewhere since. */
  #moved(generation: number, file: WaitingFile): WaitingFile {
    return { ...file, path: join(this.filesPath(generation), file.path.replace(/^.*[/\\]/, '')) };
  }
}

function stem(generation: number): string {
  return String(generation).padStart(DIGITS, '0');
}
