export { awsEc2ElasticIp } from './aws/ec2/elastic-ip.ts';
export { awsEc2Instance } from './aws/ec2/instance.ts';
export { awsEc2Snapshot } from './aws/ec2/snapshot.ts';
export { awsEc2Volume } from './aws/ec2/volume.ts';
export { awsIamAccessKey } from './aws/iam/access-key.ts';
export { awsIamRole } from './aws/iam/role.ts';
export { awsIamUser } from './aws/iam/user.ts';
export { awsS3Bucket } from './aws/s3/bucket.ts';
