import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { runCommand } from '../workspace/run-command.js';
import { workspaceRoot } from '../workspace/tree.js';
import { benchwright, gone, newFolder, portsIn, program } from './benchwright.js';

// Each of these runs the whole command once or twice, on a machine that may be busy with other tests.
vi.setConfig({ testTimeout: 120_000 });

// A busy machine may make a result invalid (4); whatever its verdict, its counts must be true.
const measured = [0, 4];

interface Side {
  readonly total_requests: number;
  readonly successful_requests: number;
  readonly failed_requests: number;
  readonly avg_payload_size: number;
  readonly total_bytes_transferred: number;
  readonly errors: Readonly<Record<string, number>>;
}

describe('benchwright rest-grpc', () => {
  it('-r 200 -o json prints a document that parses and sums', async () => {
    const { code, stdout, stderr } = await benchwright(['rest-grpc', '-r', '200', '-o', 'json'], newFolder());
    expect(measured, stderr).toContain(code);
    const document = JSON.parse(stdout) as Record<'rest' | 'grpc', Side>;
    expect(Object.keys(document).slice(0, 4)).toEqual(['test_metadata', 'rest', 'grpc', 'comparison']);
    for (const side of [document.rest, document.grpc]) {
      expect(side.total_requests).toBe(200);
      expect(side.successful_requests + side.failed_requests).toBe(200);
      const bytes = side.avg_payload_size * side.successful_requests;
      // The average is printed rounded.
      expect(Math.abs(side.total_bytes_transferred - bytes)).toBeLessThanOrEqual(side.successful_requests);
    }
    for (const port of portsIn(stderr)) await gone(port);
    expect(portsIn(stderr)).toHaveLength(2);
  });

  it('prints the other forms, and the same from the stored run', async () => {
    const cwd = newFolder();
    const csv = await benchwright(['rest-grpc', '-r', '100', '--trials', '2', '-o', 'csv'], cwd);
    expect(csv.stdout).toMatch(/^Metric,REST,gRPC,Winner,Difference_Pct\r?\nTotal Requests,100,100,-,-/);
    const [id = ''] = readdirSync(join(cwd, 'results', 'rest-grpc'));
    const run = join('results', 'rest-grpc', id);
    const again = await benchwright(['report', run, '-f', 'rest-grpc:csv'], cwd);
    expect(again).toEqual({ code: 0, stdout: csv.stdout, stderr: '' });
    const page = await benchwright(['report', run, '-f', 'rest-grpc:console'], cwd);
    expect(page.stdout).toMatch(/^={80}\nPARALLEL PERFORMANCE TEST RESULTS\n={80}\n/);
    const general = await benchwright(['report', run], cwd);
    expect(general.stdout).toMatch(/^(VALID|SUSPECT|INVALID) {2}rest-grpc · 4 cells · 8 of 8 trials/);
    expect(JSON.parse(readFileSync(join(cwd, run, 'result.json'), 'utf8'))).toMatchObject({
      schemaVersion: 1,
    });
  });

  it('compares other protocols through the client asked for, and starts no other server', async () => {
    const flags = ['--protocols', 'graphql,grpc-web', '--client', 'raw', '--trials', '2', '--no-ceiling'];
    const { code, stdout, stderr } = await benchwright(
      ['rest-grpc', '-r', '50', ...flags, '-o', 'json'],
      newFolder(),
    );
    expect(measured, stderr).toContain(code);
    const { contenders } = JSON.parse(stdout) as { contenders: (Side & { cell: string })[] };
    expect(contenders.map(({ cell, successful_requests }) => [cell, successful_requests])).toEqual([
      ['graphql-raw', 50],
      ['grpc-web-raw', 50],
    ]);
    expect(portsIn(stderr)).toHaveLength(2);
    for (const port of portsIn(stderr)) await gone(port);
  });

  it('says which protocols there are, and that a server named must be compared', async () => {
    const soap = await benchwright(['rest-grpc', '-r', '5', '--protocols', 'rest,soap'], newFolder());
    expect({ code: soap.code, stdout: soap.stdout }).toEqual({ code: 2, stdout: '' });
    expect(soap.stderr).toContain(
      '--protocols  protocols must be one or more of rest, grpc, graphql, rest-h2, grpc-web',
    );
    const idle = await benchwright(
      ['rest-grpc', '-r', '5', '--graphql-url', 'http://localhost:1'],
      newFolder(),
    );
    expect(idle.code).toBe(2);
    expect(idle.stderr).toContain('--graphql-url');
  });

  it('lists all mistakes of a config, with their places', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'bench.yaml'), 'requsts: 100\ntrials: many\nwarmup:\n  requests: -1\n');
    const { code, stdout, stderr } = await benchwright(
      ['rest-grpc', '-r', '5', '--config', 'bench.yaml'],
      cwd,
    );
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/the config has 3 problems/);
    expect(stderr).toMatch(/bench\.yaml:1:1 .*requsts.*did you mean requests\?/);
    expect(stderr).toMatch(/bench\.yaml:2:9 .*trials/);
    expect(stderr).toMatch(/bench\.yaml:4:13 .*requests/);
  });

  it('finds an output that cannot be written before it starts anything', async () => {
    const cwd = newFolder();
    writeFileSync(join(cwd, 'results'), 'a file');
    const { code, stdout, stderr } = await benchwright(['rest-grpc', '-r', '5'], cwd);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/^error: cannot create the folder results/);
  });

  it('says what was tried when servers do not answer, and how to start them', async () => {
    const flags = ['--rest-url', 'http://127.0.0.1:1', '--grpc-url', '127.0.0.1:1'];
    const { code, stdout, stderr } = await benchwright(['rest-grpc', '-r', '5', ...flags], newFolder());
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/cannot reach .*http:\/\/127\.0\.0\.1:1/);
    expect(stderr).toContain('benchwright targets start users');
  });
});

describe('a reader who goes away early', () => {
  it.each([
    ['of a long output', `"${program}" completions powershell | head -1`],
    ['of a result', `"${program}" rest-grpc -r 20 --trials 2 --progress none | head -1`],
  ])('%s is no error', async (_what, script) => {
    const { code, stdout, stderr } = await runCommand('sh', ['-c', script], { cwd: newFolder() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.not.stringMatching(/EPIPE|^\s+at /m) });
    expect(stdout.split('\n')).toHaveLength(2);
  });
});

it('an error that nobody caught ends with 5, not with the 1 of a failed gate', async () => {
  // Thrown where no promise or stream of the command can catch it, once the command is at work.
  const fault = `const { write } = process.stdout;
    process.stdout.write = function (...parts) {
      setImmediate(() => { throw new TypeError('boom'); });
      process.stdout.write = write;
      return write.apply(this, parts);
    };`;
  const env = { ...process.env, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(fault)}` };
  const target = ['targets', 'start', 'users', '--rest-port', '0', '--grpc-port', '0'];
  const { code, stderr } = await runCommand(program, target, { cwd: newFolder(), env });
  expect(code, stderr).toBe(5);
  expect(stderr).toMatch(/error: internal error: boom\n.*--verbose/);
});

it('a command that is not built says so', async () => {
  const cwd = newFolder();
  const file = join(cwd, 'bin', 'benchwright.js');
  const source = readFileSync(join(workspaceRoot, 'apps', 'cli', 'bin', 'benchwright.js'));
  await runCommand('mkdir', ['bin'], { cwd });
  writeFileSync(join(cwd, 'package.json'), '{"type":"module"}');
  writeFileSync(file, source);
  const { code, stdout, stderr } = await runCommand(process.execPath, [file, '--version'], { cwd });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^error: benchwright is not built yet: run "pnpm build"/);
});
