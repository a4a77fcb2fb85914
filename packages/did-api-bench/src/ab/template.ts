import { didConfigTemplate } from '../config-template.js';

/** What `benchwright init did-ab` writes: the two sides, and every other field with its default. */
export const didAbTemplate: string = didConfigTemplate
  .replace(/^# yaml-language-server.*\n#\n/, '')
  .replace(
    /^# A biometric DID API:.*$/m,
    '# Two DID APIs, or one before and after a change, measured in turn: A B B A.',
  )
  .replace('benchwright did run --config did-api.yaml', 'benchwright did compare --config did-ab.yaml')
  .replace(
    /^# Address of the API[\s\S]*?^server: \{\}$/m,
    `# The two sides: an address, a command that starts a server on {port}, or the embedded server with these switches.
baseline:
  target: null
  command: null
  server: {}
candidate:
  target: null
  command: null
  server: {}`,
  )
  .replace(
    /^# Parts the run is divided into.*\ntrials: null$/m,
    `# Rounds: each side is measured so often, in turn.
trials: 10`,
  );
