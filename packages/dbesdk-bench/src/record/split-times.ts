import type { TrialRecord } from '@benchwright/result-schema';

/** The load driver records when the first sign of an answer came; here that is the end of the first half of an operation. */
const FIRST = 'firstByteNs';
const SECOND = 'downloadNs';

/** A record in which the halves of an operation bear the names given. Pure. */
export function withSplitNamed(
  record: TrialRecord,
  names: { readonly first: string; readonly second: string },
): TrialRecord {
  const { [FIRST]: first, [SECOND]: second, ...others } = record.distributions;
  return {
    ...record,
    distributions: {
      ...others,
      ...(first === undefined ? {} : { [names.first]: first }),
      ...(second === undefined ? {} : { [names.second]: second }),
    },
  };
}

/** A record without halves. Pure. */
export function withoutSplit(record: TrialRecord): TrialRecord {
  const { [FIRST]: _first, [SECOND]: _second, ...distributions } = record.distributions;
  return { ...record, distributions };
}
