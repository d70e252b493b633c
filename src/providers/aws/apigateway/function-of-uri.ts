import { unqualified } from '../lambda/functions.ts';

/** The function in `arn:…:lambda:path/2015-03-31/functions/ARN/invocations`; null where a stage variable decides. */
export function functionOfUri(uri: string | undefined): string | null {
  const arn = /\/functions\/(arn:[^/]+)\/invocations/.exec(uri ?? '')?.[1];
  return arn === undefined || unqualified(arn).includes('${') ? null : unqualified(arn);
}
