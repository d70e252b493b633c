import type { KeyPairInfo } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, tagsOf } from '../define.ts';

export const awsEc2KeyPair = defineAwsResource({
  id: 'aws:ec2:key-pair',
  title: 'Key pair',
  plural: 'Key pairs',
  nativeType: 'AWS::EC2::KeyPair',
  locality: 'regional',
  permissions: ['ec2:DescribeKeyPairs'],
  reads: 'Name, kind, fingerprint and creation of each key pair; never a key.',

  attributes: z.object({
    key_name: z.string(),
    key_pair_id: z.string().nullable(),
    key_type: z.string().nullable().describe('rsa or ed25519'),
    fingerprint: z.string().nullable(),
    created_at: z.string().nullable(),
  }),

  async *list({ client }) {
    const { EC2Client, DescribeKeyPairsCommand } = await import('@aws-sdk/client-ec2');
    // AWS gives all at once.
    const answer = await client(EC2Client).send(new DescribeKeyPairsCommand({}));
    yield* answer.KeyPairs ?? [];
  },

  normalise: (pair: KeyPairInfo, { arn }) => {
    const name = pair.KeyName ?? '';
    return {
      // By name, as its ARN is and as instances and templates know it.
      uid: arn('ec2', `key-pair/${name}`),
      name,
      createdAt: pair.CreateTime,
      tags: tagsOf(pair.Tags),
      attributes: { key_name: name, key_pair_id: pair.KeyPairId ?? null, key_type: pair.KeyType ?? null, fingerprint: pair.KeyFingerprint ?? null, created_at: pair.CreateTime?.toISOString() ?? null },
    };
  },
});
