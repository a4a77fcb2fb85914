import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ATTEMPTS = 5;

/**
 * Runs git and returns what it says.
 *
 * @param {string[]} args
 * @param {string} [cwd]
 */
function git(args, cwd = '.') {
  return execFileSync('git', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();
}

/**
 * Takes a baseline out of a branch of `origin`. False when the branch, or the baseline in it, is not there yet; any other failure throws.
 *
 * @param {string} branch
 * @param {string} name
 * @param {string} folder where the baseline is put
 */
export function fetchBaseline(branch, name, folder) {
  if (git(['ls-remote', '--heads', 'origin', `refs/heads/${branch}`]) === '') return false;
  return withCheckout(branch, (tree) => {
    if (!existsSync(join(tree, name))) return false;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    cpSync(join(tree, name), folder, { recursive: true });
    return true;
  });
}

/**
 * Commits a baseline to the branch and pushes it. When another job was faster, begins again from what that one pushed.
 *
 * @param {string} branch
 * @param {string} name
 * @param {string} folder
 * @param {string} message
 */
export function pushBaseline(branch, name, folder, message) {
  for (let attempt = 1; ; attempt++) {
    try {
      withCheckout(branch, (tree) => {
        rmSync(join(tree, name), { recursive: true, force: true });
        cpSync(folder, join(tree, name), { recursive: true });
        git(['add', '--all', '--force', '.'], tree);
        if (git(['status', '--porcelain'], tree) === '') return;
        const author = [
          '-c',
          'user.name=benchwright',
          '-c',
          'user.email=benchwright@users.noreply.github.com',
        ];
        git([...author, 'commit', '--quiet', '-m', message], tree);
        git(['push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`], tree);
      });
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/**
 * Lends a work tree of the branch, apart from the one the job works in; an empty one where there is no such branch. The work tree shares
 * the repository's settings, and so the credentials that checkout left there.
 *
 * @template T
 * @param {string} branch
 * @param {(tree: string) => T} use
 */
function withCheckout(branch, use) {
  const parent = mkdtempSync(join(tmpdir(), 'benchwright-baselines-'));
  const tree = join(parent, 'tree');
  const there = git(['ls-remote', '--heads', 'origin', `refs/heads/${branch}`]) !== '';
  try {
    if (there) git(['fetch', '--quiet', '--depth=1', 'origin', `refs/heads/${branch}`]);
    git(['worktree', 'add', '--quiet', '--detach', tree, there ? 'FETCH_HEAD' : 'HEAD']);
    if (!there) {
      git(['checkout', '--quiet', '--orphan', `${branch}-${process.pid}`], tree);
      git(['rm', '-r', '--quiet', '--force', '--ignore-unmatch', '.'], tree);
    }
    return use(tree);
  } finally {
    rmSync(parent, { recursive: true, force: true });
    git(['worktree', 'prune']);
  }
}
