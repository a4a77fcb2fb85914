import { BenchwrightError } from '@benchwright/result-schema';

/** A file is no profile. */
export class ProfileFileError extends BenchwrightError {
  constructor(file: string, problem: string) {
    super('ERR_PROFILE_FILE', `${file}: ${problem}`, {
      hint: 'name a .cpuprofile or .heapprofile of V8, or a file of folded stacks (.folded), such as `did profile` keeps',
    });
  }
}

/** A process could not be profiled. */
export class ProfilerError extends BenchwrightError {
  constructor(
    code: 'ERR_PROFILER_MISSING' | 'ERR_PROFILER_ATTACH' | 'ERR_PROFILER_LOST',
    message: string,
    hint: string,
    cause?: unknown,
  ) {
    super(code, message, { hint, ...(cause === undefined ? {} : { cause }) });
  }
}
