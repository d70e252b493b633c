import { defineRule } from '../../../core/rule.ts';
import { awsIamAccessKey } from '../../../providers/aws/iam/access-key.ts';
import { judgeKeyUse } from './key-use.ts';

export const awsIamKeyUnusedActive = defineRule({
  id: 'aws-iam-key-unused-active',
  title: 'Active access key has not been used',
  category: 'waste',
  severity: 'high',
  resourceType: awsIamAccessKey,
  headline: true,
  parameters: { days: { value: 90, help: 'Days without any use; never used counts from the creation' } },
  rationale: 'Whoever finds the key can use it, and nobody would notice that it is used again.',

  evaluate: ({ attributes }, context) => judgeKeyUse(attributes, 'active', context),

  remediation: ({ attributes: { access_key_id: id, user_name: user } }) => [
    {
      command: `aws iam update-access-key --user-name ${user} --access-key-id ${id} --status Inactive`,
      undo: `aws iam update-access-key --user-name ${user} --access-key-id ${id} --status Active`,
      permission: 'iam:UpdateAccessKey',
    },
    { command: `aws iam delete-access-key --user-name ${user} --access-key-id ${id}`, undo: `aws iam create-access-key --user-name ${user} (a new key: the old one cannot come back)`, permission: 'iam:DeleteAccessKey' },
  ],
});
