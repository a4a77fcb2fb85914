import { BenchwrightError } from '@benchwright/result-schema';

/** A config that leaves nothing to measure. */
export class NothingToMeasureError extends BenchwrightError {
  constructor(why: readonly string[]) {
    super('ERR_NOTHING_TO_MEASURE', ['the config leaves nothing to measure', ...why].join('\n  '), {
      hint: 'Give data_sizes at least one size, test_types at least one test, and concurrency tests a level above 1.',
    });
  }
}
