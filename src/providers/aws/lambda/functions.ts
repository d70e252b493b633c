import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import type { AwsListContext } from '../define.ts';
import { pages } from '../pages.ts';

/** The functions of a region, listed once for all types that are about functions. */
export function functionsOf(context: AwsListContext): Promise<FunctionConfiguration[]> {
  return context.shared('lambda:functions', async () => {
    const { LambdaClient, paginateListFunctions } = await import('@aws-sdk/client-lambda');
    const functions: FunctionConfiguration[] = [];
    // AWS gives fifty at most, whatever is asked for.
    for await (const page of pages(paginateListFunctions({ client: context.client(LambdaClient), pageSize: 50 }, {}), ({ NextMarker }) => NextMarker)) functions.push(...(page.Functions ?? []));
    return functions;
  });
}

/** `…:function:orders:live` without the version or alias at its end. */
export const unqualified = (arn: string): string => arn.split(':').slice(0, 7).join(':');

/** Lambda writes `2026-01-02T03:04:05.000+0000`. */
export function isoTime(text: string | undefined): string | null {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? null : new Date(time).toISOString();
}
