import { readFile } from 'node:fs/promises';
import { FileError } from '@benchwright/result-schema';
import { packagedPrices } from '../built-modules.js';
import { type Prices, parsePrices } from '../cost/prices.js';

/** Reads a price file; null reads the one that came with the package. Throws FileError, or ConfigError with every problem in it. */
export async function loadPrices(file: string | null): Promise<Prices> {
  const path = file ?? packagedPrices;
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new FileError('ERR_NOT_READABLE', path, `cannot read the price file ${path}`, { cause: error });
  }
  return parsePrices(path, text);
}
