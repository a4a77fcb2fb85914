import type { View } from '@benchwright/load-driver';
import { renderHttpText } from './views/text.js';

/** The ways a result is shown, beside those that every result has. */
export const httpViews: readonly View[] = [
  {
    id: 'text',
    title: 'An endpoint at a glance: verdict, rate, latencies, errors',
    mediaType: 'text/plain',
    render: renderHttpText,
  },
];
