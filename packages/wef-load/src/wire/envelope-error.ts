import { BenchwrightError } from '@benchwright/result-schema';

/** A batch, or a single event, is larger than an envelope may be. */
export class EnvelopeTooLargeError extends BenchwrightError {
  constructor(message: string, hint: string) {
    super('ERR_WEF_ENVELOPE', message, { hint });
  }
}
