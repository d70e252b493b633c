import type { PlacedAnswerer } from '../estate.ts';
import { apigatewayServices } from './apigateway.ts';
import { apprunnerServices } from './apprunner.ts';
import { autoscalingAnswers } from './autoscaling.ts';
import { cloudfrontServices } from './cloudfront.ts';
import { cloudcontrolServices } from './cloudcontrol.ts';
import { cloudwatchServices } from './cloudwatch.ts';
import { dynamodbServices } from './dynamodb.ts';
import { ec2Answers } from './ec2.ts';
import { ecsServices } from './ecs.ts';
import { efsAnswers } from './efs.ts';
import { eksServices } from './eks.ts';
import { elasticacheAnswers } from './elasticache.ts';
import { elbAnswers } from './elb.ts';
import { iamServices } from './iam.ts';
import { kinesisAnswers } from './kinesis.ts';
import { kmsServices } from './kms.ts';
import { lambdaServices } from './lambda.ts';
import { logsServices } from './logs.ts';
import { opensearchAnswers } from './opensearch.ts';
import { rdsAnswers } from './rds.ts';
import { redshiftAnswers } from './redshift.ts';
import { route53Answers } from './route53.ts';
import { s3Services } from './s3.ts';
import { secretsAnswers } from './secrets.ts';
import { vpcLinkAnswers } from './vpc-links.ts';
import { vpcAnswers } from './vpc.ts';
import { workspacesAnswers } from './workspaces.ts';

/** What a generated estate answers beyond what is written by hand, by `service.Operation`. */
export const estateServices: Readonly<Record<string, PlacedAnswerer>> = {
  ...apigatewayServices,
  ...apprunnerServices,
  ...autoscalingAnswers,
  ...cloudfrontServices,
  ...cloudcontrolServices,
  ...cloudwatchServices,
  ...dynamodbServices,
  ...ec2Answers,
  ...ecsServices,
  ...efsAnswers,
  ...eksServices,
  ...elasticacheAnswers,
  ...elbAnswers,
  ...iamServices,
  ...kinesisAnswers,
  ...kmsServices,
  ...lambdaServices,
  ...logsServices,
  ...opensearchAnswers,
  ...rdsAnswers,
  ...redshiftAnswers,
  ...route53Answers,
  ...s3Services,
  ...secretsAnswers,
  ...vpcLinkAnswers,
  ...vpcAnswers,
  ...workspacesAnswers,
};
