import { describe, expect, it } from 'vitest';
import { anAddress, anInstance, daysAgo, isoDaysAgo, judge, verdict } from '../../../../test/judge.ts';
import { awsEipOnStopped } from './eip-on-stopped.ts';
import { awsEipUnassociated } from './eip-unassociated.ts';

describe('an address that nothing uses', () => {
  it.each([
    // 730 h × $0.005
    ['associated with nothing', anAddress(), {}, 'fail $3.65'],
    ['of an instance', anAddress({ association_id: 'eipassoc-1', instance_uid: 'i-1' }), {}, 'pass'],
    ['of an interface, e.g. of a NAT gateway', anAddress({ association_id: 'eipassoc-1', network_interface_id: 'eni-1' }), {}, 'pass'],
    ['that names an interface and no association', anAddress({ network_interface_id: 'eni-1' }), {}, 'pass'],
    ['in a region without prices', anAddress({ $: { region: 'nowhere' } }), {}, 'fail'],
    ['seen since yesterday, where a week is wanted', anAddress(), { parameters: { days: 7 }, firstSeen: daysAgo(1) }, 'pass'],
    ['seen for a week, where a week is wanted', anAddress(), { parameters: { days: 7 }, firstSeen: daysAgo(7) }, 'fail $3.65'],
  ])('%s: %s', (_what, address, circumstances, expected) => {
    expect(verdict(awsEipUnassociated, address, circumstances)).toBe(expected);
  });

  it('is told as it is even where AWS says nothing but its number: what it is associated with comes with it or is not there', () => {
    expect(verdict(awsEipUnassociated, anAddress({ allocation_id: '52.0.0.1', domain: 'standard' }))).toBe('fail $3.65');
  });

  it('is released by its allocation, not by its number', () => {
    expect(awsEipUnassociated.remediation(anAddress())[0]).toMatchObject({ command: 'aws ec2 release-address --region us-east-1 --allocation-id eipalloc-1', permission: 'ec2:ReleaseAddress' });
  });
});

describe('an address of a stopped instance', () => {
  const address = anAddress({ association_id: 'eipassoc-1', instance_uid: 'i-1' });
  const holder = (parts: Parameters<typeof anInstance>[0]) => [anInstance({ $: { uid: 'i-1' }, ...parts })];
  it.each([
    ['stopped for a week', address, { related: holder({ state: 'stopped', stopped_at: isoDaysAgo(7) }) }, 'fail $3.65'],
    ['stopped for a week, where prices are not known', { ...address, region: 'nowhere' }, { related: holder({ state: 'stopped', stopped_at: isoDaysAgo(7) }) }, 'fail'],
    ['stopped lately', address, { related: holder({ state: 'stopped', stopped_at: isoDaysAgo(6) }) }, 'pass'],
    ['running', address, { related: holder({}) }, 'pass'],
    ['of which AWS does not say since when', address, { related: holder({ state: 'stopped' }) }, 'unknown'],
    ['that could not be listed', address, { listed: [] }, 'unknown'],
    ['that is not in a whole listing', address, {}, 'not_applicable'],
    ['that there is none of', anAddress(), {}, 'not_applicable'],
  ])('%s: %s', (_what, given, circumstances, expected) => {
    expect(verdict(awsEipOnStopped, given, circumstances)).toBe(expected);
  });

  it('counts inside the saving of the instance', () => {
    expect(judge(awsEipOnStopped, address, { related: holder({ state: 'stopped', stopped_at: isoDaysAgo(8) }) })).toMatchObject({
      evidence: { public_ip: '52.0.0.1', instance: 'i-1' }, saving: { formula: '730 h × $0.005 (public IPv4)', includedIn: { ruleId: 'aws-ec2-stopped', uid: 'i-1' }, bound: 'exact' },
    });
  });
});
