import { defaultVpc, gatewayAddresses, groupId, isInUse, subnetId, subnetIds, vpcId, vpcNumbers, zoneName } from '../../generate/network.ts';
import { timeAgo } from '../../generate/plan.ts';
import { hexId } from '../../generate/random.ts';
import type { Place, PlacedAnswerer } from '../estate.ts';
import type { Fields } from '../model.ts';
import { ec2Page, tagList } from './ec2-pages.ts';
import { endpointId, endpointInterfaceId, internetGatewayId, natGatewayId, peeringId, privateNat, routeTableId } from './vpc-ids.ts';

const names = ['main', 'legacy', ''];
const named = (vpc: number, rest = ''): { Key: string; Value: string }[] => (vpc === defaultVpc ? [] : tagList({ Name: `${names[vpc]}${rest}`, env: vpc === 0 ? 'prod' : 'dev' }));
const blockOf = (region: number, vpc: number): string => (vpc === defaultVpc ? '172.31.0.0/16' : `10.${region}.${vpc * 128}.0/17`);
const isMain = (vpc: number): boolean => vpc === 0;

const vpcs = ({ plan, region, account }: Place): Fields[] => vpcNumbers(plan, region).map((vpc) => ({
  VpcId: vpcId(plan, region, vpc), OwnerId: account, State: 'available', CidrBlock: blockOf(region, vpc), IsDefault: vpc === defaultVpc, InstanceTenancy: 'default', DhcpOptionsId: hexId('dopt', plan.seed, 20 + region, 0),
  CidrBlockAssociationSet: [{ AssociationId: hexId('vpc-cidr-assoc', plan.seed, 20 + region, vpc), CidrBlock: blockOf(region, vpc), CidrBlockState: { State: 'associated' } }],
  Ipv6CidrBlockAssociationSet: isMain(vpc) ? [{ AssociationId: hexId('vpc-cidr-assoc', plan.seed, 20 + region, 9), Ipv6CidrBlock: `2600:1f18:${region}::/56`, Ipv6CidrBlockState: { State: 'associated' } }] : [],
  Tags: named(vpc),
}));

const subnets = ({ plan, region, account, arn }: Place): Fields[] => vpcNumbers(plan, region).flatMap((vpc) => [0, 1, 2].map((zone) => ({
  SubnetId: subnetId(plan, region, vpc, zone), SubnetArn: arn('ec2', `subnet/${subnetId(plan, region, vpc, zone)}`), OwnerId: account, State: 'available', VpcId: vpcId(plan, region, vpc), AvailabilityZone: zoneName(plan, region, zone),
  CidrBlock: vpc === defaultVpc ? `172.31.${zone * 16}.0/20` : `10.${region}.${vpc * 128 + zone * 32}.0/19`, DefaultForAz: vpc === defaultVpc, MapPublicIpOnLaunch: vpc === defaultVpc || zone === 0,
  AvailableIpAddressCount: 4000, AssignIpv6AddressOnCreation: false, Ipv6CidrBlockAssociationSet: [], Tags: named(vpc, zone === 0 ? '-public-a' : `-private-${'abc'[zone]}`),
})));

function routeTables({ plan, region, account }: Place): Fields[] {
  const associated = (table: string, number: number, rest: Fields): Fields => ({ RouteTableAssociationId: hexId('rtbassoc', plan.seed, 20 + region, number), RouteTableId: table, AssociationState: { State: 'associated' }, ...rest });
  const local = (vpc: number): Fields => ({ DestinationCidrBlock: blockOf(region, vpc), GatewayId: 'local', State: 'active', Origin: 'CreateRouteTable' });
  const anywhere = (target: Fields, state = 'active'): Fields => ({ DestinationCidrBlock: '0.0.0.0/0', ...target, State: state, Origin: 'CreateRoute' });
  return vpcNumbers(plan, region).flatMap((vpc) => {
    const [main, open] = [routeTableId(plan, region, vpc, 'main'), routeTableId(plan, region, vpc, 'public')];
    const toInternet = anywhere({ GatewayId: internetGatewayId(plan, region, vpc) });
    const base = { OwnerId: account, VpcId: vpcId(plan, region, vpc), PropagatingVgws: [] };
    if (vpc === defaultVpc) return [{ ...base, RouteTableId: main, Associations: [associated(main, vpc * 9, { Main: true })], Routes: [local(vpc), toInternet], Tags: [] }];
    const inside = [
      local(vpc), { DestinationCidrBlock: blockOf(region, 1 - vpc), VpcPeeringConnectionId: peeringId(plan, region, 0), State: 'active', Origin: 'CreateRoute' },
      // The second VPC still routes to a gateway that was deleted.
      isMain(vpc) ? anywhere({ NatGatewayId: natGatewayId(plan, region, 0) }) : anywhere({ NatGatewayId: natGatewayId(plan, region, 9999) }, 'blackhole'),
      ...(isMain(vpc) ? [{ DestinationPrefixListId: 'pl-63a5400a', GatewayId: endpointId(plan, region, 0), State: 'active', Origin: 'CreateRoute' }] : []),
    ];
    return [
      { ...base, RouteTableId: main, Associations: [associated(main, vpc * 9, { Main: true })], Routes: inside, Tags: named(vpc, '-private') },
      { ...base, RouteTableId: open, Associations: [associated(open, vpc * 9 + 1, { Main: false, SubnetId: subnetId(plan, region, vpc, 0) })], Routes: [local(vpc), toInternet], Tags: named(vpc, '-public') },
    ];
  });
}

function networkAcls({ plan, region, account }: Place): Fields[] {
  const entry = (Egress: boolean, RuleNumber: number, rest: Fields = {}): Fields => ({ Egress, RuleNumber, Protocol: '-1', RuleAction: RuleNumber === 32767 ? 'deny' : 'allow', CidrBlock: '0.0.0.0/0', ...rest });
  const rest = [entry(true, 100), entry(true, 32767), entry(false, 32767)];
  const guarded = subnetId(plan, region, 1, 2);
  const acl = (number: number, vpc: number, isDefault: boolean, subnetsOf: string[], entries: Fields[]): Fields => {
    const NetworkAclId = hexId('acl', plan.seed, 20 + region, number);
    const Associations = subnetsOf.map((SubnetId, at) => ({ NetworkAclAssociationId: hexId('aclassoc', plan.seed, 20 + region, number * 9 + at), NetworkAclId, SubnetId }));
    return { NetworkAclId, OwnerId: account, VpcId: vpcId(plan, region, vpc), IsDefault: isDefault, Associations, Entries: entries, Tags: isDefault ? [] : named(vpc, '-guard') };
  };
  const defaults = vpcNumbers(plan, region).map((vpc) => acl(vpc, vpc, true, subnetIds(plan, region, vpc).filter((id) => id !== guarded), [entry(false, 100), ...rest]));
  if (!isInUse(plan, region)) return defaults;
  const ssh = entry(false, 90, { Protocol: '6', PortRange: { From: 22, To: 22 } });
  return [...defaults, acl(8, 1, false, [guarded], [ssh, entry(false, 100, { Protocol: '6', PortRange: { From: 443, To: 443 } }), ...rest])];
}

function internetGateways({ plan, region, account }: Place): Fields[] {
  const gateway = (number: number, Attachments: Fields[]): Fields => ({ InternetGatewayId: internetGatewayId(plan, region, number), OwnerId: account, Attachments, Tags: named(number) });
  const attached = vpcNumbers(plan, region).map((vpc) => gateway(vpc, [{ VpcId: vpcId(plan, region, vpc), State: 'available' }]));
  return isInUse(plan, region) ? [...attached, { InternetGatewayId: internetGatewayId(plan, region, 5), OwnerId: account, Attachments: [], Tags: tagList({ Name: 'spare' }) }] : attached;
}

function natGateways({ plan, region }: Place): Fields[] {
  if (!isInUse(plan, region)) return [];
  const open = gatewayAddresses(plan, region).map(({ allocationId, publicIp, networkInterfaceId, associationId }) => ({ ConnectivityType: 'public', NatGatewayAddresses: [{ AllocationId: allocationId, PublicIp: publicIp, NetworkInterfaceId: networkInterfaceId, AssociationId: associationId, IsPrimary: true, Status: 'succeeded' }] }));
  const closed = { ConnectivityType: 'private', NatGatewayAddresses: [{ NetworkInterfaceId: privateNat(plan, region).networkInterfaceId, IsPrimary: true, Status: 'succeeded' }] };
  return [...open, closed].map((gateway, number) => ({
    NatGatewayId: natGatewayId(plan, region, number), State: 'available', VpcId: vpcId(plan, region, number % 2), SubnetId: subnetId(plan, region, number % 2, 0), CreateTime: new Date(timeAgo(plan, 100 + number)), ...gateway, Tags: named(number % 2, `-nat-${number}`),
  }));
}

function vpcEndpoints({ plan, region, regionName, account }: Place): Fields[] {
  if (!isInUse(plan, region)) return [];
  const base = { OwnerId: account, State: 'available', RequesterManaged: false, CreationTimestamp: new Date(timeAgo(plan, 300)) };
  return [
    {
      ...base, VpcEndpointId: endpointId(plan, region, 0), VpcEndpointType: 'Gateway', ServiceName: `com.amazonaws.${regionName}.s3`, VpcId: vpcId(plan, region, 0), RouteTableIds: [routeTableId(plan, region, 0, 'main')],
      PolicyDocument: '{"Version":"2008-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}', PrivateDnsEnabled: false, Tags: named(0, '-s3'),
    },
    {
      ...base, VpcEndpointId: endpointId(plan, region, 1), VpcEndpointType: 'Interface', ServiceName: `com.amazonaws.${regionName}.ssm`, VpcId: vpcId(plan, region, 1), SubnetIds: subnetIds(plan, region, 1), PrivateDnsEnabled: true,
      Groups: [{ GroupId: groupId(plan, region, 'web'), GroupName: 'web-sg' }], NetworkInterfaceIds: [0, 1, 2].map((zone) => endpointInterfaceId(plan, region, zone)), Tags: [],
    },
  ];
}

function peerings({ plan, region, regionName, account }: Place): Fields[] {
  if (!isInUse(plan, region)) return [];
  const sideOf = (vpc: number): Fields => ({ VpcId: vpcId(plan, region, vpc), OwnerId: account, Region: regionName, CidrBlock: blockOf(region, vpc), CidrBlockSet: [{ CidrBlock: blockOf(region, vpc) }] });
  const foreign = { VpcId: hexId('vpc', plan.seed, 140 + region, 0), OwnerId: '999988887777', Region: regionName, CidrBlock: '192.168.0.0/16' };
  return [
    { VpcPeeringConnectionId: peeringId(plan, region, 0), Status: { Code: 'active', Message: 'Active' }, RequesterVpcInfo: sideOf(0), AccepterVpcInfo: sideOf(1), Tags: named(0, '-to-legacy') },
    { VpcPeeringConnectionId: peeringId(plan, region, 1), Status: { Code: 'active', Message: 'Active' }, RequesterVpcInfo: foreign, AccepterVpcInfo: sideOf(1), Tags: tagList({ Name: 'partner' }) },
  ];
}

/** The main VPC alone logs its traffic. */
const flowLogs = ({ plan, region, arn }: Place): Fields[] => (isInUse(plan, region) ? [{
  FlowLogId: hexId('fl', plan.seed, 20 + region, 0), FlowLogStatus: 'ACTIVE', ResourceId: vpcId(plan, region, 0), TrafficType: 'ALL', LogDestinationType: 'cloud-watch-logs', LogGroupName: '/vpc/main', LogDestination: arn('logs', 'log-group:/vpc/main'),
  CreationTime: new Date(timeAgo(plan, 300)), Tags: [],
}] : []);

const listed = (list: string, of: (place: Place) => Fields[]): PlacedAnswerer => (input, place, asked) => ec2Page(of(place), list, input, asked);

export const vpcAnswers: Readonly<Record<string, PlacedAnswerer>> = {
  'ec2.DescribeFlowLogs': listed('FlowLogs', flowLogs),
  'ec2.DescribeInternetGateways': listed('InternetGateways', internetGateways),
  'ec2.DescribeNatGateways': listed('NatGateways', natGateways),
  'ec2.DescribeNetworkAcls': listed('NetworkAcls', networkAcls),
  'ec2.DescribeRouteTables': listed('RouteTables', routeTables),
  'ec2.DescribeSubnets': listed('Subnets', subnets),
  'ec2.DescribeVpcEndpoints': listed('VpcEndpoints', vpcEndpoints),
  'ec2.DescribeVpcPeeringConnections': listed('VpcPeeringConnections', peerings),
  'ec2.DescribeVpcs': listed('Vpcs', vpcs),
};
