import { describe, expect, test } from 'vitest';
import { allCommands } from '../commands/all-commands.js';
import { restGrpcOptions } from '../commands/rest-grpc.js';
import { defaultRegistry } from '../registry/default-registry.js';
import { commandsMarkdown } from './commands-markdown.js';
import type { OptionSpec } from './option-spec.js';

test('docs/commands.md is what the declarations say (to write it anew: vitest run -u)', async () => {
  const file = new URL('../../../../docs/commands.md', import.meta.url).pathname;
  await expect(commandsMarkdown(allCommands(defaultRegistry))).toMatchFileSnapshot(file);
});

describe('the declarations', () => {
  const commands = allCommands(defaultRegistry);
  const options: OptionSpec[] = commands.flatMap((command) => Object.values(command.options));

  test('name no flag twice in a command', () => {
    for (const { path, options: own } of commands) {
      const flags = Object.values(own).flatMap((option) => option.flags.match(/(?<![\w-])--?[\w-]+/g) ?? []);
      expect(new Set(flags).size, path.join(' ')).toBe(flags.length);
    }
  });

  test('say what each option is, in a line that ends without a full stop', () => {
    for (const { summary } of options) expect(summary).toMatch(/^\S.*[^.]$/);
  });

  test('of rest-grpc agree with the suite’s config', async () => {
    const suite = await defaultRegistry.suites[0]!.load();
    const parse = (path: readonly (string | number)[], value: unknown): boolean =>
      suite.config.schema.safeParse({ slo: ['p99<1s'], [String(path[0])]: value }).success;
    const known = Object.keys(Object(suite.config.schema.parse({})));
    for (const { configPath, choices } of Object.values(restGrpcOptions) as OptionSpec[]) {
      if (configPath === undefined) continue;
      expect(known).toContain(configPath[0]);
      for (const choice of choices ?? []) expect(parse(configPath, choice), choice).toBe(true);
    }
    for (const name of Object.keys(suite.config.environment)) {
      const [field] = suite.config.environment[name] ?? [];
      const option = (Object.values(restGrpcOptions) as OptionSpec[]).find(
        ({ configPath }) => configPath?.[0] === field,
      );
      expect(option?.environment).toBe(name);
    }
  });
});
