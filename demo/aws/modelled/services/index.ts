import type { PlacedAnswerer } from '../estate.ts';
import { autoscalingAnswers } from './autoscaling.ts';
import { ec2Answers } from './ec2.ts';
import { elbAnswers } from './elb.ts';
import { rdsAnswers } from './rds.ts';
import { vpcAnswers } from './vpc.ts';

/** What a generated estate answers beyond what is written by hand, by `service.Operation`. */
export const estateServices: Readonly<Record<string, PlacedAnswerer>> = {
  ...autoscalingAnswers,
  ...ec2Answers,
  ...elbAnswers,
  ...rdsAnswers,
  ...vpcAnswers,
};
