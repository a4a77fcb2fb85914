import { join } from 'node:path';
import { makeFolders, writeFileAtomic } from '@benchwright/result-schema';
import { renderFlamePage } from './flame/render-flame-page.js';
import type { ProfiledProcess } from './profile-process.js';
import { type ProfileSummary, profileSummary } from './profile-summary.js';
import { profileFacts } from './profile-text.js';
import { renderFolded } from './tree/folded-text.js';
import type { ProfileTree } from './tree/profile-tree.js';

export interface SaveProfileOptions {
  /** Files of all profiles lie in it side by side, named by time and process. */
  readonly folder: string;
  /** When it was made, ISO 8601 in UTC. */
  readonly at: string;
  /** An earlier profile that the flame graph shows the difference to. */
  readonly before?: ProfileTree | undefined;
}

/** Where a profile was kept. */
export interface SavedProfile {
  readonly summary: ProfileSummary;
  readonly summaryFile: string;
  /** The flame graph of CPU time. */
  readonly flameFile: string;
}

/**
 * Keeps a profile: the summary with its hot paths (.json), flame graphs of time and allocations (.html), stacks for other tools
 * (.folded; of Node also .cpuprofile and .heapprofile). Throws FileError.
 */
export async function saveProfile(
  profiled: ProfiledProcess,
  options: SaveProfileOptions,
): Promise<SavedProfile> {
  const { folder, at, before } = options;
  await makeFolders(folder);
  const stem = `${at.slice(0, 19).replaceAll(/[-:]/g, '')}-${profiled.pid}`;
  const { cpu, allocations, raw } = profiled;
  const facts = [`${at.slice(0, 19).replace('T', ' ')} UTC`, ...profileFacts(profiled)];
  const title = `Process ${profiled.pid}: where its time went`;
  const flameName = `${stem}.cpu.html`;
  const contents: [name: string, content: string][] = [
    [flameName, renderFlamePage({ title, facts, tree: cpu, before })],
    [`${stem}.cpu.${cpu.unit}.folded`, renderFolded(cpu)],
    ...(raw === null ? [] : ([[`${stem}.cpuprofile`, JSON.stringify(raw.cpu)]] as [string, string][])),
  ];
  if (allocations !== null) {
    const heapTitle = `Process ${profiled.pid}: who allocated`;
    contents.push([`${stem}.heap.html`, renderFlamePage({ title: heapTitle, facts, tree: allocations })]);
    if (raw !== null) contents.push([`${stem}.heapprofile`, JSON.stringify(raw.heap)]);
  }
  for (const [name, content] of contents) await writeFileAtomic(join(folder, name), content);
  // Last, so that a summary never names files that are not there.
  const summary = profileSummary(
    profiled,
    at,
    contents.map(([name]) => name),
  );
  const summaryFile = join(folder, `${stem}.json`);
  await writeFileAtomic(summaryFile, `${JSON.stringify(summary, null, 2)}\n`);
  return { summary, summaryFile, flameFile: join(folder, flameName) };
}
