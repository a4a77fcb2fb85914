import type { View } from '@benchwright/load-driver';
import { renderDidText } from './views/text.js';

/** The ways a result is shown, beside those that every result has. */
export const didViews: readonly View[] = [
  {
    id: 'text',
    title: 'A DID API at a glance: each operation, the targets, the slowest traces',
    mediaType: 'text/plain',
    render: renderDidText,
  },
];
