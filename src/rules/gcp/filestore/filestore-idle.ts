import { defineRule, fail, notApplicable, numberOf, pass } from '../../../core/rule.ts';
import { gcpFilestoreInstance } from '../../../providers/gcp/filestore/instance.ts';
import { afterDays, counted, isTooYoung, savedBy, step } from '../facts.ts';

const metric = (name: string): string => `file.googleapis.com/nfs/server/${name}`;

export const gcpFilestoreIdle = defineRule({
  id: 'gcp-filestore-idle',
  title: 'File server is not read or written',
  category: 'waste',
  severity: 'medium',
  resourceType: gcpFilestoreInstance,
  parameters: afterDays(14),
  rationale: 'A file server is paid for by its whole size, whether or not anything uses it.',
  metrics: ({ name }, parameters) => {
    const common = { statistic: 'sum' as const, days: numberOf(parameters, 'days'), dimensions: { instance_name: name } };
    return { reads: { name: metric('read_ops_count'), ...common }, writes: { name: metric('write_ops_count'), ...common } };
  },

  evaluate(resource, context) {
    const { attributes, region } = resource;
    if (attributes.state !== 'READY') return notApplicable;
    if (isTooYoung(resource, context)) return pass;
    const operations = counted(context, { reads: metric('read_ops_count'), writes: metric('write_ops_count') });
    if ('evaluation' in operations) return operations.evaluation;
    if (operations.sum > 0) return pass;
    const { capacity_gib: size, tier } = attributes;
    return fail({ summary: `Nothing was read or written in ${numberOf(context.parameters, 'days')} days.`, evidence: { operations: 0, tier, capacity_gib: size }, ...(size === null || tier === null ? {} : savedBy(region, context.prices, 'medium', [[size, 'GiB', `filestore.${tier === 'STANDARD' ? 'BASIC_HDD' : tier === 'PREMIUM' ? 'BASIC_SSD' : tier}`]])) });
  },

  remediation: (server) => [
    { command: `gcloud filestore backups create 'before-delete-${server.name}' --instance='${server.name}' --file-share=SHARE --region='${server.region}' --project='${server.account}'`, undo: `gcloud filestore backups delete 'before-delete-${server.name}' --region='${server.region}'`, permission: 'file.backups.create' },
    step('filestore instances delete', server, `gcloud filestore instances restore NEW --source-backup='before-delete-${server.name}'`, 'file.instances.delete', 'location'),
  ],
});
