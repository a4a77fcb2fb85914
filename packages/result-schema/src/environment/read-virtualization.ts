import type { Machine } from './machine.js';
import { cpuInfo } from './read-cpu.js';

/** By the vendor and product that the firmware names (DMI); the first that fits counts. */
const VENDORS: readonly (readonly [RegExp, string])[] = [
  [/amazon ec2/i, 'amazon-ec2'],
  [/google/i, 'google-compute-engine'],
  [/microsoft corporation virtual machine/i, 'hyper-v'],
  [/vmware/i, 'vmware'],
  [/innotek|virtualbox/i, 'virtualbox'],
  [/parallels/i, 'parallels'],
  [/digitalocean/i, 'digitalocean'],
  [/hetzner/i, 'hetzner'],
  [/alibaba/i, 'alibaba-cloud'],
  [/openstack/i, 'openstack'],
  [/xen/i, 'xen'],
  [/bhyve/i, 'bhyve'],
  [/qemu|kvm|bochs/i, 'kvm'],
];

/** The name of the hypervisor, `none` on bare metal, null where it cannot be told. */
export function readVirtualization(machine: Machine): string | null {
  if (machine.facts.platform !== 'linux') return null;
  if (/microsoft/i.test(machine.readText('/proc/sys/kernel/osrelease') ?? '')) return 'wsl';
  const flags = cpuInfo(machine).get('flags')?.split(' ');
  // CPUID sets this bit for every guest on x86; without it the machine is real, whoever its vendor is.
  if (flags !== undefined && !flags.includes('hypervisor')) return 'none';
  const type = machine.readText('/sys/hypervisor/type');
  if (type) return type;
  const dmi = ['sys_vendor', 'product_name'].map(
    (name) => machine.readText(`/sys/class/dmi/id/${name}`) ?? '',
  );
  const named = VENDORS.find(([pattern]) => pattern.test(dmi.join(' ')))?.[1];
  if (named === 'amazon-ec2' && /\.metal/.test(dmi.join(' '))) return 'none';
  return named ?? (flags === undefined ? null : 'unknown hypervisor');
}

const CONTAINER_GROUP = /docker|kubepods|containerd|libpod|lxc|garden|podman/;

/** True when this process runs in a container of a kind that can be recognised from inside. */
export function detectContainer(machine: Machine): boolean {
  const { env } = machine.facts;
  if (env.container !== undefined || env.KUBERNETES_SERVICE_HOST !== undefined) return true;
  const marks = ['/.dockerenv', '/run/.containerenv', '/run/systemd/container'];
  if (marks.some((path) => machine.exists(path))) return true;
  return CONTAINER_GROUP.test(machine.readText('/proc/1/cgroup') ?? '');
}
