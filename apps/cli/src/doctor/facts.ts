import type { Environment } from '@benchwright/result-schema';

/** What can be learned of a machine before measuring on it. What cannot be read is null, never guessed. */
export interface MachineFacts {
  readonly environment: Environment;
  readonly cpu: CpuFacts;
  readonly memory: MemoryFacts;
  readonly network: NetworkFacts;
  readonly runtime: RuntimeFacts;
}

export interface CpuFacts {
  /** Of all cores, while the doctor looked: 0–1. */
  readonly busyShare: number | null;
  readonly stealShare: number | null;
  readonly loadAverage1: number | null;
  /** Share of the last ten seconds in which some task waited for a CPU (kernel PSI): 0–1. */
  readonly pressureShare: number | null;
  /** Times the CPU slowed down for heat since the machine started. */
  readonly throttleCount: number | null;
  /** False when the machine runs on its battery. */
  readonly onMains: boolean | null;
}

export interface MemoryFacts {
  readonly availableBytes: number | null;
  readonly swapUsedBytes: number | null;
  /** Free space on the disk that results go to. */
  readonly diskFreeBytes: number | null;
}

export interface NetworkFacts {
  readonly openFileLimit: number | null;
  /** Local ports that outgoing connections may use. */
  readonly ephemeralPorts: { readonly from: number; readonly to: number } | null;
  /** Closed connections whose ports are not free yet. */
  readonly timeWaitSockets: number | null;
}

export interface RuntimeFacts {
  readonly clockSource: string | null;
  /** What one reading of the clock takes. */
  readonly clockReadNs: number;
  readonly debuggerAttached: boolean;
}

/** One thing looked at: what it is, whether it may disturb a measurement, why, and what to do. */
export interface Finding {
  readonly id: string;
  readonly title: string;
  readonly status: 'ok' | 'warn' | 'unknown';
  readonly value: string;
  readonly why: string;
  /** Empty when there is nothing to do. */
  readonly action: string;
}
