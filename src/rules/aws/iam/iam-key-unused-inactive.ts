import { defineRule } from '../../../core/rule.ts';
import { awsIamAccessKey } from '../../../providers/aws/iam/access-key.ts';
import { judgeKeyUse } from './key-use.ts';

export const awsIamKeyUnusedInactive = defineRule({
  id: 'aws-iam-key-unused-inactive',
  title: 'Inactive access key has not been deleted',
  category: 'waste',
  severity: 'low',
  resourceType: awsIamAccessKey,
  headline: true,
  parameters: { days: { value: 90, help: 'Days without any use; never used counts from the creation' } },
  rationale: 'It opens nothing while it is inactive, and one call makes it active again.',

  evaluate: ({ attributes }, context) => judgeKeyUse(attributes, 'inactive', context),

  remediation: ({ attributes: { access_key_id: id, user_name: user } }) => [
    { command: `aws iam delete-access-key --user-name ${user} --access-key-id ${id}`, undo: `aws iam create-access-key --user-name ${user} (a new key: the old one cannot come back)`, permission: 'iam:DeleteAccessKey' },
  ],
});
