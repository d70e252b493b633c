import type { KeyListEntry, KeyMetadata } from '@aws-sdk/client-kms';
import type { AwsListContext } from '../define.ts';
import { pages } from '../pages.ts';

/** The keys of a region, listed once for keys and grants. */
export function keysOf(context: AwsListContext): Promise<KeyListEntry[]> {
  return context.shared('kms:keys', async () => {
    const { KMSClient, paginateListKeys } = await import('@aws-sdk/client-kms');
    const keys: KeyListEntry[] = [];
    for await (const page of pages(paginateListKeys({ client: context.client(KMSClient), pageSize: 1000 }, {}), ({ NextMarker }) => NextMarker)) keys.push(...(page.Keys ?? []));
    return keys;
  });
}

/** What one key is; asked once for keys and grants. */
export function describedKey(keyId: string, context: AwsListContext): Promise<KeyMetadata> {
  return context.shared(`kms:key:${keyId}`, async () => {
    const { KMSClient, DescribeKeyCommand } = await import('@aws-sdk/client-kms');
    const { KeyMetadata } = await context.client(KMSClient).send(new DescribeKeyCommand({ KeyId: keyId }));
    return KeyMetadata ?? { KeyId: keyId };
  });
}
