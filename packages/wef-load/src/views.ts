import type { View } from '@benchwright/load-driver';
import { renderWefCsv } from './views/csv.js';
import { renderWefText } from './views/text.js';

/** The ways a result is shown, beside those that every result has. */
export const wefViews: readonly View[] = [
  {
    id: 'text',
    title: 'Was every event delivered, how fast, how late',
    mediaType: 'text/plain',
    render: renderWefText,
  },
  { id: 'csv', title: 'A line with all figures of the run', mediaType: 'text/csv', render: renderWefCsv },
];
