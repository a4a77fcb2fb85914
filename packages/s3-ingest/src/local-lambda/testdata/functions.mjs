// Handlers that do what functions do wrong, and right. The event says what.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';

let invocations = 0;

export async function handler(event, context) {
  invocations++;
  switch (event.do) {
    case 'echo':
      console.log(`first line of ${event.name ?? 'nobody'}`);
      process.stdout.write('a line without an end');
      return { event, invocations, pid: process.pid, requestId: context.awsRequestId };
    case 'environment':
      return { env: process.env, context: { ...context, remainingMs: context.getRemainingTimeInMillis() } };
    case 'throw': {
      const error = new Error('the bucket is gone');
      error.name = 'NoSuchBucket';
      throw error;
    }
    case 'exit':
      process.exit(event.code);
      break;
    case 'hang':
      return new Promise(() => setInterval(() => {}, 1000));
    case 'spin':
      for (;;) createHash('sha256').update('x').digest();
    case 'hold': {
      // Waits until the test lets go of it: the file tells.
      const { existsSync } = await import('node:fs');
      while (!existsSync(event.until)) await new Promise((resolve) => setTimeout(resolve, 5));
      return { pid: process.pid };
    }
    case 'allocate': {
      const chunks = [];
      for (let mb = 0; mb < event.mb; mb += 8) {
        chunks.push(Buffer.alloc(8 * 1024 * 1024, 1));
        await new Promise((resolve) => setTimeout(resolve, event.pauseMs ?? 0));
      }
      return { held: chunks.length };
    }
    case 'long answer':
      return 'x'.repeat(event.length);
    case 'many lines':
      for (let line = 0; line < event.count; line++) console.log(`line ${line} ${'.'.repeat(80)}`);
      return null;
    case 'leave a child': {
      const child = spawn('sleep', ['600'], { stdio: 'ignore' });
      return { pid: child.pid };
    }
    case 'hash': {
      const started = performance.now();
      const cpu = process.cpuUsage();
      while (performance.now() - started < event.ms) createHash('sha256').update(Buffer.alloc(65536)).digest();
      const { user, system } = process.cpuUsage(cpu);
      return { share: (user + system) / 1000 / (performance.now() - started) };
    }
    default:
      return null;
  }
}

export const notAFunction = 1;
