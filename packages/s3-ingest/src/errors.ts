import { BenchwrightError } from '@benchwright/result-schema';

/** The prefix and the design leave no cell. */
export class NothingToMeasureError extends BenchwrightError {
  constructor(prefix: string, naming: string) {
    super('ERR_NOTHING_TO_MEASURE', `no function of the design begins with '${prefix}' (naming: ${naming})`, {
      hint: 'Functions of this machine are called such as ingest-events-m512-b10-rc10 (naming: short: s3-experiment-events-512mb-10); deployed ones of another name take --functions aws. See them all with --dry-run and another --function-prefix',
    });
  }
}

/** The deployed functions are not those of the design. Nothing has been measured yet. */
export class FunctionsError extends BenchwrightError {
  readonly problems: readonly string[];

  constructor(problems: readonly string[], hint: string) {
    super('ERR_FUNCTIONS', problems.join('\n'), { hint });
    this.problems = problems;
  }
}

/** The bucket does not exist, is denied, or is in another region. */
export class BucketError extends BenchwrightError {
  constructor(
    code: 'ERR_BUCKET_MISSING' | 'ERR_BUCKET_DENIED',
    message: string,
    hint: string,
    cause: unknown,
  ) {
    super(code, message, { hint, cause });
  }
}

/** No credentials were found for a service that wants them. */
export class CredentialsError extends BenchwrightError {
  constructor(service: string, cause: unknown) {
    super('ERR_CREDENTIALS', `there are no credentials for ${service}`, {
      hint: 'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE; they are never recorded',
      cause,
    });
  }
}
