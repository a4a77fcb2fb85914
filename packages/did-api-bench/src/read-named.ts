import { readFile } from 'node:fs/promises';
import { BenchwrightError } from '@benchwright/result-schema';

/** The text of a file that a config names. Throws BenchwrightError ERR_NOT_READABLE. */
export async function readNamed(fileName: string): Promise<string> {
  try {
    return await readFile(fileName, 'utf8');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new BenchwrightError('ERR_NOT_READABLE', `cannot read ${fileName}: ${why}`, { cause });
  }
}
