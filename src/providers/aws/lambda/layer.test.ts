import { expect, it } from 'vitest';
import { inPages, noSuch, withAnswers } from '../../../../test/aws-services.ts';

const layer = (name: string, parts: object = {}) => ({ LayerName: name, LayerArn: `arn:aws:lambda:us-east-1:123456789012:layer:${name}`, LatestMatchingVersion: { Version: 3, LayerVersionArn: `arn:aws:lambda:us-east-1:123456789012:layer:${name}:3`, ...parts } });
const layers = [layer('shared', { CreatedDate: '2026-01-02T03:04:05.000+0000', CompatibleRuntimes: ['python3.12', 'nodejs22.x'], Description: 'all' }), layer('bare'), ...Array.from({ length: 60 }, (_, n) => layer(`l${n}`))];

it('reads the latest version of each layer and who may use it', async () => {
  await using under = await withAnswers({
    'lambda.ListLayers': inPages('Layers', layers),
    'lambda.GetLayerVersionPolicy': (input, asked) => (input['LayerName'] === 'shared' ? { Policy: '{"Statement":[{"Effect":"Allow","Principal":"*","Action":"lambda:GetLayerVersion"}]}' } : noSuch()(input, asked)),
  });
  const { resources, end } = await under.collect('aws:lambda:layer');
  expect(end).toEqual({ result: { status: 'complete', isListed: true }, calls: 2 + 62, throttled: 0 });
  expect(resources.find(({ name }) => name === 'shared')).toMatchObject({
    uid: 'arn:aws:lambda:us-east-1:123456789012:layer:shared',
    attributes: { latest_version: 3, latest_version_created_at: '2026-01-02T03:04:05.000Z', compatible_runtimes: ['nodejs22.x', 'python3.12'], is_public: true, description: 'all' },
  });
  expect(resources.find(({ name }) => name === 'bare')?.attributes).toMatchObject({ latest_version_created_at: null, compatible_runtimes: [], is_public: false, policy: null });
  expect((await under.collect('aws:lambda:layer', 'us-east-1', { depth: 'listed' })).resources[0]?.attributes).toMatchObject({ is_public: null });
});
