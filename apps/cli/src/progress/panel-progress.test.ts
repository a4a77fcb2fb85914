import { type RunEvent, VirtualClock } from '@benchwright/load-driver';
import { describe, expect, test } from 'vitest';
import { TextStream } from '../testing/run-cli.js';
import { hasRoomForPanel, panelProgress } from './panel-progress.js';

/** What of VT100 the panel uses, so that what a person sees can be asserted. */
class Screen extends TextStream {
  override columns = 100;
  rows = 30;
  isCursorShown = true;
  lines: string[] = [''];
  #row = 0;
  #column = 0;

  constructor() {
    super(true);
  }

  override write(text: string): void {
    super.write(text);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin so
    for (const [part = ''] of text.matchAll(/\u001b\[\??\d*[A-Za-z]|[\s\S]/gu)) this.#put(part);
  }

  get shown(): string[] {
    return this.lines.map((line) => line.trimEnd());
  }

  #put(part: string): void {
    if (part === '\u001b[?25l') this.isCursorShown = false;
    else if (part === '\u001b[?25h') this.isCursorShown = true;
    else if (part === '\u001b[J') {
      this.lines.length = this.#row + 1;
      this.lines[this.#row] = (this.lines[this.#row] ?? '').slice(0, this.#column);
    } else if (part.startsWith('\u001b[') && part.endsWith('A')) this.#row -= Number(part.slice(2, -1));
    else if (part.startsWith('\u001b')) throw new Error(`unknown sequence ${JSON.stringify(part)}`);
    else if (part === '\r') this.#column = 0;
    else if (part === '\n') this.#feed();
    else this.#print(part);
  }

  #feed(): void {
    this.#row++;
    this.#column = 0;
    this.lines[this.#row] ??= '';
  }

  #print(part: string): void {
    if (this.#column === this.columns) this.#feed();
    const line = (this.lines[this.#row] ?? '').padEnd(this.#column);
    this.lines[this.#row] = line.slice(0, this.#column) + part + line.slice(this.#column + 1);
    this.#column++;
  }
}

const progress = (ok: number): RunEvent => ({
  type: 'trial-progress',
  progress: {
    cell: 'rest',
    trial: 0,
    phase: 'measure',
    elapsedNs: ok * 1e6,
    ok,
    failed: 0,
    offered: ok,
    dropped: 0,
    errors: { 'evil\u001b[2J': 1 },
    inFlight: 5,
    queued: 0,
    ratePerSec: 1000 + ok,
    responseP50Ns: 1.2e6,
    responseP99Ns: 3.4e6,
    recentP50Ns: 0,
    recentP99Ns: 0,
    sendLagP99Ns: 5e4,
    cpuShare: 0.5,
    remainingRequests: 1000 - ok,
    remainingNs: null,
  },
});
const started: RunEvent = {
  type: 'run-started',
  suite: 'rest-grpc',
  title: 'REST against gRPC',
  runId: 'r1',
  seed: 7,
  cells: 1,
  trials: 2,
  trialsDone: 0,
};
const trial: RunEvent = {
  type: 'trial-started',
  cell: 'rest',
  trial: 0,
  index: 0,
  of: 2,
  load: { model: 'iterations', count: 1000, concurrency: 5 },
};
const warning: RunEvent = { type: 'warning', code: 'CPU_STEAL', text: 'time was stolen' };
const ended: RunEvent = { type: 'run-finished', outcome: 'interrupted' };

function watch() {
  const screen = new Screen();
  const clock = new VirtualClock();
  const problems: string[] = [];
  const panel = panelProgress(screen, clock, ({ message }) => void problems.push(message));
  const tell = (...events: RunEvent[]): void => {
    for (const event of events) {
      panel.events(event);
      clock.advanceTo(clock.nowNs() + 250e6);
    }
  };
  return { screen, clock, panel, problems, tell };
}

describe('the panel', () => {
  test('is rewritten in place, below the lasting lines', () => {
    const { screen, tell } = watch();
    tell(started, trial, progress(100), progress(200), warning, progress(300));
    const { shown } = screen;
    expect(shown[0]).toMatch(/^rest-grpc: REST against gRPC; run r1/);
    expect(shown[1]).toBe('warning: time was stolen [CPU_STEAL]');
    expect(shown[2]).toMatch(/^─+$/);
    expect(shown.filter((line) => line.startsWith('answered'))).toEqual([
      expect.stringMatching(/^answered\s+1,300 \/s/),
    ]);
    expect(screen.isCursorShown).toBe(false);
  });

  test('is gone at the end, and the cursor is back', () => {
    const { screen, tell, panel } = watch();
    tell(started, trial, progress(100), ended);
    panel.close();
    expect(screen.shown).toEqual([expect.stringMatching(/^rest-grpc/), '']);
    expect(screen.isCursorShown).toBe(true);
  });

  test('makes room for notes and problems', () => {
    const { screen, tell, panel, problems } = watch();
    tell(started, trial, progress(100));
    panel.note('live: http://127.0.0.1:1/x/');
    expect(screen.shown.slice(1)).toEqual(['live: http://127.0.0.1:1/x/', '']);
    tell(progress(200));
    panel.problem({ label: 'warning', message: 'mind the gap' });
    expect(problems).toEqual(['mind the gap']);
    expect(screen.shown.slice(2)).toEqual(['']);
  });

  test('shrinks to a line on a terminal that was made too small, and comes back', () => {
    const { screen, tell } = watch();
    tell(started, trial, progress(100));
    screen.rows = 10;
    tell(progress(200));
    expect(screen.shown).toEqual([
      expect.stringMatching(/^rest-grpc/),
      expect.stringMatching(/^\[1\/2\] rest trial 1 · 800 left.* · 1,200 \/s · p99 3\.4/),
    ]);
    screen.rows = 30;
    tell(progress(300));
    expect(screen.shown.length).toBeGreaterThan(6);
  });

  test('redraws at most ten times a second', () => {
    const { screen, tell, clock, panel } = watch();
    tell(started, trial);
    const before = screen.text.length;
    for (let i = 0; i < 100; i++) {
      panel.events(progress(i));
      clock.advanceTo(clock.nowNs() + 1e6);
    }
    const rules = screen.text.slice(before).split('───').length;
    expect(screen.text.slice(before).match(/answered/g)?.length).toBe(1);
    expect(rules).toBeGreaterThan(1);
  });
});

test('there is room on 80 columns and 20 rows of a terminal', () => {
  const stream = (columns: number, rows: number | undefined, isTTY = true) =>
    hasRoomForPanel({ write: () => {}, isTTY, columns, rows });
  expect(stream(80, 20)).toBe(true);
  expect(stream(79, 20)).toBe(false);
  expect(stream(80, 19)).toBe(false);
  expect(stream(80, undefined)).toBe(false);
});
