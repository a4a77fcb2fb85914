// Takes the core away for 60 µs in every 90 or so, for as long as it lives. With real-time priority it leaves others a part of that core
// only, in pieces shorter than any burst of the speed reading: whatever runs there runs slower, as beside a noisy neighbour of the machine.
const asleep = new Int32Array(new SharedArrayBuffer(4));
const AWAKE_MS = 0.06;
const ASLEEP_MS = 0.03;

for (;;) {
  const until = performance.now() + AWAKE_MS;
  while (performance.now() < until);
  Atomics.wait(asleep, 0, 0, ASLEEP_MS);
}
