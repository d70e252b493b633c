/** The bucket in an origin's address: `name.s3.eu-west-1.amazonaws.com`, `name.s3.amazonaws.com`, or a website's. Undefined for any other. */
export function bucketOfOrigin(domainName: string): string | undefined {
  return /^(.+)\.s3(?:[.-]website)?(?:[.-][a-z]{2}(?:-[a-z]+)+-\d)?\.amazonaws\.com(?:\.cn)?$/.exec(domainName)?.[1];
}
