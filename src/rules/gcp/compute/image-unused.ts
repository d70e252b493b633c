import { defineRule, fail, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpComputeImage } from '../../../providers/gcp/compute/image.ts';
import { gcpComputeDisk } from '../../../providers/gcp/compute/disk.ts';
import { gcpComputeInstanceTemplate } from '../../../providers/gcp/compute/instance-template.ts';
import { gib, irreversible, savedBy, step } from '../facts.ts';

export const gcpImageUnused = defineRule({
  id: 'gcp-image-unused',
  title: 'Image that nothing is made from',
  category: 'waste',
  severity: 'low',
  resourceType: gcpComputeImage,
  usedBy: [gcpComputeDisk, gcpComputeInstanceTemplate],
  parameters: { days: { value: 180, help: 'Age in days from which an image is looked at' } },
  rationale: 'An image is paid for by its size as long as it is kept.',
  // The newest of a family is what new machines are made from.
  gather({ attributes, createdAt, uid }, memo) {
    if (attributes.family === null || createdAt === undefined) return;
    const known = memo.get(attributes.family);
    const own = `${createdAt.toISOString()} ${uid}`;
    if (known === undefined || known < own) memo.set(attributes.family, own);
  },

  evaluate({ attributes, createdAt, uid, region }, { now, parameters, memo, user, isListed, prices }) {
    if (createdAt === undefined) return unknown('Google did not say when the image was made.');
    const age = Math.floor(daysBetween(createdAt, now));
    if (age < numberOf(parameters, 'days') || user !== undefined) return pass;
    if (attributes.family !== null && memo.get(attributes.family)?.endsWith(` ${uid}`) === true) return pass;
    if (!isListed(gcpComputeDisk.id) || !isListed(gcpComputeInstanceTemplate.id)) return unknown('The disks and the instance templates of the project could not be listed (`compute.disks.list`, `compute.instanceTemplates.list`), and one may be made from it.');
    const size = attributes.archive_bytes === null ? null : gib(attributes.archive_bytes);
    return fail({
      summary: `Made ${age} days ago; no disk and no instance template in the projects that are visited was made from it.`,
      evidence: { archive_bytes: attributes.archive_bytes, family: attributes.family, deprecation: attributes.deprecation, used_by: null },
      // Other projects may be allowed to use it.
      ...(size === null ? {} : savedBy(attributes.storage_locations[0] ?? region, prices, 'medium', [[size, 'GiB', 'image']])),
    });
  },

  remediation: (image) => [
    step('compute images deprecate --state=DEPRECATED', image, `gcloud compute images deprecate '${image.name}' --state=ACTIVE`, 'compute.images.deprecate', 'none'),
    step('compute images delete', image, irreversible, 'compute.images.delete', 'none'),
  ],
});
