import { access, mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Suite } from '@benchwright/load-driver';
import { configToJsonSchema, jsonSchemaText, writeFileAtomic } from '@benchwright/result-schema';
import type { CliContext } from '../cli-context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import type { Registry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { onOff, text, verboseOption } from '../spec/option-spec.js';
import { UsageError, unknownName } from '../usage-error.js';

const options = {
  output: text('-o, --output <file>', 'file to write; - prints it', {
    takesFile: true,
    otherwise: '<suite>.yaml',
  }),
  force: onOff('--force', 'overwrite an existing file'),
  verbose: verboseOption,
} as const;

/** `init`: a commented config to start from. */
export function initCommand({ suites }: Registry) {
  const names = suites.map(({ id }) => id);
  return defineCommand({
    path: ['init'],
    summary: 'Write a commented config file for a suite',
    details:
      'The file holds every field with its default. The JSON Schema that its first line names is written beside it, so that an editor completes and checks the fields.',
    args: [
      { form: names.length === 1 ? '[suite]' : '<suite>', summary: 'suite to configure', choices: names },
    ],
    options,
    examples: [[`init ${names[0] ?? ''}`, `writes ${names[0] ?? '<suite>'}.yaml`]],
    run: (input: CommandInput<typeof options>, context) => writeConfig(input, context),
  });
}

async function writeConfig(
  { args, options: given }: CommandInput<typeof options>,
  { registry, streams }: CliContext,
): Promise<ExitCode> {
  const name = args[0] ?? registry.suites[0]?.id ?? '';
  const entry = registry.suites.find(({ id }) => id === name);
  if (entry === undefined)
    throw unknownName(
      'suite',
      name,
      registry.suites.map(({ id }) => id),
    );
  const suite = await entry.load();
  const file = given.output ?? `${suite.id}.yaml`;
  if (file === '-') {
    streams.stdout.write(suite.config.template);
    return EXIT.fine;
  }
  if (given.force !== true && (await exists(file))) {
    throw new UsageError(
      `${file} exists already`,
      'choose another name with -o, or overwrite it with --force',
      'ERR_FILE_EXISTS',
    );
  }
  await writeFileAtomic(file, suite.config.template);
  const schema = await writeSchema(suite, file);
  streams.stderr.write(
    `${file} written${schema === null ? '' : `, and ${schema} for editors`}; run it with: benchwright run ${suite.id} -c ${file}\n`,
  );
  return EXIT.fine;
}

/** The schema goes where the template's editor line looks for it: a line that points nowhere would help nobody. */
async function writeSchema(suite: Suite, file: string): Promise<string | null> {
  const relative = /^# yaml-language-server: \$schema=(\.\S+)$/m.exec(suite.config.template)?.[1];
  if (relative === undefined) return null;
  const path = resolve(dirname(file), relative);
  await mkdir(dirname(path), { recursive: true });
  const schema = configToJsonSchema(suite.config.schema, {
    id: `${suite.id}.schema.json`,
    title: suite.title,
  });
  await writeFileAtomic(path, jsonSchemaText(schema));
  return relative;
}

async function exists(file: string): Promise<boolean> {
  return await access(file).then(
    () => true,
    () => false,
  );
}
