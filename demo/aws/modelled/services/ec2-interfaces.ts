import type { Listing } from '../../estate.ts';
import { computed } from '../../generate/estate.ts';
import { interfaceOfInstance } from '../../generate/addresses.ts';
import { instanceAt } from '../../generate/instances.ts';
import { gatewayAddresses, groupId, isInUse, subnetId, vpcId, zoneName } from '../../generate/network.ts';
import { countIn, timeAgo } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';
import type { Place } from '../estate.ts';
import type { Fields } from '../model.ts';
import { endpointInterfaceId, privateNat } from './vpc-ids.ts';

const addressOf = (address: string): Fields => ({ PrivateIpAddress: address, PrivateIpAddresses: [{ PrivateIpAddress: address, Primary: true }] });

function ofInstance({ plan, region, account }: Place, local: number): Fields {
  const instance = instanceAt(plan, region, local);
  const { id, allocationId } = interfaceOfInstance(plan, region, local);
  const association = instance.publicIp === undefined ? {} : { Association: { PublicIp: instance.publicIp, AllocationId: allocationId, IpOwnerId: allocationId === undefined ? 'amazon' : account } };
  return {
    NetworkInterfaceId: id, OwnerId: account, Status: 'in-use', InterfaceType: 'interface', Description: '', RequesterManaged: false, SourceDestCheck: true,
    VpcId: instance.vpcId, SubnetId: instance.subnetId, AvailabilityZone: instance.availabilityZone, ...addressOf(instance.privateIp), ...association,
    Groups: instance.securityGroups.map((group) => ({ GroupId: group.id, GroupName: group.name })),
    Attachment: { AttachmentId: hexId('eni-attach', plan.seed, 70, local), InstanceId: instance.id, InstanceOwnerId: account, DeviceIndex: 0, Status: 'attached', DeleteOnTermination: true, AttachTime: new Date(instance.launchedAt) },
    TagSet: [],
  };
}

/** Those of NAT gateways and endpoints, which AWS makes and removes. */
function managed({ plan, region, account }: Place): Fields[] {
  const nat = [...gatewayAddresses(plan, region).map(({ networkInterfaceId, publicIp, allocationId }) => ({ id: networkInterfaceId, Association: { PublicIp: publicIp, AllocationId: allocationId, IpOwnerId: account } })), { id: privateNat(plan, region).networkInterfaceId, Association: undefined }];
  const base = { OwnerId: account, Status: 'in-use', RequesterManaged: true, TagSet: [] };
  return [
    ...nat.map(({ id, Association }, number) => ({
      ...base, NetworkInterfaceId: id, InterfaceType: 'nat_gateway', Description: 'Interface for NAT Gateway', RequesterId: 'amazon-aws', SourceDestCheck: false, VpcId: vpcId(plan, region, number % 2),
      SubnetId: subnetId(plan, region, number % 2, 0), AvailabilityZone: zoneName(plan, region, 0), ...addressOf(`10.${region}.250.${1 + (number % 250)}`), Association, Groups: [],
    })),
    ...[0, 1, 2].map((zone) => ({
      ...base, NetworkInterfaceId: endpointInterfaceId(plan, region, zone), InterfaceType: 'vpc_endpoint', Description: 'VPC Endpoint Interface', RequesterId: 'vpce', SourceDestCheck: true, VpcId: vpcId(plan, region, 1),
      SubnetId: subnetId(plan, region, 1, zone), AvailabilityZone: zoneName(plan, region, zone), ...addressOf(`10.${region}.251.${zone + 1}`), Groups: [{ GroupId: groupId(plan, region, 'web'), GroupName: 'web-sg' }],
    })),
  ];
}

const detached = ({ plan, region, account }: Place, number: number): Fields => ({
  NetworkInterfaceId: hexId('eni', plan.seed, 72 + region, number), OwnerId: account, Status: 'available', InterfaceType: 'interface', Description: `left over ${timeAgo(plan, 200 + number).slice(0, 10)}`, RequesterManaged: false,
  SourceDestCheck: true, VpcId: vpcId(plan, region, 0), SubnetId: subnetId(plan, region, 0, 1), AvailabilityZone: zoneName(plan, region, 1), ...addressOf(`10.${region}.252.${1 + (number % 250)}`),
  Groups: [{ GroupId: groupId(plan, region, 'web'), GroupName: 'web-sg' }], TagSet: [],
});

/** One an instance, those of gateways and endpoints, and one in fifty that nothing uses. */
export function networkInterfaces(place: Place): Listing<Fields> {
  const { plan, region } = place;
  if (!isInUse(plan, region)) return [];
  const instances = countIn(plan, 'instances', region);
  const others = managed(place);
  const free = Math.ceil(instances / 50);
  return computed(instances + others.length + free, (index) => {
    if (index < instances) return ofInstance(place, index);
    return others[index - instances] ?? detached(place, index - instances - others.length);
  });
}
