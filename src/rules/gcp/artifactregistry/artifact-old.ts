import { defineRule, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpArtifactregistryImage } from '../../../providers/gcp/artifactregistry/image.ts';
import { afterDays, quoted, shortNameOf } from '../facts.ts';

export const gcpArtifactOld = defineRule({
  id: 'gcp-artifact-old',
  title: 'Container image is old and not used',
  category: 'waste',
  severity: 'low',
  resourceType: gcpArtifactregistryImage,
  parameters: afterDays(90, 'Days since it was pushed'),
  rationale: 'Images that nobody deploys any more add up.',

  evaluate({ createdAt, attributes }, { now, parameters }) {
    if (createdAt === undefined) return unknown('When it was pushed was not told.');
    if (daysBetween(createdAt, now) < numberOf(parameters, 'days')) return pass;
    return unknown(`Pushed on ${createdAt.toISOString().slice(0, 10)}${attributes.image_tags.length === 0 ? ' and without a tag' : ''}; whether it is still pulled, the registry does not tell.`);
  },

  remediation: ({ attributes, account, region }) => [{ command: `gcloud artifacts repositories set-cleanup-policies ${quoted(shortNameOf(attributes.repository_uid))} --policy=policy.json --dry-run --location=${quoted(region)} --project=${quoted(account)}`, undo: `gcloud artifacts repositories delete-cleanup-policies ${quoted(shortNameOf(attributes.repository_uid))} --policynames=NAMES`, permission: 'artifactregistry.repositories.update' }],
});
