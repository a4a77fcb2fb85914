import type { ReasonExplanation } from '@benchwright/load-driver';
import { WRONG_RESULT } from '../wrong-result.js';

/** What this suite alone holds against a cell. */
export const DBESDK_REASONS: readonly ReasonExplanation[] = [
  {
    code: WRONG_RESULT,
    measures: 'results of operations that were checked and are not what they must be, dbesdk',
    suspect: '',
    invalid: 'any',
    why: 'What is fast and wrong is not fast.',
    action: 'Report it with the run’s records.',
  },
];
