import { hoursPerMonth, type PricedPart } from '../facts.ts';

interface InstanceLike {
  tier: string | null;
  availability: string | null;
  disk_type: string | null;
  disk_size_gib: number | null;
}

/** What an instance costs a month by its tier; undefined where the tier does not tell its size. A regional one is paid for twice. */
export function tierParts(tier: string | null, copies: number): PricedPart[] | undefined {
  const [, cpus, megabytes] = /^db-custom-(\d+)-(\d+)$/.exec(tier ?? '') ?? [];
  if (tier === 'db-f1-micro' || tier === 'db-g1-small') return [[copies * hoursPerMonth, 'h', `sql.${tier}`]];
  if (cpus === undefined) return undefined;
  return [[Number(cpus) * copies * hoursPerMonth, 'vCPU h', 'sql.vcpu'], [(Number(megabytes) / 1024) * copies * hoursPerMonth, 'GiB h', 'sql.gib']];
}

export const copiesOf = ({ availability }: Pick<InstanceLike, 'availability'>): number => (availability === 'REGIONAL' ? 2 : 1);

export const storageParts = (instance: InstanceLike): PricedPart[] => [[(instance.disk_size_gib ?? 0) * copiesOf(instance), 'GiB', instance.disk_type === 'PD_HDD' ? 'sql.hdd' : 'sql.ssd']];
