/** What is asked of the estate, as the product's words have it; the thresholds of all tools are set to the same days. */
export const questions = {
  'instance-stopped': 'stopped instances',
  'volume-unattached': 'unattached volumes',
  'address-unassociated': 'unassociated addresses',
  'snapshot-old': 'snapshots of 90 days and more',
  'bucket-empty': 'empty buckets',
  'user-unused': 'users unused for 90 days',
  'role-unused': 'roles unused for 90 days',
  'key-unused-active': 'active keys unused for 90 days',
  'key-unused-inactive': 'inactive keys unused for 90 days',
  'password-unused': 'passwords unused for 90 days',
  'key-old': 'active keys not rotated for 90 days',
  'console-without-mfa': 'passwords without MFA',
  'bucket-public': 'public buckets',
  'group-open': 'security groups with SSH open to all',
  'group-unused': 'unused security groups',
} as const;

export type Question = keyof typeof questions;
export const allQuestions = Object.keys(questions) as Question[];
export const staleDays = 90;
