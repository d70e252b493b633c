import type { InternetGateway } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { ec2Arns, ownedArn } from '../ec2/arns.ts';
import { pages } from '../pages.ts';

export const awsVpcInternetGateway = defineAwsResource({
  id: 'aws:vpc:internet-gateway',
  title: 'Internet gateway',
  plural: 'Internet gateways',
  nativeType: 'AWS::EC2::InternetGateway',
  locality: 'regional',
  permissions: ['ec2:DescribeInternetGateways'],
  reads: 'Each Internet gateway and the VPC that it is attached to.',

  attributes: z.object({
    internet_gateway_id: z.string(),
    vpc_ids: z.array(z.string()).describe('Empty: nothing uses the gateway'),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeInternetGateways } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeInternetGateways({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      yield* page.InternetGateways ?? [];
    }
  },

  normalise: (gateway: InternetGateway, context) => {
    const id = gateway.InternetGatewayId ?? '';
    const tags = tagsOf(gateway.Tags);
    return {
      uid: ownedArn(context, gateway.OwnerId, `internet-gateway/${id}`),
      name: tags['Name'] ?? id,
      tags,
      attributes: { internet_gateway_id: id, vpc_ids: (gateway.Attachments ?? []).flatMap(({ VpcId, State }) => (VpcId === undefined || State === 'detached' ? [] : VpcId)).sort() },
    };
  },

  relations: ({ uid, attributes }) => relationsTo('attached-to', ec2Arns(uid, 'vpc', attributes.vpc_ids)),
});
