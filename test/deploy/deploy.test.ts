import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { hasRedis, startRedisBy } from '../cli/redis-server.js';
import { matrixNodeVersions } from '../workflow/workflow.js';
import { findingLines } from '../workspace/finding.js';
import { openWorkspace, workspaceRoot } from '../workspace/tree.js';
import { findComposeFaults } from './compose.js';
import { findDockerfileFaults } from './dockerfile.js';
import { findManifestFaults, type Manifest, readManifests } from './kubernetes.js';
import { findUnknownFields } from './unknown-fields.js';
import { itemsOf, valueAt } from './value-at.js';

const tree = openWorkspace();
const dockerfile = tree.read('deploy/Dockerfile');
const compose = tree.read('deploy/compose.yaml');
const kubernetes = Object.fromEntries(
  tree.files.filter((file) => file.startsWith('deploy/kubernetes/')).map((file) => [file, tree.read(file)]),
);
const promised = {
  nodeMajors: matrixNodeVersions(tree.read('.github/workflows/ci.yml')),
  packageManager: String(valueAt(JSON.parse(tree.read('package.json')), 'packageManager')),
};
const version = String(valueAt(JSON.parse(tree.read('apps/cli/package.json')), 'version'));

/** A text with one place of it changed; the place must be there. */
function planted(text: string, from: string | RegExp, to: string): string {
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  return changed;
}

const dockerfileFaults = (text: string): string[] =>
  findingLines(findDockerfileFaults('Dockerfile', text, promised));
const composeFaults = (text: string): string[] => findingLines(findComposeFaults('compose.yaml', text));
const changedManifests = (from: string | RegExp, to: string): Manifest[] => {
  const all = Object.entries(kubernetes)
    .map(([file, text]) => `# ${file}\n${text}`)
    .join('---\n');
  return readManifests({ all: planted(all, from, to) });
};

describe('the Dockerfile', () => {
  it('parses, ends as a user without rights, on a Node that is tested, and fetches from npm alone', () => {
    expect(dockerfileFaults(dockerfile)).toEqual([]);
  });

  it.each([
    ['a misspelt instruction', 'WORKDIR /src', 'WORKDIRR /src', 'Unknown instruction'],
    [
      'a Node that is not tested',
      /FROM node:24(?![\s\S]*FROM)/,
      'FROM node:19',
      'must be from node:20|22|24',
    ],
    ['root', 'USER 1000:1000', 'USER 0:0', 'not root'],
    ['no user', 'USER 1000:1000', '', 'not root'],
    ['a download', 'COPY . .', 'RUN curl -O example.org/x', 'something else than npm'],
    ['another package manager', 'pnpm@10', 'pnpm@9', 'must install pnpm@10'],
  ])('is refused with %s', (_what, from, to, problem) => {
    expect(dockerfileFaults(planted(dockerfile, from, to)).join('\n')).toContain(problem);
  });
});

describe('the compose file', () => {
  it('keeps to the schema of the Compose Specification, and gives services no more than they need', () => {
    expect(composeFaults(compose)).toEqual([]);
  });

  it.each([
    ['a misspelt key', 'restart: unless', 'restrat: unless', 'restrat'],
    ['a number that is none', 'replicas: 2', 'replicas: two', '/services/agent/deploy/replicas'],
    ['text that is no YAML', 'services:', 'services: [', 'must'],
    ['a service that is none', /depends_on:\n {6}redis:/, 'depends_on:\n      valkey:', 'waits for valkey'],
    [
      'a secret in it',
      /BENCHWRIGHT_FLEET_SECRET: .*/,
      'BENCHWRIGHT_FLEET_SECRET: hunter2',
      'must come from the environment',
    ],
    [
      'a password that may be empty',
      /(REDIS_PASSWORD: \$\{REDIS_PASSWORD):\?[^}]*/,
      '$1',
      'must come from the environment',
    ],
    ['an image of any version', 'redis:7.4-bookworm', 'redis:latest', 'image of no version'],
    ['capabilities', 'cap_drop: [ALL]', '', 'keeps capabilities'],
  ])('is refused with %s', (_what, from, to, problem) => {
    expect(composeFaults(planted(compose, from, to)).join('\n')).toContain(problem);
  });
});

describe('the Kubernetes manifests', () => {
  it('pass the schemas, hold no field that is unknown, and refer to what is there', () => {
    const manifests = readManifests(kubernetes);
    expect(manifests.map(({ value }) => valueAt(value, 'kind')).sort()).toEqual([
      'ConfigMap',
      'Deployment',
      'Deployment',
      'Job',
      'PersistentVolumeClaim',
      'Secret',
      'Service',
    ]);
    expect(findingLines(findManifestFaults(manifests))).toEqual([]);
    expect(findingLines(findUnknownFields(manifests))).toEqual([]);
  });

  it('hold no secret', () => {
    expect(parse(kubernetes['deploy/kubernetes/secret.yaml'] ?? '')).toMatchObject({
      stringData: { 'redis-password': '', 'fleet-secret': '' },
    });
  });

  it.each([
    ['a number that is none', 'replicas: 2', 'replicas: two', 'must be integer'],
    ['a field that is missing', '- name: agent\n', '- command: [x]\n', 'required property name'],
    ['an old version of the API', 'batch/v1', 'batch/v1beta1', 'is of batch/v1'],
    [
      'labels that do not meet',
      /(matchLabels: \{ app.kubernetes.io\/name: benchwright-)agent/,
      '$1agents',
      'which its own have not',
    ],
    [
      'a Service of no pod',
      'selector: { app.kubernetes.io/name: benchwright-redis }',
      'selector: { app: x }',
      'selects no pod',
    ],
    ['a key that no Secret has', 'key: fleet-secret', 'key: secret', 'no key secret'],
    ['a volume that is none', 'name: tmp, mountPath', 'name: temp, mountPath', 'no volume temp'],
    ['a claim that is none', 'claimName: benchwright-results', 'claimName: x', 'no PersistentVolumeClaim x'],
    ['a root user', 'runAsNonRoot: true', 'runAsNonRoot: false', 'may run as root'],
    ['more rights', 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false', 'more rights'],
    ['any version', 'redis:7.4-bookworm', 'redis', 'image of no version'],
  ])('are refused with %s', (_what, from, to, problem) => {
    expect(findingLines(findManifestFaults(changedManifests(from, to))).join('\n')).toContain(problem);
  });

  it('are refused with a misspelt field, however deep', () => {
    const found = findUnknownFields(changedManifests('secretKeyRef', 'secretKeyReff'));
    expect(findingLines(found).join('\n')).toContain(`'"secretKeyReff"' does not exist`);
  });
});

describe('what the containers run', () => {
  const pods = readManifests(kubernetes).flatMap(({ value }) =>
    itemsOf(valueAt(value, 'spec', 'template', 'spec', 'containers')),
  );
  const services = valueAt(parse(compose), 'services');
  const ours = [valueAt(services, 'agent'), valueAt(services, 'coordinator'), ...pods].filter((container) =>
    String(valueAt(container, 'image')).startsWith('benchwright:'),
  );

  it('is this version of it', () => {
    expect(ours.map((container) => valueAt(container, 'image'))).toEqual(
      Array(4).fill(`benchwright:${version}`),
    );
  });

  it('has only flags that the command knows; the run of the Job is planned from its ConfigMap', () => {
    const folder = mkdtempSync(join(tmpdir(), 'benchwright-deploy-'));
    try {
      const [map] = readManifests(kubernetes).filter(({ value }) => valueAt(value, 'kind') === 'ConfigMap');
      writeFileSync(join(folder, 'run.yaml'), String(valueAt(map?.value, 'data', 'run.yaml')));
      for (const container of ours) {
        const given = itemsOf(valueAt(container, 'args') ?? valueAt(container, 'command')).map((word) =>
          String(word).replace('/config', folder),
        );
        const [command] = given;
        const more = command === 'run' ? ['--dry-run'] : ['--help'];
        const shown = execFileSync(
          process.execPath,
          [join(workspaceRoot, 'apps/cli/bin/benchwright.js'), ...given, ...more],
          {
            encoding: 'utf8',
            cwd: folder,
            env: { ...process.env, BENCHWRIGHT_FLEET_SECRET: 'a secret of the tests' },
          },
        );
        if (command === 'run') expect(shown).toMatch(/^ +trials +5 +\S*run\.yaml/m);
        for (const flag of given.filter((word) => word.startsWith('--') && command !== 'run'))
          expect(shown).toContain(flag);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe.skipIf(!hasRedis)('the Redis of both', () => {
  const redisPod = readManifests(kubernetes)
    .flatMap(({ value }) => itemsOf(valueAt(value, 'spec', 'template', 'spec', 'containers')))
    .find((container) => valueAt(container, 'name') === 'redis');
  // Compose writes $ as $$.
  const ofCompose = String(valueAt(parse(compose), 'services', 'redis', 'command', 2)).replaceAll('$$', '$');
  const ofKubernetes = String(valueAt(redisPod, 'command', 2));

  it.each([
    ['compose', ofCompose],
    ['Kubernetes', ofKubernetes],
  ])('starts as %s says, asks for the password, and loses no key to eviction', async (_what, script) => {
    const password = '0123456789abcdef';
    const redis = await startRedisBy((port) => ({
      command: 'sh',
      args: ['-euc', planted(script, '<<END\n', `<<END\nport ${port}\nbind 127.0.0.1\n`)],
      env: { ...process.env, REDIS_PASSWORD: password },
    }));
    try {
      const cli = (...words: string[]): string =>
        execFileSync('redis-cli', ['-u', redis.url, '--no-auth-warning', ...words], { encoding: 'utf8' });
      expect(cli('PING')).toContain('NOAUTH');
      expect(cli('-a', password, 'PING')).toBe('PONG\n');
      expect(cli('-a', password, 'CONFIG', 'GET', 'maxmemory-policy')).toContain('noeviction');
      expect(cli('-a', password, 'CONFIG', 'GET', 'save')).toBe('save\n\n');
    } finally {
      await redis.close();
    }
  });

  it.each([ofCompose, ofKubernetes])('does not start without a password', (script) => {
    expect(() =>
      execFileSync('sh', ['-euc', script], { env: { PATH: process.env.PATH }, stdio: 'pipe' }),
    ).toThrow('REDIS_PASSWORD');
  });
});
