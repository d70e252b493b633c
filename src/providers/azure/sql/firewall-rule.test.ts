import { expect, it } from 'vitest';
import { aRow, normalised, readsAs, uidOf } from '../test-azure.ts';
import { azureSqlFirewallRule } from './firewall-rule.ts';

const server = 'Microsoft.Sql/servers';
const row = aRow(`${server}/firewallRules`, 'Shop-SQL/Office', { location: null, parent: aRow(server, 'Shop-SQL'), properties: { startIpAddress: '203.0.113.1', endIpAddress: '203.0.113.9' } });

readsAs(azureSqlFirewallRule, row, {
  attributes: { server_id: uidOf(server, 'Shop-SQL'), start_ip: '203.0.113.1', end_ip: '203.0.113.9', allows_azure_services: false, allows_everyone: false },
  relations: [`member-of ${uidOf(server, 'Shop-SQL')}`],
});

it('knows the two ranges that mean more than they say', () => {
  const of = (startIpAddress: string, endIpAddress: string) => normalised(azureSqlFirewallRule, { ...row, properties: { startIpAddress, endIpAddress } }).attributes;
  expect(of('0.0.0.0', '0.0.0.0')).toMatchObject({ allows_azure_services: true, allows_everyone: false });
  expect(of('0.0.0.0', '255.255.255.255')).toMatchObject({ allows_azure_services: false, allows_everyone: true });
});
