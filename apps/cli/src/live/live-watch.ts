import { once } from 'node:events';
import type { RunEvent } from '@benchwright/load-driver';
import { type ReportInput, renderHtml } from '@benchwright/report';
import type { CliContext } from '../cli-context.js';
import { loadRun } from '../measure/load-run.js';
import { writeProblem } from '../output/problem.js';
import { liveTranslator } from './live-events.js';
import { LiveProcess } from './live-process.js';

/** Whether a page shows the run while it goes on, and whether its report stays there after it. */
export type LiveMode = 'off' | 'on' | 'keep';

/** The mode that a command line asks for. */
export function liveModeOf({
  live,
  liveKeep,
}: {
  live: boolean | undefined;
  liveKeep: boolean | undefined;
}): LiveMode {
  if (liveKeep === true) return 'keep';
  return live === true ? 'on' : 'off';
}

/** The live page of a command: one for all the suites that it measures. Nothing is started until a run asks for it. */
export class LiveWatch {
  readonly #translate: (event: RunEvent) => ReturnType<ReturnType<typeof liveTranslator>>;
  readonly #folders: string[] = [];
  #page: LiveProcess | null = null;
  #keep = false;

  constructor(nowNs: () => number) {
    this.#translate = liveTranslator(nowNs);
  }

  /** Starts the page unless it is there, and returns its address; null, and a warning, where that cannot be: a run does not fail for want of watchers. */
  async start(mode: LiveMode, context: CliContext): Promise<string | null> {
    if (mode === 'off') return null;
    this.#keep ||= mode === 'keep';
    try {
      this.#page ??= await LiveProcess.start();
      return this.#page.url;
    } catch (error) {
      const message = `the live page could not be started: ${messageOf(error)}`;
      writeProblem(context, { label: 'warning', message, hint: 'the run goes on without it' });
      return null;
    }
  }

  /** Passes on what happens, where a page is open. */
  onEvent(event: RunEvent): void {
    if (this.#page === null) return;
    const told = this.#translate(event);
    if (told !== null) this.#page.tell(told);
  }

  /** A run whose result is to be in the report that ends the page. */
  add(folder: string): void {
    this.#folders.push(folder);
  }

  /** Shows the report, until Ctrl-C where that was asked for, and stops. */
  async close(context: CliContext): Promise<void> {
    const page = this.#page;
    if (page === null) return;
    this.#page = null;
    try {
      const inputs = await this.#inputs(context);
      if (inputs.length > 0) page.finish(renderHtml(inputs));
      const { signal, streams } = context;
      if (this.#keep && inputs.length > 0 && !signal.aborted) {
        streams.stderr.write(`the report is at ${page.url} until Ctrl-C\n`);
        await once(signal, 'abort');
      }
    } catch (error) {
      const message = `the live page could not show the report: ${messageOf(error)}`;
      writeProblem(context, { label: 'warning', message });
    } finally {
      await page.close();
    }
  }

  async #inputs(context: CliContext): Promise<ReportInput[]> {
    const inputs: ReportInput[] = [];
    for (const folder of this.#folders) {
      try {
        inputs.push((await loadRun(folder, context)).input);
      } catch (error) {
        const message = `${folder} is not in the report: ${messageOf(error)}`;
        writeProblem(context, { label: 'warning', message });
      }
    }
    return inputs;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
