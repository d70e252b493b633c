import type { Prices, RemediationStep, Saving } from '../../../core/rule.ts';
import { hoursPerMonth, SavingSum } from './prices.ts';

export function addressSaving(region: string, prices: Prices, extra: Partial<Saving> = {}): Saving | undefined {
  const sum = new SavingSum();
  sum.add(hoursPerMonth, 'h', prices.unit(region, 'ipv4'), 'public IPv4');
  return sum.saving('high', extra);
}

export function addressRelease(allocationId: string, publicIp: string, region: string): RemediationStep[] {
  return [
    {
      command: `aws ec2 release-address --region ${region} --allocation-id ${allocationId}`,
      undo: `aws ec2 allocate-address --region ${region} --address ${publicIp} (works only while nobody else has it)`,
      permission: 'ec2:ReleaseAddress',
    },
  ];
}
