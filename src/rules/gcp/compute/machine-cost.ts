import { hoursPerMonth, type PricedPart } from '../facts.ts';

export interface MachineShape {
  family: string;
  vcpus: number;
  memoryGib: number;
}

/** GiB for each vCPU by shape, and of the families that differ (cloud.google.com/compute/docs/general-purpose-machines). */
const memory: ReadonlyMap<string, number> = new Map([['standard', 4], ['highmem', 8], ['highcpu', 1], ['n1-standard', 3.75], ['n1-highmem', 6.5], ['n1-highcpu', 0.9], ['c2d-highcpu', 2], ['c3-highcpu', 2], ['c3d-highcpu', 2], ['n4-highcpu', 2]]);

/** `n2-standard-8` or `n2-custom-4-8192`; undefined where the size is not in the name. */
export function shapeOf(machineType: string): MachineShape | undefined {
  const custom = /^(?:([a-z]\d[a-z]?)-)?custom-(\d+)-(\d+)/.exec(machineType);
  if (custom !== null) return { family: custom[1] ?? 'n1', vcpus: Number(custom[2]), memoryGib: Number(custom[3]) / 1024 };
  const [, family = '', shape = '', count] = /^([a-z]\d[a-z]?)-(standard|highmem|highcpu)-(\d+)$/.exec(machineType) ?? [];
  const each = memory.get(`${family}-${shape}`) ?? memory.get(shape);
  return each === undefined ? undefined : { family, vcpus: Number(count), memoryGib: Number(count) * each };
}

/** What a machine costs a month while it runs. */
export function machineParts(machineType: string, count = 1): PricedPart[] {
  const shape = shapeOf(machineType);
  if (shape === undefined) return [[count * hoursPerMonth, 'h', `vm.${machineType}`]];
  // Machines of a size of one's own cost five per cent more (cloud.google.com/compute/vm-instance-pricing).
  const hours = count * hoursPerMonth * (machineType.includes('custom') ? 1.05 : 1);
  return [[Math.round(shape.vcpus * hours * 100) / 100, 'vCPU h', `vcpu.${shape.family}`], [Math.round(shape.memoryGib * hours * 100) / 100, 'GiB h', `gib.${shape.family}`]];
}
