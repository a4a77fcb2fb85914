// Batches of wire form `seed` made beforehand, of which only the record ids are patched: a client that costs its core next to nothing.
const ITEMS = [
  'SubjectUserSid',
  'SubjectUserName',
  'SubjectDomainName',
  'SubjectLogonId',
  'TargetUserSid',
  'TargetUserName',
  'TargetDomainName',
  'TargetLogonId',
  'LogonType',
  'LogonProcessName',
  'AuthenticationPackageName',
  'WorkstationName',
  'ProcessId',
  'ProcessName',
  'IpAddress',
  'IpPort',
];
const ID_DIGITS = 12;

function event(index, computer) {
  const data = ITEMS.map((name) => {
    const value =
      name === 'ProcessName' ? 'C:\\Windows\\System32\\lsass.exe' : `S-1-5-21-${(index * 7919) % 10_007}`;
    return `<Data Name="${name}">${value}</Data>`;
  });
  return (
    '<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System>' +
    '<Provider Name="Microsoft-Windows-Security-Auditing">Microsoft-Windows-Security-Auditing</Provider>' +
    '<EventID>4624</EventID><Level>0</Level><Task>12544</Task><Keywords>0x8020000000000000</Keywords>' +
    `<TimeCreated SystemTime="${new Date().toISOString().slice(0, 23)}0000Z"/>` +
    `<EventRecordID>${'0'.repeat(ID_DIGITS)}</EventRecordID><Channel>Security</Channel><Computer>${computer}</Computer></System>` +
    `<EventData>${data.join('')}</EventData></Event>`
  );
}

/** A batch as a body, and a function that numbers its events from `first`. */
export function makeBatch(size, computer = 'ws-00042.0badcafe.wef.test') {
  const events = Array.from({ length: size }, (_, index) => event(index, computer));
  const body = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Envelope><Body><Events>${events.join('')}</Events></Body></Envelope>`,
  );
  const marks = [];
  const mark = Buffer.from(`<EventRecordID>${'0'.repeat(ID_DIGITS)}`);
  for (let at = body.indexOf(mark); at >= 0; at = body.indexOf(mark, at + 1))
    marks.push(at + mark.length - ID_DIGITS);
  const number = (first) => {
    marks.forEach((at, index) => {
      let rest = first + index;
      for (let digit = ID_DIGITS - 1; digit >= 0; digit--) {
        body[at + digit] = 48 + (rest % 10);
        rest = Math.floor(rest / 10);
      }
    });
  };
  return { body, number };
}
