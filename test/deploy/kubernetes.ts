import { Deployment } from 'kubernetes-models/apps/v1';
import { Job } from 'kubernetes-models/batch/v1';
import { ConfigMap, PersistentVolumeClaim, Secret, Service } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import type { Finding } from '../workspace/finding.js';
import { entriesOf, itemsOf, valueAt } from './value-at.js';

const MODELS = { ConfigMap, Deployment, Job, PersistentVolumeClaim, Secret, Service } as const;

/** One object of a manifest. */
export interface Manifest {
  readonly file: string;
  readonly value: unknown;
}

/**
 * The objects that files of manifests hold.
 *
 * @throws what the YAML parser says
 */
export function readManifests(texts: Readonly<Record<string, string>>): Manifest[] {
  return Object.entries(texts).flatMap(([file, text]) =>
    parseAllDocuments(text).map((document) => {
      if (document.errors[0] !== undefined) throw document.errors[0];
      return { file, value: document.toJS() as unknown };
    }),
  );
}

/** What the API server would refuse by its schema, but for unknown fields, and what nothing in the manifests answers to. */
export function findManifestFaults(manifests: readonly Manifest[]): Finding[] {
  return manifests.flatMap(({ file, value }) => {
    const problems = [
      ...schemaProblems(value),
      ...podProblems(value, manifests),
      ...serviceProblems(value, manifests),
    ];
    const name = `${valueAt(value, 'kind')} ${valueAt(value, 'metadata', 'name')}`;
    return problems.map((problem) => ({ file, line: null, problem: `${name}: ${problem}` }));
  });
}

function schemaProblems(value: unknown): string[] {
  const kind = String(valueAt(value, 'kind'));
  const found = Object.entries(MODELS).find(([name]) => name === kind);
  if (found === undefined) return ['is of no kind that is looked at'];
  const [, Model] = found;
  if (valueAt(value, 'apiVersion') !== Model.apiVersion) return [`is of ${Model.apiVersion}`];
  try {
    new Model(Object.fromEntries(entriesOf(value))).validate();
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function podProblems(value: unknown, manifests: readonly Manifest[]): string[] {
  const pod = valueAt(value, 'spec', 'template', 'spec');
  if (pod === undefined) return [];
  const exists = (kind: string, name: unknown): Manifest | undefined =>
    manifests.find(
      (other) => valueAt(other.value, 'kind') === kind && valueAt(other.value, 'metadata', 'name') === name,
    );
  const volumes = itemsOf(valueAt(pod, 'volumes'));
  const missing = volumes.flatMap((volume) => {
    const map = valueAt(volume, 'configMap', 'name');
    const claim = valueAt(volume, 'persistentVolumeClaim', 'claimName');
    return [
      ...(map === undefined || exists('ConfigMap', map) ? [] : [`no ConfigMap ${map}`]),
      ...(claim === undefined || exists('PersistentVolumeClaim', claim)
        ? []
        : [`no PersistentVolumeClaim ${claim}`]),
    ];
  });
  const names = new Set(volumes.map((volume) => valueAt(volume, 'name')));
  const containers = itemsOf(valueAt(pod, 'containers'));
  return [
    ...labelProblems(value),
    ...missing,
    ...(valueAt(pod, 'securityContext', 'runAsNonRoot') === true ? [] : ['may run as root']),
    ...(valueAt(pod, 'automountServiceAccountToken') === false ? [] : ['is given a token of the cluster']),
    ...containers.flatMap((container) => [
      ...itemsOf(valueAt(container, 'volumeMounts'))
        .map((mount) => valueAt(mount, 'name'))
        .filter((name) => !names.has(name))
        .map((name) => `no volume ${name}`),
      ...itemsOf(valueAt(container, 'env')).flatMap((variable) => {
        const ref = valueAt(variable, 'valueFrom', 'secretKeyRef');
        const secret = exists('Secret', valueAt(ref, 'name'));
        const key = valueAt(ref, 'key');
        const isThere = valueAt(secret?.value, 'stringData', String(key)) !== undefined;
        return ref === undefined || isThere ? [] : [`no key ${key} in a Secret ${valueAt(ref, 'name')}`];
      }),
      ...containerProblems(container),
    ]),
  ];
}

function labelProblems(value: unknown): string[] {
  const labels = valueAt(value, 'spec', 'template', 'metadata', 'labels');
  return entriesOf(valueAt(value, 'spec', 'selector', 'matchLabels'))
    .filter(([name, wanted]) => valueAt(labels, name) !== wanted)
    .map(([name]) => `selects pods by ${name}, which its own have not`);
}

function containerProblems(container: unknown): string[] {
  const name = valueAt(container, 'name');
  const safe = valueAt(container, 'securityContext');
  const isSafe =
    valueAt(safe, 'allowPrivilegeEscalation') === false &&
    valueAt(safe, 'readOnlyRootFilesystem') === true &&
    itemsOf(valueAt(safe, 'capabilities', 'drop')).includes('ALL');
  return [
    ...(isSafe ? [] : [`container ${name} has more rights than it needs`]),
    ...(/:\d[\w.-]*$/.test(String(valueAt(container, 'image')))
      ? []
      : [`container ${name} has an image of no version`]),
    ...(valueAt(container, 'resources', 'limits', 'memory')
      ? []
      : [`container ${name} has no limit of memory`]),
  ];
}

function serviceProblems(value: unknown, manifests: readonly Manifest[]): string[] {
  if (valueAt(value, 'kind') !== 'Service') return [];
  const wanted = entriesOf(valueAt(value, 'spec', 'selector'));
  const pods = manifests.map((other) => valueAt(other.value, 'spec', 'template'));
  const isMet = pods.some((pod) =>
    wanted.every(([name, label]) => valueAt(pod, 'metadata', 'labels', name) === label),
  );
  return isMet ? [] : ['selects no pod'];
}
