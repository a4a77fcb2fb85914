import { readFileSync } from 'node:fs';

/** Reads a fixture of testdata/dbesdk as JSON, in the shape the test says it has. */
export function readFixture<T>(file: string): T {
  return JSON.parse(readFileSync(new URL(`../../testdata/dbesdk/${file}`, import.meta.url), 'utf8')) as T;
}
