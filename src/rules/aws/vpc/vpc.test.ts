import { describe, expect, it } from 'vitest';
import { anAws, awsPrices } from '../../../../test/judge-aws.ts';
import { daysAgo, isoDaysAgo, verdict } from '../../../../test/judge.ts';
import { awsVpcNatGateway } from '../../../providers/aws/vpc/nat-gateway.ts';
import { awsVpcTransitGatewayAttachment } from '../../../providers/aws/vpc/transit-gateway-attachment.ts';
import { awsVpcVpcEndpoint } from '../../../providers/aws/vpc/vpc-endpoint.ts';
import { awsVpcVpnConnection } from '../../../providers/aws/vpc/vpn-connection.ts';
import { awsNatIdle } from './nat-idle.ts';
import { awsNatPerAzNonprod } from './nat-per-az-nonprod.ts';
import { awsTgwAttachmentIdle } from './tgw-attachment-idle.ts';
import { awsVpceIdle } from './vpce-idle.ts';
import { awsVpnDown } from './vpn-down.ts';

const prices = awsPrices({ 'nat.hour': 0.045, ipv4: 0.005, 'vpce.hour': 0.01, 'vpn.hour': 0.05, 'tgw.hour': 0.05 });

describe('NAT gateways', () => {
  const gateway = (attributes: Parameters<typeof anAws<typeof awsVpcNatGateway.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) => anAws(awsVpcNatGateway, { state: 'available', vpc_id: 'vpc-1', public_ips: ['52.0.0.1'], ...attributes }, resource);

  it.each([
    // 730 h × ($0.045 + $0.005)
    ['that carries nothing', gateway(), { metrics: { out: {} } }, 'fail $36.5'],
    ['of which no point is known: nothing happened', gateway(), { metrics: { out: { points: 0, coveredDays: 0 } } }, 'fail $36.5'],
    ['that carries a megabyte a day', gateway(), { metrics: { out: { sum: 14e6 } } }, 'fail $36.5'],
    ['that carries more', gateway(), { metrics: { out: { sum: 14e6 + 1 } } }, 'pass'],
    ['that is private', gateway({ public_ips: [] }), { metrics: { out: {} } }, 'fail $32.85'],
    ['made last week', gateway({}, { createdAt: daysAgo(7) }), { metrics: { out: {} }, firstSeen: daysAgo(7) }, 'pass'],
    ['that failed', gateway({ state: 'failed' }), {}, 'pass'],
    ['whose metrics could not be read', gateway(), {}, 'unknown'],
    ['where prices are not known', gateway({}, { region: 'nowhere' }), { metrics: { out: {} } }, 'fail'],
  ])('one %s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsNatIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  const dev = (id: string, attributes: Parameters<typeof gateway>[0] = {}) => gateway({ nat_gateway_id: id, ...attributes }, { tags: { Env: 'dev' } });
  it.each([
    ['the second of a test network', dev('nat-2'), [dev('nat-1'), dev('nat-2')], 'fail $32.85'],
    ['the second, where prices are not known', { ...dev('nat-2'), region: 'nowhere' }, [dev('nat-1'), dev('nat-2')], 'fail'],
    ['the first', dev('nat-1'), [dev('nat-1'), dev('nat-2')], 'pass'],
    ['the only one', dev('nat-2'), [dev('nat-2')], 'pass'],
    ['beside one that is gone', dev('nat-2'), [dev('nat-1', { state: 'deleted' }), dev('nat-2')], 'pass'],
    ['beside one of another network', dev('nat-2'), [dev('nat-1', { vpc_id: 'vpc-2' }), dev('nat-2')], 'pass'],
    ['of a network that AWS does not name', dev('nat-2', { vpc_id: null }), [], 'unknown'],
    ['without a tag', gateway({ nat_gateway_id: 'nat-2' }), [dev('nat-1'), dev('nat-2')], 'not_applicable'],
  ])('%s: %s', (_what, resource, scope, expected) => {
    expect(verdict(awsNatPerAzNonprod, resource, { prices, scope })).toBe(expected);
  });
});

const endpoint = (attributes: Parameters<typeof anAws<typeof awsVpcVpcEndpoint.attributes>>[1] = {}) => anAws(awsVpcVpcEndpoint, { endpoint_type: 'Interface', state: 'available', service_name: 'com.amazonaws.us-east-1.sqs', vpc_id: 'vpc-1', subnet_ids: ['a', 'b'], ...attributes });

it.each([
  // 2 zones × 730 h × $0.01
  ['that carries nothing', endpoint(), { metrics: { bytes: {} } }, 'fail $14.6'],
  ['in no subnet', endpoint({ subnet_ids: [] }), { metrics: { bytes: {} } }, 'fail'],
  ['that carries something', endpoint(), { metrics: { bytes: { sum: 1 } } }, 'pass'],
  ['of a gateway, which is free', endpoint({ endpoint_type: 'Gateway' }), {}, 'not_applicable'],
  ['of a service', endpoint({ is_requester_managed: true }), {}, 'not_applicable'],
  ['whose metrics could not be read', endpoint(), {}, 'unknown'],
  ['of an odd state', endpoint({ state: '' }), {}, 'not_applicable'],
])('an endpoint %s: %s', (_what, resource, circumstances, expected) => {
  expect(verdict(awsVpceIdle, resource, { prices, ...circumstances })).toBe(expected);
});

const tunnel = (status: string | null, changedAt: string | null) => ({ outside_ip: '52.0.0.1', status, status_message: null, changed_at: changedAt, accepted_routes: 0 });
const down = (days: number) => tunnel('DOWN', isoDaysAgo(days));
const connection = (tunnels: ReturnType<typeof tunnel>[], state = 'available', region = 'us-east-1') => anAws(awsVpcVpnConnection, { state, tunnels }, { createdAt: undefined, region });

it.each([
  // 730 h × $0.05
  ['whose tunnels are down', connection([down(20), down(14)]), 'fail $36.5'],
  ['whose only tunnel is down', connection([down(400)]), 'fail $36.5'],
  ['where prices are not known', connection([down(20), down(20)], 'available', 'nowhere'), 'fail'],
  ['of which one tunnel went down lately', connection([down(20), down(13)]), 'pass'],
  ['of which one tunnel is up', connection([down(20), tunnel('UP', isoDaysAgo(20))]), 'pass'],
  ['of which nobody knows when a tunnel went down', connection([down(20), tunnel('DOWN', null)]), 'unknown'],
  ['of which nobody knows whether a tunnel is up', connection([down(20), tunnel(null, isoDaysAgo(20))]), 'unknown'],
  ['without tunnels', connection([]), 'unknown'],
  ['of no known state', connection([down(20)], 'unknown'), 'unknown'],
  ['that is being deleted', connection([down(20)], 'deleting'), 'not_applicable'],
])('a VPN connection %s: %s', (_what, resource, expected) => {
  expect(verdict(awsVpnDown, resource, { prices })).toBe(expected);
});

describe('an attachment of a transit gateway', () => {
  const [own, other] = ['123456789012', '222222222222'];
  const attachment = (attributes: Parameters<typeof anAws<typeof awsVpcTransitGatewayAttachment.attributes>>[1] = {}, resource: Parameters<typeof anAws>[2] = {}) =>
    anAws(awsVpcTransitGatewayAttachment, { state: 'available', resource_type: 'vpc', resource_id: 'vpc-1', resource_owner: own, transit_gateway_id: 'tgw-1', transit_gateway_owner: own, ...attributes }, resource);
  const nothing = { in: {}, out: {} };
  const noPoints = { in: { points: 0, coveredDays: 0 }, out: { points: 0, coveredDays: 0 } };

  it.each([
    // 730 h × $0.05
    ['that carries nothing', attachment(), { metrics: nothing }, 'fail $36.5'],
    ['of which no point is known: nothing happened', attachment(), { metrics: noPoints }, 'fail $36.5'],
    ['to the gateway of another account', attachment({ transit_gateway_owner: other }), { metrics: nothing }, 'fail $36.5'],
    ['of a VPN', attachment({ resource_type: 'vpn', resource_id: 'vpn-1' }), { metrics: nothing }, 'fail $36.5'],
    ['of a kind whose price is not known', attachment({ resource_type: 'connect' }), { metrics: nothing }, 'fail'],
    ['where prices are not known', attachment({}, { region: 'nowhere' }), { metrics: nothing }, 'fail'],
    ['that something goes into', attachment(), { metrics: { in: { sum: 1 }, out: {} } }, 'pass'],
    ['that something comes out of', attachment(), { metrics: { in: {}, out: { sum: 1 } } }, 'pass'],
    ['made last week', attachment({}, { createdAt: daysAgo(7) }), { metrics: nothing, firstSeen: daysAgo(7) }, 'pass'],
    ['to the gateway of another account, which has its metrics', attachment({ transit_gateway_owner: other }), { metrics: noPoints }, 'unknown'],
    ['of which one metric could not be read', attachment(), { metrics: { in: {} } }, 'unknown'],
    ['whose metrics could not be read', attachment(), {}, 'unknown'],
    ['of no known state', attachment({ state: 'unknown' }), { metrics: nothing }, 'unknown'],
    ['of no known owner', attachment({ resource_owner: null }), { metrics: nothing }, 'unknown'],
    ['of no known gateway', attachment({ transit_gateway_id: null }), { metrics: nothing }, 'unknown'],
    ['that another account pays for', attachment({ resource_owner: other }), { metrics: nothing }, 'not_applicable'],
    ['that is not accepted', attachment({ state: 'pendingAcceptance' }), { metrics: nothing }, 'not_applicable'],
  ])('%s: %s', (_what, resource, circumstances, expected) => {
    expect(verdict(awsTgwAttachmentIdle, resource, { prices, ...circumstances })).toBe(expected);
  });

  it('is asked about by its gateway and itself, where the account pays for it', () => {
    expect(awsTgwAttachmentIdle.metrics?.(attachment({ transit_gateway_attachment_id: 'tgw-attach-1' }), { days: 30 })).toMatchObject({
      in: { namespace: 'AWS/TransitGateway', name: 'BytesIn', statistic: 'sum', days: 30, dimensions: { TransitGateway: 'tgw-1', TransitGatewayAttachment: 'tgw-attach-1' } }, out: { name: 'BytesOut' },
    });
    expect(awsTgwAttachmentIdle.metrics?.(attachment({ resource_owner: other }), { days: 30 })).toEqual({});
  });

  it.each([
    ['vpc', 'aws ec2 delete-transit-gateway-vpc-attachment'], ['peering', 'aws ec2 delete-transit-gateway-peering-attachment'], ['connect', 'aws ec2 delete-transit-gateway-connect '], ['vpn', 'aws ec2 delete-vpn-connection'],
    ['direct-connect-gateway', 'aws directconnect delete-direct-connect-gateway-association'], ['network-function', 'aws ec2 disassociate-transit-gateway-route-table'],
  ])('of a %s goes by the command for it', (type, command) => {
    const [step] = awsTgwAttachmentIdle.remediation(attachment({ resource_type: type }));
    expect(step?.command.startsWith(command)).toBe(true);
  });
});
