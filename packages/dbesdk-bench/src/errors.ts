import { BenchwrightError } from '@benchwright/result-schema';

/** A config that leaves nothing to measure. */
export class NothingToMeasureError extends BenchwrightError {
  constructor(why: readonly string[]) {
    super('ERR_NOTHING_TO_MEASURE', ['the config leaves nothing to measure', ...why].join('\n  '), {
      hint: 'Give data_sizes at least one size, test_types at least one test, and concurrency tests a level above 1.',
    });
  }
}

/** AWS was asked for, and the SDK found nothing to sign requests with. */
export class CredentialsError extends BenchwrightError {
  constructor(cause: Error) {
    super('ERR_CREDENTIALS', `dynamodb: there are no credentials for AWS (${cause.message})`, {
      hint: 'Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; or measure with --dynamodb embedded.',
      cause,
    });
  }
}
