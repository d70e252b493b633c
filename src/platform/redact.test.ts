import { expect, it } from 'vitest';
import { withoutSecrets } from './redact.ts';

it('keeps the names of settings and not their values', () => {
  const answer = {
    FunctionName: 'orders', CodeSha256: 'abc', LastModified: new Date('2026-01-02T03:04:05Z'), MetadataOptions: { HttpTokens: 'required' },
    Environment: { Variables: { DB_PASSWORD: 'hunter2', REGION: 'eu', KEY: 'arn:aws:kms:eu-west-1:1:key/2' } },
    containerDefinitions: [{ environment: [{ name: 'TOKEN', value: 'abc' }], secrets: [{ name: 'DB', valueFrom: 'arn:aws:ssm:eu-west-1:1:parameter/db' }] }],
    Origins: [{ CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'x-key', HeaderValue: 'abc' }] } }],
    MasterUserPassword: 'x', UserData: 'IyEvYmlu', Size: 3,
  };
  expect(withoutSecrets(answer)).toEqual({
    FunctionName: 'orders', CodeSha256: 'abc', LastModified: '2026-01-02T03:04:05.000Z', MetadataOptions: { HttpTokens: 'required' },
    Environment: { Variables: { DB_PASSWORD: '***', REGION: '***', KEY: 'arn:aws:kms:eu-west-1:1:key/2' } },
    containerDefinitions: [{ environment: [{ name: 'TOKEN', value: '***' }], secrets: [{ name: 'DB', valueFrom: 'arn:aws:ssm:eu-west-1:1:parameter/db' }] }],
    Origins: [{ CustomHeaders: { Quantity: 1, Items: [{ HeaderName: 'x-key', HeaderValue: '***' }] } }],
    MasterUserPassword: '***', UserData: '***', Size: 3,
  });
});
