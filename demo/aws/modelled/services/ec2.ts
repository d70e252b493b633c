import type { PlacedAnswerer } from '../estate.ts';
import { capacityAnswers } from './ec2-capacity.ts';
import { securityGroups } from './ec2-groups.ts';
import { describeImages } from './ec2-images.ts';
import { networkInterfaces } from './ec2-interfaces.ts';
import { ec2Page } from './ec2-pages.ts';
import { templateAnswers } from './ec2-templates.ts';

export const ec2Answers: Readonly<Record<string, PlacedAnswerer>> = {
  'ec2.DescribeImages': describeImages,
  'ec2.DescribeNetworkInterfaces': (input, place, asked) => ec2Page(networkInterfaces(place), 'NetworkInterfaces', input, asked),
  'ec2.DescribeSecurityGroups': (input, place, asked) => ec2Page(securityGroups(place), 'SecurityGroups', input, asked),
  ...capacityAnswers,
  ...templateAnswers,
};
