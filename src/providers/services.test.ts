import { expect, it } from 'vitest';
import { serviceNamed, servicesOf, typeNamed } from './services.ts';

it('knows services by their keys and older names, and in which clouds they are', () => {
  expect(serviceNamed('EC2', [])).toEqual({ name: 'ec2', clouds: ['aws'] });
  expect(serviceNamed('lambda_extractor', [])).toEqual({ name: 'lambda', clouds: ['aws'] });
  expect(serviceNamed('compute', [])).toEqual({ name: 'compute', clouds: ['azure', 'gcp'] });
  expect(serviceNamed('iam', [])?.clouds).toEqual(['aws', 'gcp']);
  expect(serviceNamed('ec3', [])).toBeUndefined();
  expect(servicesOf('aws', [])).toEqual(expect.arrayContaining(['apigateway', 'apprunner', 'cloudfront', 'ec2', 'ecs', 'eks', 'elb', 'iam', 'kms', 'lambda', 'rds', 's3', 'vpc']));
});

it('knows types by the names they had', () => {
  expect(['aws:vpc:security-group', 'gcp:cloudrun:service', 'gcp:iam:sql-instance', 'aws:ec2:volume'].map(typeNamed)).toEqual(['aws:ec2:security-group', 'gcp:run:service', 'gcp:sql:instance', 'aws:ec2:volume']);
});
