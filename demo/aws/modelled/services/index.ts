import type { PlacedAnswerer } from '../estate.ts';
import { ecsServices } from './ecs.ts';
import { iamServices } from './iam.ts';
import { kmsServices } from './kms.ts';
import { lambdaServices } from './lambda.ts';
import { s3Services } from './s3.ts';

/** What a generated estate answers beyond what is written by hand, by `service.Operation`. */
export const estateServices: Readonly<Record<string, PlacedAnswerer>> = {
  ...ecsServices,
  ...iamServices,
  ...kmsServices,
  ...lambdaServices,
  ...s3Services,
};
