/**
 * @typedef {object} Inputs
 * @property {string[]} run Words after `benchwright run`.
 * @property {string[]} command The program and its first words.
 * @property {string} slo
 * @property {string} noise
 * @property {string[]} allow
 * @property {string} baseline
 * @property {string} store
 * @property {string} branch
 * @property {string} update
 */

const STORES = ['branch', 'cache', 'none'];
const UPDATES = ['auto', 'always', 'never'];
const ALLOWED = ['not-shown', 'other-machine'];

/**
 * The inputs of the action from the environment, or everything wrong with them. Pure.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {{inputs: Inputs, problems: string[]}}
 */
export function readInputs(env) {
  /** @type {string[]} */
  const problems = [];
  const input = (/** @type {string} */ name, otherwise = '') =>
    (env[`INPUT_${name.toUpperCase().replaceAll('-', '_')}`] ?? '').trim() || otherwise;
  const oneOf = (
    /** @type {string} */ name,
    /** @type {string[]} */ choices,
    /** @type {string} */ otherwise,
  ) => {
    const value = input(name, otherwise);
    if (!choices.includes(value))
      problems.push(`${name}: must be one of ${choices.join(', ')}, got '${value}'`);
    return value;
  };
  const words = (/** @type {string} */ name, otherwise = '') => {
    const split = splitWords(input(name, otherwise));
    if (split === null) problems.push(`${name}: a quote is not closed`);
    else if (split.length === 0) problems.push(`${name}: is required, such as rest-grpc --quick`);
    return split ?? [];
  };
  const inputs = {
    run: words('run'),
    command: words('command', 'npx --yes benchwright'),
    slo: input('slo'),
    noise: input('noise'),
    allow: input('allow')
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
    baseline: input('baseline', 'main'),
    store: oneOf('baseline-store', STORES, 'cache'),
    branch: input('baseline-branch', 'benchwright-baselines'),
    update: oneOf('update-baseline', UPDATES, 'auto'),
  };
  for (const word of inputs.allow) {
    if (!ALLOWED.includes(word)) problems.push(`allow: must be of ${ALLOWED.join(', ')}, got '${word}'`);
  }
  if (inputs.noise !== '' && !/^\d+(\.\d+)?\s*%?$/.test(inputs.noise)) {
    problems.push(`noise: must be a share such as 2%, got '${inputs.noise}'`);
  }
  if (!/^\w[\w.-]{0,99}$/.test(inputs.baseline)) {
    problems.push(
      `baseline: must be letters, digits, dots, dashes and underscores, got '${inputs.baseline}'`,
    );
  }
  if (!/^[A-Za-z0-9_][\w./-]*$/.test(inputs.branch) || /\.\.|\/\/|\.lock$|[./]$/.test(inputs.branch)) {
    problems.push(`baseline-branch: is no name for a branch: '${inputs.branch}'`);
  }
  const own = inputs.run.find((word) => /^(-o|--output|--results)(=|$)/.test(word));
  if (own !== undefined) problems.push(`run: ${own} is the action's own, leave it out`);
  return { inputs, problems };
}

/**
 * Words between blanks; what stands in quotes is one word. Nothing is expanded, so nothing can be injected. Null when a quote is open.
 *
 * @param {string} text
 */
export function splitWords(text) {
  /** @type {string[]} */
  const words = [];
  let word = '';
  let quote = '';
  let begun = false;
  for (const character of text) {
    if (quote !== '' ? character === quote : character === '"' || character === "'") {
      quote = quote === '' ? character : '';
      begun = true;
    } else if (quote === '' && /\s/.test(character)) {
      if (begun) words.push(word);
      word = '';
      begun = false;
    } else {
      word += character;
      begun = true;
    }
  }
  if (quote !== '') return null;
  return begun ? [...words, word] : words;
}
