import { type Answer, queryAnswer, Refusal } from '../answer.ts';
import { tag } from '../xml.ts';
import type { Call } from '../world.ts';

export const stsOperations: Record<string, (call: Call) => Answer> = {
  GetCallerIdentity({ identity }) {
    const inner = tag('Arn', identity.arn) + tag('UserId', identity.userId) + tag('Account', identity.account);
    return queryAnswer('sts', 'GetCallerIdentity', inner);
  },

  AssumeRole({ world, identity, params }) {
    const roleArn = params.get('RoleArn') ?? '';
    const session = params.get('RoleSessionName') ?? '';
    if (roleArn === '' || session === '') throw new Refusal(400, 'ValidationError', 'RoleArn and RoleSessionName are required.');
    const assumed = world.identities.assume(roleArn, session);
    if (assumed === undefined) {
      throw new Refusal(403, 'AccessDenied', `User: ${identity.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`);
    }
    const seconds = Number(params.get('DurationSeconds') ?? 3600);
    const credentials =
      tag('AccessKeyId', assumed.accessKey) + tag('SecretAccessKey', 'simulated/secret/key/of/forty/characters') +
      tag('SessionToken', `simulated-session-of-${assumed.identity.account}`) + tag('Expiration', new Date(Date.now() + seconds * 1000).toISOString());
    const user = tag('AssumedRoleId', assumed.identity.userId) + tag('Arn', assumed.identity.arn);
    return queryAnswer('sts', 'AssumeRole', `<Credentials>${credentials}</Credentials><AssumedRoleUser>${user}</AssumedRoleUser><PackedPolicySize>0</PackedPolicySize>`);
  },
};
