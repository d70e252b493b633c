import { expect, it } from 'vitest';
import { daysAgo, verdict, type Circumstances } from '../../../../test/judge.ts';
import { anAzure, azurePrices } from '../../../../test/judge-azure.ts';
import type { Rule } from '../../../core/rule.ts';
import { resourceTypes } from '../../../providers/index.ts';
import type { AzureResourceType } from '../../../providers/azure/define.ts';
import { azAppgwNoBackend } from './appgw-no-backend.ts';
import { azBastionIdle } from './bastion-idle.ts';
import { azDdosUnused } from './ddos-unused.ts';
import { azExpressrouteIdle } from './expressroute-idle.ts';
import { azFirewallIdle } from './firewall-idle.ts';
import { azLbNoBackend } from './lb-no-backend.ts';
import { azNatgwIdle } from './natgw-idle.ts';
import { azNicOrphan } from './nic-orphan.ts';
import { azNsgUnused } from './nsg-unused.ts';
import { azPrivateEndpointUnused } from './private-endpoint-unused.ts';
import { azPublicIpUnused } from './public-ip-unused.ts';
import { azVnetGatewayIdle } from './vnet-gateway-idle.ts';

const prices = azurePrices({
  'ip.standard': 0.005, 'ip.basic': 0.004, 'lb.standard': 0.025, 'lb.standard.rule': 0.01, 'appgw.WAF_v2': 0.36, 'appgw.WAF_v2.unit': 0.0144, 'appgw.Standard_Small': 0.03, nat: 0.045, 'gateway.VpnGw1': 0.19, 'expressroute.Standard_MeteredData.200': 145,
  pe: 0.01, 'bastion.Standard': 0.29, 'firewall.Premium': 1.75, ddos: 2944,
});
const circuit = { sku: 'Standard_MeteredData', bandwidth_mbps: 200, provider_state: 'Provisioned' };
const firewall = { tier: 'Premium', is_allocated: true };

it.each<[Rule, string, Record<string, unknown>, Circumstances, string]>([
  // 730 × 0.005; 730 × 0.004
  [azPublicIpUnused, 'that nothing uses', { sku: 'Standard', allocation: 'Static' }, {}, 'fail $3.65'],
  [azPublicIpUnused, 'of the basic kind', { sku: 'Basic', allocation: 'Static' }, {}, 'fail $2.92'],
  [azPublicIpUnused, 'that exists only while it is used', { sku: 'Basic', allocation: 'Dynamic' }, {}, 'fail'],
  [azPublicIpUnused, 'of a kind that is not told', { allocation: 'Static' }, {}, 'fail'],
  [azPublicIpUnused, 'of which nothing is told', {}, {}, 'unknown'],
  [azPublicIpUnused, 'of a NAT gateway', { nat_gateway_id: '/nat' }, {}, 'pass'],
  [azPublicIpUnused, 'of an interface', { used_by_id: '/nic' }, {}, 'pass'],
  [azNicOrphan, 'that belongs to nothing', { subnet_ids: ['/s'] }, {}, 'fail'],
  [azNicOrphan, 'of which nothing is told', {}, {}, 'unknown'],
  [azNicOrphan, 'of a machine', { vm_id: '/vm' }, {}, 'pass'],
  [azNicOrphan, 'of a private endpoint', { private_endpoint_id: '/pe' }, {}, 'pass'],
  [azNsgUnused, 'that guards nothing', { rules: 0 }, {}, 'fail'],
  [azNsgUnused, 'of which nothing is told', {}, {}, 'unknown'],
  [azNsgUnused, 'that guards a subnet', { subnet_ids: ['/s'] }, {}, 'pass'],
  // 730 × 0.025 + 730 × 2 × 0.01
  [azLbNoBackend, 'with seven rules and nothing behind', { sku: 'Standard', rules: 7, pools: 1 }, {}, 'fail $32.85'],
  [azLbNoBackend, 'without a rule, which costs nothing', { sku: 'Standard', pools: 0 }, {}, 'fail'],
  [azLbNoBackend, 'of which nothing is told', {}, {}, 'unknown'],
  [azLbNoBackend, 'with a member', { backend_members: 1 }, {}, 'pass'],
  // 730 × 0.36 + 730 × 10 × 0.0144
  [azAppgwNoBackend, 'without a member', { sku: 'WAF_v2', min_capacity: 1 }, {}, 'fail $367.92'],
  // 2 × 730 × 0.03
  [azAppgwNoBackend, 'of the first kind, without traffic', { sku: 'Standard_Small', capacity: 2, backend_members: 1 }, { metrics: { requests: { sum: 0 } } }, 'fail $43.8'],
  [azAppgwNoBackend, 'with traffic', { sku: 'WAF_v2', backend_members: 1 }, { metrics: { requests: { sum: 5 } } }, 'pass'],
  [azAppgwNoBackend, 'that nobody measured', { sku: 'WAF_v2', backend_members: 1 }, {}, 'unknown'],
  [azAppgwNoBackend, 'that is stopped', { operational_state: 'Stopped' }, {}, 'pass'],
  // 730 × 0.045
  [azNatgwIdle, 'without a subnet', {}, {}, 'fail $32.85'],
  [azNatgwIdle, 'without traffic', { subnet_ids: ['/s'] }, { metrics: { bytes: { sum: 0 } } }, 'fail $32.85'],
  [azNatgwIdle, 'with traffic', { subnet_ids: ['/s'] }, { metrics: { bytes: { sum: 1 } } }, 'pass'],
  [azNatgwIdle, 'that nobody measured', { subnet_ids: ['/s'] }, {}, 'unknown'],
  // 730 × 0.19
  [azVnetGatewayIdle, 'without a connection', { sku: 'VpnGw1', connections: 0 }, {}, 'fail $138.7'],
  [azVnetGatewayIdle, 'with a connection', { connections: 1 }, {}, 'pass'],
  [azVnetGatewayIdle, 'whose connections nobody read', { connections: null }, {}, 'unknown'],
  [azVnetGatewayIdle, 'that machines dial in to', { point_to_site: true }, {}, 'not_applicable'],
  [azExpressrouteIdle, 'that the provider has not set up', { ...circuit, provider_state: 'NotProvisioned' }, {}, 'fail $145'],
  [azExpressrouteIdle, 'that carries nothing', circuit, { metrics: { incoming: { maximum: 0 }, outgoing: { maximum: 0 } } }, 'fail $145'],
  [azExpressrouteIdle, 'that carries something', circuit, { metrics: { incoming: { maximum: 9 }, outgoing: { maximum: 0 } } }, 'pass'],
  [azExpressrouteIdle, 'that nobody measured', circuit, {}, 'unknown'],
  [azExpressrouteIdle, 'of unknown state', { provider_state: null }, {}, 'unknown'],
  // 730 × 0.01
  [azPrivateEndpointUnused, 'that was rejected', { connection_states: ['Rejected'], target_ids: ['/t'] }, {}, 'fail $7.3'],
  [azPrivateEndpointUnused, 'whose target is gone', { connection_states: ['Disconnected'], target_ids: ['/t'] }, {}, 'fail $7.3'],
  [azPrivateEndpointUnused, 'that was approved', { connection_states: ['Approved'], target_ids: ['/t'] }, {}, 'pass'],
  [azPrivateEndpointUnused, 'of which nothing is told', {}, {}, 'unknown'],
  // 730 × 0.29
  [azBastionIdle, 'that nobody uses', { sku: 'Standard' }, { metrics: { sessions: {} } }, 'fail $211.7'],
  [azBastionIdle, 'that somebody uses', { sku: 'Standard' }, { metrics: { sessions: { maximum: 1 } } }, 'pass'],
  [azBastionIdle, 'that nobody measured', { sku: 'Standard' }, {}, 'unknown'],
  [azBastionIdle, 'that costs nothing', { sku: 'Developer' }, {}, 'not_applicable'],
  // 730 × 1.75
  [azFirewallIdle, 'without traffic', firewall, { metrics: { bytes: {} } }, 'fail $1277.5'],
  [azFirewallIdle, 'with traffic', firewall, { metrics: { bytes: { sum: 9 } } }, 'pass'],
  [azFirewallIdle, 'that nobody measured', firewall, {}, 'unknown'],
  [azFirewallIdle, 'that is deallocated', { is_allocated: false }, {}, 'not_applicable'],
  [azDdosUnused, 'that protects nothing', { provisioning_state: 'Succeeded' }, {}, 'fail $2944'],
  [azDdosUnused, 'of which nothing is told', {}, {}, 'unknown'],
  [azDdosUnused, 'that protects a network', { vnet_ids: ['/v'] }, {}, 'pass'],
])('$0.id: one $1: $4', (rule, _what, attributes, circumstances, expected) => {
  const resource = anAzure(resourceTypes.get(rule.resourceType) as AzureResourceType, attributes);
  expect(verdict(rule, resource, { prices, ...circumstances })).toBe(expected);
  // What has no price is told of all the same.
  if (expected.startsWith('fail $')) expect(verdict(rule, resource, { ...circumstances, prices: azurePrices({}) })).toBe('fail');
  // What is a day old is left alone, unless nothing is to be said of it at all.
  if (expected.startsWith('fail')) expect(verdict(rule, { ...resource, createdAt: daysAgo(1) }, { prices, firstSeen: daysAgo(1), ...circumstances })).toBe('pass');
});
