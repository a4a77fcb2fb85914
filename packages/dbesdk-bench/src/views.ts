import type { View } from '@benchwright/load-driver';
import { renderHarnessJson } from './views/harness-document.js';
import { renderText } from './views/text.js';

/** What users of the original harnesses expect, made from a result. */
export const dbesdkViews: readonly View[] = [
  {
    id: 'text',
    title: 'Item encryption, as tables',
    mediaType: 'text/plain',
    render: renderText,
  },
  {
    id: 'json',
    title: 'Item encryption, as the document of the original harnesses',
    mediaType: 'application/json',
    render: renderHarnessJson,
  },
];
