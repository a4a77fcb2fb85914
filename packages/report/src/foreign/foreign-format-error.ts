import { BenchwrightError } from '@benchwright/result-schema';

/** A file is not the output of any tool that is read here, or only a part of one. The message names the file. */
export class ForeignFormatError extends BenchwrightError {
  constructor(label: string, what: string, hint: string = KNOWN) {
    super('ERR_FOREIGN_FORMAT', `${label}: ${what}`, { hint });
  }
}

const KNOWN =
  'compare reads runs of Benchwright, k6 (--summary-export or handleSummary), wrk and wrk2 text, autocannon -j, oha --output-format json, vegeta report -type=json, hyperfine --export-json and go test -bench';
