import type { Image } from '@aws-sdk/client-ec2';
import type { AwsListContext } from '../define.ts';
import { pages } from '../pages.ts';

/** The account's own images, which snapshots and images both need. */
export const ownImages = (context: AwsListContext): Promise<Image[]> => context.shared('ec2:own-images', () => askForOwnImages(context));

async function askForOwnImages(context: AwsListContext): Promise<Image[]> {
  const { EC2Client, paginateDescribeImages } = await import('@aws-sdk/client-ec2');
  const images: Image[] = [];
  for await (const page of pages(paginateDescribeImages({ client: context.client(EC2Client), pageSize: 1000 }, { Owners: ['self'] }), ({ NextToken }) => NextToken)) images.push(...(page.Images ?? []));
  return images;
}
