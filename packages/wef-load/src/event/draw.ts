import type { Random } from '@benchwright/stats';

/** What stands in for text that differs from one event to the next, by the name in `{{name arguments}}`. */
type Draw = (random: Random, args: readonly string[]) => string;

const USERS = [
  'anna',
  'bert',
  'chen',
  'dora',
  'emil',
  'fatima',
  'goran',
  'helga',
  'ivan',
  'jun',
  'kofi',
  'lena',
];
const PATHS = [
  'C:\\Windows\\System32\\svchost.exe',
  'C:\\Windows\\System32\\services.exe',
  'C:\\Windows\\System32\\cmd.exe',
  'C:\\Windows\\System32\\conhost.exe',
  'C:\\Windows\\System32\\lsass.exe',
  'C:\\Windows\\System32\\wbem\\WmiPrvSE.exe',
  'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
  'C:\\Program Files\\Microsoft Office\\root\\Office16\\OUTLOOK.EXE',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];
const WORDS = [
  'Get-Item',
  'Policy',
  'update',
  'session',
  '-Path',
  'share',
  'report',
  'C:\\Users',
  '-NoProfile',
  'backup',
  'install',
];

const hex = (random: Random, digits: number): string =>
  Array.from({ length: digits }, () => random.nextInt(16).toString(16)).join('');
const pick = (random: Random, from: readonly string[]): string => from[random.nextInt(from.length)] ?? '';
const between = (random: Random, [least = '0', most = '0']: readonly string[]): number =>
  Number(least) + random.nextInt(Number(most) - Number(least) + 1);

/** Every placeholder but the three that are patched for each batch (`recordId`, `time`, `computer`). */
export const DRAWS: Readonly<Record<string, Draw>> = {
  user: (random) => `${pick(random, USERS)}.${pick(random, USERS)}`,
  host: (random) => `WS-${String(random.nextInt(100_000)).padStart(5, '0')}`,
  sid: (random) =>
    `S-1-5-21-${random.nextUint32()}-${random.nextUint32()}-${random.nextUint32()}-${1000 + random.nextInt(9000)}`,
  guid: (random) => [8, 4, 4, 4, 12].map((digits) => hex(random, digits)).join('-'),
  hex: (random, [digits = '8']) => hex(random, Number(digits)),
  /** TEST-NET-1 (RFC 5737): nobody's address. */
  ipv4: (random) => `192.0.2.${1 + random.nextInt(254)}`,
  int: (random, args) => String(between(random, args)),
  path: (random) => pick(random, PATHS),
  pick: (random, args) => pick(random, args.join(' ').split('|')),
  /** Text of at least so many characters and at most so many, long ones rare: the fourth power of a uniform draw. */
  text: (random, [least = '0', most = '0']) => {
    const length = Math.round(Number(least) + (Number(most) - Number(least)) * random.nextFloat() ** 4);
    let text = '';
    while (text.length < length) text += `${pick(random, WORDS)} `;
    return text.slice(0, length);
  },
};

/** Why `{{name args}}` cannot be drawn; null when it can. Pure. */
export function drawProblem(name: string, args: readonly string[]): string | null {
  if (!Object.hasOwn(DRAWS, name)) {
    return `{{${name}}} is not known: there are recordId, time, computer, ${Object.keys(DRAWS).join(', ')}`;
  }
  if (name === 'int' || name === 'text') {
    const [least, most] = args.map(Number);
    const whole = Number.isSafeInteger(least) && Number.isSafeInteger(most);
    if (args.length !== 2 || !whole || least! < 0 || most! < least! || most! - least! >= 2 ** 32) {
      return `{{${name}}} needs the least and the most, two whole numbers from 0, such as {{${name} 1 100}}`;
    }
    return name === 'text' && most! > 1_000_000 ? '{{text}} has at most 1000000 characters' : null;
  }
  if (name === 'hex' && args.length > 0) {
    const digits = Number(args[0]);
    return Number.isInteger(digits) && digits >= 1 && digits <= 1000
      ? null
      : '{{hex}} needs a number of digits from 1 to 1000';
  }
  if (name === 'pick')
    return args.join('') === '' ? '{{pick}} needs what to choose from, such as {{pick Kerberos|NTLM}}' : null;
  return null;
}
