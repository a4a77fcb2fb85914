import { EXIT, exitCodeOf } from 'benchwright';
import { describe, expect, it } from 'vitest';
import { openWorkspace } from '../workspace/tree.js';

/** Codes of faults that no user can cause or mend: they end as internal errors. */
const internal = new Set([
  'ERR_ATTRIBUTE_ADDED',
  'ERR_COMMITMENT',
  'ERR_CONFORMANCE',
  'ERR_CONTEXT_CONFLICT',
  'ERR_ENCRYPTED_ATTRIBUTE',
  'ERR_FOOTER_FORMAT',
  'ERR_FOOTER_MISSING',
  'ERR_FOOTER_SIGNATURE',
  'ERR_FOOTER_TAG',
  'ERR_FOOTER_TYPE',
  'ERR_HEADER_FORMAT',
  'ERR_HEADER_MISSING',
  'ERR_HEADER_TYPE',
  'ERR_HISTOGRAM_BASIS_MIXED',
  'ERR_HISTOGRAM_CONFIG',
  'ERR_HISTOGRAM_LAYOUT_MIXED',
  'ERR_HISTOGRAM_UNIT_MIXED',
  'ERR_INVALID_REQUEST',
  'ERR_LEGACY_ITEM',
  'ERR_PLAINTEXT_ENCODING',
  'ERR_PLAINTEXT_ITEM',
  'ERR_PUBLIC_KEY',
  'ERR_RECORD_INVALID',
  'ERR_RECORD_LOG_CLOSED',
  'ERR_SIGNED_ATTRIBUTE_MISSING',
  'ERR_SIGNED_ATTRIBUTE_OUT_OF_SCOPE',
  'ERR_STATS_BAD_ARGUMENT',
  'ERR_TRANSPORT_OPTION',
  'ERR_WORKER',
  'ERR_WORKERS_LOST',
]);

/** Codes that Node gives its own errors, which the sources only recognise. */
const nodes = /^ERR_(SSL|TLS|STREAM_|SOCKET_|HTTP2_|MODULE_NOT_FOUND)/;

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
