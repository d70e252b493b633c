import type { Grant, Owner } from '@aws-sdk/client-s3';
import type { AwsListContext } from '../define.ts';

export interface BucketAcl {
  owner: Owner | undefined;
  grants: Grant[];
}

/** A bucket's access control list, asked once for the bucket and for the list as a thing of its own. */
export function aclOfBucket(name: string, region: string, context: AwsListContext): Promise<BucketAcl> {
  return context.shared(`s3:acl:${name}`, async () => {
    const { S3Client, GetBucketAclCommand } = await import('@aws-sdk/client-s3');
    const { Owner, Grants } = await context.client(S3Client, region).send(new GetBucketAclCommand({ Bucket: name }));
    return { owner: Owner, grants: Grants ?? [] };
  });
}

const anybody = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;

/** What everybody may do, or everybody with any AWS account: READ, WRITE, READ_ACP, … */
export function publicPermissions(grants: readonly Grant[]): string[] {
  return [...new Set(grants.flatMap(({ Grantee, Permission }) => (anybody.test(Grantee?.URI ?? '') ? (Permission ?? []) : [])))].sort();
}
