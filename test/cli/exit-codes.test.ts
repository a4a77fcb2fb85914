import { EXIT, exitCodeOf } from 'benchwright';
import { describe, expect, it } from 'vitest';
import { openWorkspace } from '../workspace/tree.js';

/** Codes of faults that no user can cause or mend: they end as internal errors. */
const internal = new Set([
  'ERR_CONFORMANCE',
  'ERR_HISTOGRAM_BASIS_MIXED',
  'ERR_HISTOGRAM_CONFIG',
  'ERR_HISTOGRAM_LAYOUT_MIXED',
  'ERR_HISTOGRAM_UNIT_MIXED',
  'ERR_INVALID_REQUEST',
  'ERR_RECORD_INVALID',
  'ERR_RECORD_LOG_CLOSED',
  'ERR_STATS_BAD_ARGUMENT',
  'ERR_TRANSPORT_OPTION',
  'ERR_WORKER',
  'ERR_WORKERS_LOST',
]);

/** Codes that Node gives its own errors, which the sources only recognise. */
const nodes = /^ERR_(SSL|TLS|STREAM_|SOCKET_|HTTP2_)/;

const tree = openWorkspace();
const sources = tree.files.filter(
  (file) => /^(packages|apps)\/[^/]+\/src\/.*\.ts$/.test(file) && !/\.test\.ts$|\/testing\//.test(file),
);
const codes = new Set(sources.flatMap((file) => tree.read(file).match(/(?<=')ERR_[A-Z0-9_]+(?=')/g) ?? []));

describe('the error codes in the sources', () => {
  const ours = [...codes].filter((code) => !nodes.test(code)).sort();
  const isInternal = (code: string): boolean => exitCodeOf({ code }) === EXIT.internal;

  it('are found', () => {
    expect(ours).toContain('ERR_TARGET_UNREACHABLE');
    expect(ours.length).toBeGreaterThan(30);
  });

  it('have each a place in the table of apps/cli/src/exit-codes.ts, or in the list of internal ones here', () => {
    expect(ours.filter((code) => isInternal(code) && !internal.has(code))).toEqual([]);
    expect(ours.filter((code) => !isInternal(code) && internal.has(code))).toEqual([]);
  });

  it('that are listed as internal still exist', () => {
    expect([...internal].filter((code) => !codes.has(code))).toEqual([]);
  });
});
