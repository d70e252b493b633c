import { account, paged } from '../ec2/test-answered.ts';

export const rds = (rest: string, region = 'us-east-1'): string => `arn:aws:rds:${region}:${account}:${rest}`;
export const kms = `arn:aws:kms:us-east-1:${account}:key/1`;
export const rdsPages = (list: string, items: readonly unknown[]) => paged(list, { 'us-east-1': items }, { size: 'MaxRecords', token: 'Marker', next: 'Marker' });
