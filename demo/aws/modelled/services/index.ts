import type { PlacedAnswerer } from '../estate.ts';
import { apigatewayServices } from './apigateway.ts';
import { apprunnerServices } from './apprunner.ts';
import { cloudfrontServices } from './cloudfront.ts';
import { ecsServices } from './ecs.ts';
import { eksServices } from './eks.ts';
import { iamServices } from './iam.ts';
import { kmsServices } from './kms.ts';
import { lambdaServices } from './lambda.ts';
import { s3Services } from './s3.ts';

/** What a generated estate answers beyond what is written by hand, by `service.Operation`. */
export const estateServices: Readonly<Record<string, PlacedAnswerer>> = {
  ...apigatewayServices,
  ...apprunnerServices,
  ...cloudfrontServices,
  ...ecsServices,
  ...eksServices,
  ...iamServices,
  ...kmsServices,
  ...lambdaServices,
  ...s3Services,
};
