import { isInUse, zoneName } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { ec2Page, tagList } from './ec2-pages.ts';

/** One that is full, one that was kept for a sale, one that another account shares, and one that is over. */
function reservations({ plan, region, account, arn }: Place): Fields[] {
  if (!isInUse(plan, region)) return [];
  const held = [
    { Name: 'checkout', InstanceType: 'm5.large', TotalInstanceCount: 2, AvailableInstanceCount: 0, State: 'active', OwnerId: account },
    { Name: 'sale', InstanceType: 't3.small', TotalInstanceCount: 2, AvailableInstanceCount: 2, State: 'active', OwnerId: account },
    { Name: 'central', InstanceType: 'm5.large', TotalInstanceCount: 4, AvailableInstanceCount: 4, State: 'active', OwnerId: '999988887777' },
    { Name: 'last-year', InstanceType: 't3.small', TotalInstanceCount: 1, AvailableInstanceCount: 0, State: 'expired', OwnerId: account },
  ];
  return held.map(({ Name, ...each }, number) => {
    const CapacityReservationId = hexId('cr', plan.seed, 20 + region, number);
    return {
      CapacityReservationId, CapacityReservationArn: arn('ec2', `capacity-reservation/${CapacityReservationId}`).replace(account, each.OwnerId), ...each, ReservationType: 'default', InstancePlatform: 'Linux/UNIX', Tenancy: 'default', AvailabilityZone: zoneName(plan, region, 0),
      InstanceMatchCriteria: 'open', EndDateType: 'unlimited', CreateDate: new Date(timeAgo(plan, 120 + number)), StartDate: new Date(timeAgo(plan, 120 + number)), EbsOptimized: true, Tags: tagList({ Name }),
    };
  });
}

/** One with instances of the account and one that a licence was moved from; only in the first region, because a host costs much. */
function hosts({ plan, region, account }: Place): Fields[] {
  if (region !== 0 || !isInUse(plan, region)) return [];
  const held = [
    { Name: 'licences', count: 2, HostProperties: { InstanceFamily: 'm5', TotalVCpus: 96, Cores: 48, Sockets: 2 }, free: 92 },
    { Name: 'old-licences', count: 0, HostProperties: { InstanceFamily: 'a1', TotalVCpus: 16, Cores: 16, Sockets: 1 }, free: 16 },
  ];
  return held.map(({ Name, count, HostProperties, free }, number) => ({
    HostId: hexId('h', plan.seed, 20 + region, number), OwnerId: account, State: 'available', HostProperties, AvailableCapacity: { AvailableVCpus: free }, AvailabilityZone: zoneName(plan, region, 0), AllocationTime: new Date(timeAgo(plan, 140 + number)),
    Instances: Array.from({ length: count }, (_, each) => ({ InstanceId: hexId('i', plan.seed, 160 + region, each), InstanceType: 'm5.large', OwnerId: account })), AutoPlacement: 'on', HostRecovery: 'off', HostMaintenance: 'on', AllowsMultipleInstanceTypes: 'on', Tags: tagList({ Name }),
  }));
}

/** One that ends this month, one that has long to run, one that is over. */
function reservedInstances({ plan, region }: Place): Fields[] {
  if (region !== 0 || !isInUse(plan, region)) return [];
  const held = [{ days: 12, State: 'active', InstanceType: 't3.medium' }, { days: 200, State: 'active', InstanceType: 'm5.large' }, { days: -40, State: 'retired', InstanceType: 'm4.large' }];
  return held.map(({ days, ...each }, number) => ({
    ReservedInstancesId: `5f4b1c9e-0000-4000-8000-${String(number).padStart(4, '0')}${plan.account.slice(0, 8)}`, ...each, InstanceCount: 2, ProductDescription: 'Linux/UNIX', InstanceTenancy: 'default', Scope: 'Region', OfferingClass: 'standard', OfferingType: 'No Upfront',
    Start: new Date(timeAgo(plan, 365 - days)), End: new Date(timeAgo(plan, -days)), Duration: 31_536_000, CurrencyCode: 'USD', FixedPrice: 0, UsagePrice: 0, RecurringCharges: [{ Amount: 0.0261, Frequency: 'Hourly' }], Tags: [],
  }));
}

export const capacityAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'ec2.DescribeCapacityReservations': (input, place, asked) => ec2Page(reservations(place), 'CapacityReservations', input, asked),
  'ec2.DescribeHosts': (input, place, asked) => ec2Page(hosts(place), 'Hosts', input, asked),
  'ec2.DescribeReservedInstances': (_input, place) => ({ ReservedInstances: reservedInstances(place) }),
};
