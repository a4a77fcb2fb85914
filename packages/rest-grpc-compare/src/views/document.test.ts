import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderConsole } from './console.js';
import { renderCsv } from './csv.js';
import { comparisonDocument } from './json.js';
import { documentGrpc, documentInput, documentMetadata, documentRest } from './testdata/document-results.js';

function fixture(name: string): string {
  return readFileSync(new URL(`./testdata/${name}`, import.meta.url), 'utf8');
}

describe("the original document's example, fed through the views", () => {
  it('comes out as its console report, character for character', () => {
    expect(renderConsole(documentInput)).toBe(fixture('document-console.txt'));
  });

  it('comes out as its CSV, followed by the rows that it left out', () => {
    const expected = fixture('document.csv');
    const text = renderCsv(documentInput);
    expect(text.slice(0, expected.length)).toBe(expected);
    expect(text.slice(expected.length).split('\n')[0]).toBe('P99 Response Time (ms),35.20,42.50,REST,-20.7');
  });

  it('comes out as its JSON document, keys in its order and nothing added', () => {
    const { grpc: _left, ...expected } = JSON.parse(fixture('document.json'));
    const input = { metadata: documentMetadata, rest: documentRest, grpc: documentGrpc };
    const { grpc, ...document } = comparisonDocument(input);
    expect(JSON.stringify(document)).toBe(JSON.stringify(expected));
    expect(grpc).toEqual(documentGrpc);
  });
});

describe('where the original document contradicts itself', () => {
  it('its transfer rates are not its bytes over its durations, in 1000s or in 1024s', () => {
    const restRate = 241_325 / (985 / 487.2);
    expect(restRate / 1000).toBeCloseTo(119.4, 1);
    expect(restRate / 1024).toBeCloseTo(116.6, 1);
    expect(documentRest.data_transfer_rate / 1000).toBe(117.5);
    const grpcRate = 178_560 / (992 / 398.4);
    expect(grpcRate / 1000).toBeCloseTo(71.7, 1);
    expect(grpcRate / 1024).toBeCloseTo(70.0, 1);
    expect(documentGrpc.data_transfer_rate / 1000).toBe(71.1);
  });

  it('its network efficiencies, as rounded, give 73.0 % and not 72.9 %', () => {
    expect(((19.86 - 11.48) / 11.48) * 100).toBeCloseTo(73.0, 1);
    expect((180 / 15.67).toFixed(2)).toBe('11.49');
  });
});
