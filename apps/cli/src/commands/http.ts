import type { CliContext } from '../cli-context.js';
import type { ExitCode } from '../exit-codes.js';
import { resolveConfig } from '../measure/resolve-config.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { UsageError } from '../usage-error.js';
import { bodyEntries, endpointRequest, runEndpoint } from './endpoint-run.js';
import { httpOptions } from './http-options.js';

type Input = CommandInput<typeof httpOptions>;

/** `http`: any HTTP endpoint under load, in place of wrk, oha or hey. */
export function httpCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['http'],
    summary: 'Put load on an HTTP endpoint',
    details:
      'Time and requests are divided into trials, which the intervals rest on. Path, query, header values and body may hold {{int 1 10000}}, {{uuid}} and {{seq}}.',
    args: [{ form: '[url]', summary: 'what is measured; required unless the config gives it' }],
    options: httpOptions,
    examples: [
      ['http http://localhost:8080/ -c 50 -d 30s', 'as much as 50 connections can ask for'],
      [
        "http 'http://localhost:8080/users/{{int 1 10000}}' -R 1000/s",
        'a thousand different requests per second',
      ],
      ['http http://localhost:8080/users -m POST -b @user.json -n 1000', 'exactly 1000 requests with a body'],
      ['http http://localhost:8080/ --load 0-2000/s:1m,2000/s:2m', 'a rate that climbs and stays'],
    ],
    run: (input: Input, context) => runHttp(entry, input, context),
  });
}

async function runHttp(entry: SuiteEntry, { args, options }: Input, context: CliContext): Promise<ExitCode> {
  const suite = await entry.load();
  const body = bodyEntries(options.body, 'body', 'bodyFile', null);
  const request = endpointRequest(
    'http',
    [['the URL', ['url'], args[0]]],
    httpOptions,
    options,
    body,
    context,
  );
  if (request.resume === undefined) {
    const { origins } = await resolveConfig(suite, request);
    if (origins.originOf(['url']) === 'default') {
      throw new UsageError(
        'no URL is given',
        'name what to measure, such as http://localhost:8080/ (benchwright run http measures a server of its own)',
      );
    }
  }
  return await runEndpoint(suite, request, options, context);
}
