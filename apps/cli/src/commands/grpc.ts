import type { CliContext } from '../cli-context.js';
import type { ExitCode } from '../exit-codes.js';
import { resolveConfig } from '../measure/resolve-config.js';
import type { SuiteEntry } from '../registry/registry.js';
import { type CommandInput, defineCommand } from '../spec/command-spec.js';
import { UsageError } from '../usage-error.js';
import { bodyEntries, endpointRequest, runEndpoint } from './endpoint-run.js';
import { grpcOptions } from './grpc-options.js';

type Input = CommandInput<typeof grpcOptions>;

/** `grpc`: any unary gRPC method under load, in place of ghz. */
export function grpcCommand(entry: SuiteEntry) {
  return defineCommand({
    path: ['grpc'],
    summary: 'Put load on a gRPC method',
    details:
      'The message is JSON and may hold {{int 1 10000}}, {{uuid}} and {{seq}}. The server is asked what the method takes, unless --proto or --protoset says it.',
    args: [
      {
        form: '[address]',
        summary: 'host:port, or grpcs://host:port for TLS; required unless the config gives it',
      },
      { form: '[method]', summary: 'package.Service/Method; required unless the config gives it' },
    ],
    options: grpcOptions,
    examples: [
      [
        'grpc localhost:9090 shop.Cart/Get -b \'{"id":{{int 1 10000}}}\'',
        'as much as 50 calls at a time can do',
      ],
      ['grpc localhost:9090 shop.Cart/Add -b @item.json --proto shop.proto -R 500/s', '500 calls per second'],
    ],
    run: (input: Input, context) => runGrpc(entry, input, context),
  });
}

async function runGrpc(entry: SuiteEntry, { args, options }: Input, context: CliContext): Promise<ExitCode> {
  const [address, method] = args;
  const body = bodyEntries(options.body, 'message', 'messageFile', '{}');
  const request = endpointRequest(
    'grpc',
    [
      ['the address', ['address'], address],
      ['the method', ['method'], method],
    ],
    grpcOptions,
    options,
    body,
    context,
  );
  const suite = await entry.load();
  if (request.resume === undefined) {
    const { origins } = await resolveConfig(suite, request);
    const missing = ['address', 'method'].filter((field) => origins.originOf([field]) === 'default');
    if (missing.length > 0) {
      throw new UsageError(
        `no ${missing.join(' and no ')} is given`,
        'name what to call, such as benchwright grpc localhost:9090 package.Service/Method',
      );
    }
  }
  return await runEndpoint(suite, request, options, context);
}
