import { historyRecordSchema } from '../schema/history.js';
import { recordSchema } from '../schema/record.js';
import { runResultSchema } from '../schema/run-result.js';
import { dataToJsonSchema, jsonSchemaText } from './json-schema.js';

/** A JSON Schema as the text of a file. */
export interface SchemaFile {
  fileName: string;
  text: string;
}

/** The JSON Schemas of what this package writes; shipped with it under `./schemas/`. */
export function dataSchemaFiles(): SchemaFile[] {
  const runResult = dataToJsonSchema(runResultSchema, {
    id: 'urn:benchwright:run-result:1',
    title: 'Benchwright run result',
    description: 'What `--json` prints and result.json holds. Durations are nanoseconds, sizes bytes.',
  });
  const record = dataToJsonSchema(recordSchema, {
    id: 'urn:benchwright:record:1',
    title: 'Benchwright record',
    description: 'One line of run.ndjson. Durations are nanoseconds, sizes bytes.',
  });
  const history = dataToJsonSchema(historyRecordSchema, {
    id: 'urn:benchwright:history:1',
    title: 'Benchwright history record',
    description: 'One line of history.ndjson. Durations are nanoseconds, sizes bytes.',
  });
  return [
    { fileName: 'run-result.schema.json', text: jsonSchemaText(runResult) },
    { fileName: 'record.schema.json', text: jsonSchemaText(record) },
    { fileName: 'history.schema.json', text: jsonSchemaText(history) },
  ];
}

/**
 * Whether a committed schema file is still what the code says; null if it is, else what is wrong, with `command` as
 * what to run. For the test that every package with a schema has.
 */
export function checkSchemaFile(file: SchemaFile, committed: string | null, command: string): string | null {
  if (committed === null) return `${file.fileName} is missing: run \`${command}\``;
  // Git may have checked the file out with CRLF.
  if (committed.replaceAll('\r\n', '\n') === file.text) return null;
  return `${file.fileName} is out of date: run \`${command}\` and commit it`;
}
