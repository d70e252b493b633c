import { expect, it } from 'vitest';
import { functionArn, inPages, withAnswers } from '../../../../test/aws-services.ts';

it('reads the address of each function that has one, and whether anybody may call it', async () => {
  const urls = [
    { FunctionUrl: 'https://x.lambda-url.us-east-1.on.aws/', FunctionArn: functionArn('orders'), AuthType: 'NONE', InvokeMode: 'BUFFERED', CreationTime: '2026-01-02T03:04:05.678Z', LastModifiedTime: '2026-02-02T03:04:05.678Z', Cors: { AllowOrigins: ['https://b', '*'], AllowCredentials: true } },
    { FunctionUrl: 'https://y', FunctionArn: functionArn('orders:live'), AuthType: 'AWS_IAM', CreationTime: '', LastModifiedTime: '' },
  ];
  await using under = await withAnswers({
    'lambda.ListFunctions': inPages('Functions', ['orders', 'bare'].map((name) => ({ FunctionName: name, FunctionArn: functionArn(name) }))),
    'lambda.ListFunctionUrlConfigs': ({ FunctionName }) => ({ FunctionUrlConfigs: FunctionName === 'orders' ? urls : [] }),
  });
  const { resources, end } = await under.collect('aws:lambda:function-url-config');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 3, throttled: 0 });
  expect(resources).toMatchObject([
    {
      uid: `${functionArn('orders')}/url-config`, name: 'orders · URL', createdAt: '2026-01-02T03:04:05.678Z', attributes: { auth_type: 'NONE', alias: null, cors_allow_origins: ['*', 'https://b'], cors_allow_credentials: true },
      relations: [{ kind: 'targets', uid: functionArn('orders') }],
    },
    { uid: `${functionArn('orders:live')}/url-config`, name: 'orders:live · URL', createdAt: null, attributes: { alias: 'live', function_uid: functionArn('orders'), invoke_mode: null, cors_allow_origins: [] } },
  ]);
});
