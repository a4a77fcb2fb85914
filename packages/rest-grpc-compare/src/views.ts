import type { View } from '@benchwright/load-driver';
import { renderConsole } from './views/console.js';
import { renderCsv } from './views/csv.js';
import { comparisonInputOf, pairOf } from './views/input-of.js';
import { renderJson } from './views/json.js';
import {
  renderConsoleWithoutPair,
  renderCsvWithoutPair,
  renderJsonWithoutPair,
} from './views/without-pair.js';

/** The three outputs of the original, made from a result. */
export const restGrpcViews: readonly View[] = [
  {
    id: 'console',
    title: 'REST against gRPC, as a report',
    mediaType: 'text/plain',
    render: (result) =>
      pairOf(result) === null ? renderConsoleWithoutPair(result) : renderConsole(comparisonInputOf(result)),
  },
  {
    id: 'json',
    title: 'REST against gRPC, as the document that scripts read',
    mediaType: 'application/json',
    render: (result) =>
      pairOf(result) === null ? renderJsonWithoutPair(result) : renderJson(comparisonInputOf(result)),
  },
  {
    id: 'csv',
    title: 'REST against gRPC, as a table for spreadsheets',
    mediaType: 'text/csv',
    render: (result) =>
      pairOf(result) === null ? renderCsvWithoutPair(result) : renderCsv(comparisonInputOf(result)),
  },
];
