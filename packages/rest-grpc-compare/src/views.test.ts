import { describe, expect, it } from 'vitest';
import { summarizeRestGrpc } from './summarize.js';
import { clearRounds, runRecords, type TrialSketch } from './testing/trial-records.js';
import { restGrpcViews } from './views.js';

function render(
  id: string,
  trials: readonly TrialSketch[],
  outcome: 'completed' | 'interrupted' = 'completed',
) {
  const view = restGrpcViews.find((candidate) => candidate.id === id)!;
  return view.render(summarizeRestGrpc(runRecords(trials, {}, outcome)));
}

/** The first round's gRPC server fails now and then and stands behind Envoy; the last round was cut short. */
const troubled: readonly TrialSketch[] = clearRounds().map((t) => ({
  ...t,
  ...(t.cell === 'grpc-raw' && t.trial === 0
    ? { timesMs: [20, 22, 24, 26], errors: { GRPC_UNAVAILABLE: 1 } }
    : {}),
  ...(t.cell === 'grpc-raw' ? { extra: { proxy: 1 } } : {}),
  interrupted: t.trial === 2,
}));

describe('the views of a result', () => {
  it.each(['console', 'json', 'csv'])('%s: three clear rounds', async (id) => {
    await expect(render(id, clearRounds())).toMatchFileSnapshot(`views/testdata/clear-rounds.${id}.txt`);
  });

  it.each(['console', 'json', 'csv'])('%s: an interrupted run with failures', async (id) => {
    await expect(render(id, troubled, 'interrupted')).toMatchFileSnapshot(
      `views/testdata/troubled.${id}.txt`,
    );
  });

  it('puts the verdict on the run before everything else', () => {
    const lines = render('console', troubled, 'interrupted').split('\n');
    expect(lines[3]).toBe('Validity: INVALID');
    expect(lines.indexOf('Test Configuration:')).toBeGreaterThan(3);
  });
});
