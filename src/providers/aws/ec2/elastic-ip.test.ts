import { afterAll, beforeAll, expect, it } from 'vitest';
import { anAddress, anEstate } from '../../../../demo/aws/make.ts';
import { type AwsUnderTest, startAwsUnderTest } from '../../../../test/collect-aws.ts';

let under: AwsUnderTest;
beforeAll(async () => {
  const addresses = [
    anAddress({ allocationId: 'eipalloc-free', publicIp: '52.0.0.1', tags: { Name: 'spare' } }),
    anAddress({ allocationId: 'eipalloc-used', publicIp: '52.0.0.2', associationId: 'eipassoc-1', instanceId: 'i-1', networkInterfaceId: 'eni-1' }),
    anAddress({ allocationId: 'eipalloc-nat', publicIp: '52.0.0.3', associationId: 'eipassoc-2', networkInterfaceId: 'eni-2' }),
  ];
  under = await startAwsUnderTest({ estate: anEstate({ regions: { 'us-east-1': { addresses } } }) });
});
afterAll(() => under.close());

it('reads each address and what it is associated with, in one call', async () => {
  const { resources, end } = await under.collect('aws:ec2:elastic-ip');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 1, throttled: 0 });
  expect(resources).toMatchObject([
    {
      uid: 'arn:aws:ec2:us-east-1:123456789012:elastic-ip/eipalloc-free', name: 'spare', createdAt: null, relations: [],
      attributes: { allocation_id: 'eipalloc-free', public_ip: '52.0.0.1', domain: 'vpc', association_id: null, instance_uid: null, network_interface_id: null },
    },
    {
      name: '52.0.0.2', attributes: { association_id: 'eipassoc-1', instance_uid: 'arn:aws:ec2:us-east-1:123456789012:instance/i-1', network_interface_id: 'eni-1' },
      relations: ['instance/i-1', 'network-interface/eni-1'].map((rest) => ({ kind: 'attached-to', uid: `arn:aws:ec2:us-east-1:123456789012:${rest}` })),
    },
    { name: '52.0.0.3', attributes: { association_id: 'eipassoc-2', instance_uid: null, network_interface_id: 'eni-2' }, relations: [{ kind: 'attached-to', uid: 'arn:aws:ec2:us-east-1:123456789012:network-interface/eni-2' }] },
  ]);
});
