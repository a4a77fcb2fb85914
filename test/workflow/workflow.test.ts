import { describe, expect, it } from 'vitest';
import { findingLines } from '../workspace/finding.js';
import { openWorkspace, treeOf } from '../workspace/tree.js';
import { findWorkflowFaults, matrixNodeVersions } from './workflow.js';

const ciFile = '.github/workflows/ci.yml';

const workflow = (step: string) => `on: push
permissions: {}
concurrency: ci
jobs:
  test:
    runs-on: ubuntu-latest
    steps:
      - ${step}
`;

it('an action says what it is and what it runs, a workflow when and with what rights', () => {
  const action = '.github/actions/a/action.yml';
  const found = findingLines(findWorkflowFaults(treeOf({ [action]: 'name: a\n' })));
  expect(found).toEqual([`${action} must say its description`, `${action} must say its runs`]);
});

const commit = '0123456789abcdef0123456789abcdef01234567';
const faults = (text: string) => findingLines(findWorkflowFaults(treeOf({ [ciFile]: text })));

describe('the workflows of this repository', () => {
  const tree = openWorkspace();

  it('parse, pin every action to a commit, and say their permissions', () => {
    expect(tree.has(ciFile)).toBe(true);
    expect(findingLines(findWorkflowFaults(tree))).toEqual([]);
  });

  it('test every Node that is promised', () => {
    expect(matrixNodeVersions(tree.read(ciFile))).toEqual(['20', '22', '24']);
  });

  it('run what a developer runs', () => {
    expect(tree.read(ciFile)).toContain('run: .ci/run');
  });
});

describe('a workflow is refused', () => {
  it.each([
    ['with a tag', 'uses: actions/checkout@v5', /ci\.yml:8 uses actions\/checkout@v5: pin the commit/],
    ['with a short commit', 'uses: actions/checkout@08c6903', /pin the commit/],
    ['with a commit nobody can name', `uses: actions/checkout@${commit}`, /without saying which release/],
    ['with a vague release', `uses: actions/checkout@${commit} # v5`, /without saying which release/],
    ['that does not parse', 'uses: [', /ci\.yml:\d+ /],
  ])('%s', (_what, step, problem) => {
    expect(faults(workflow(step))[0]).toMatch(problem);
  });

  it('without permissions', () => {
    expect(faults('on: push\nconcurrency: ci\njobs: {}\n')).toEqual([`${ciFile} must say its permissions`]);
  });
});

describe('a workflow passes', () => {
  it.each([
    ['with a commit and its release', `uses: actions/checkout@${commit} # v5.0.0`],
    ['with an action of this repository', 'uses: ./.github/actions/setup'],
  ])('%s', (_what, step) => {
    expect(faults(workflow(step))).toEqual([]);
  });
});
