import { defineRule, numberOf, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { gcpComputeImage } from '../../../providers/gcp/compute/image.ts';
import { step } from '../facts.ts';

export const gcpImageUnused = defineRule({
  id: 'gcp-image-unused',
  title: 'Image is old and used by nobody',
  category: 'waste',
  severity: 'low',
  resourceType: gcpComputeImage,
  parameters: { days: { value: 180, help: 'Age in days from which an image is looked at' } },
  rationale: 'An image is paid for by its size as long as it is kept.',
  // The newest of a family is what new machines are made from.
  gather({ attributes, createdAt, uid }, memo) {
    if (attributes.family === null || createdAt === undefined) return;
    const known = memo.get(attributes.family);
    const own = `${createdAt.toISOString()} ${uid}`;
    if (known === undefined || known < own) memo.set(attributes.family, own);
  },

  evaluate({ attributes, createdAt, uid }, { now, parameters, memo }) {
    if (createdAt === undefined) return unknown('Google did not say when the image was made.');
    if (daysBetween(createdAt, now) < numberOf(parameters, 'days')) return pass;
    if (attributes.family !== null && memo.get(attributes.family)?.endsWith(` ${uid}`) === true) return pass;
    return unknown('Which machines, templates and projects still make disks from it, an image does not tell: look for it in them before it is deleted.');
  },

  remediation: (image) => [step('compute images deprecate --state=DEPRECATED', image, `gcloud compute images deprecate '${image.name}' --state=ACTIVE`, 'compute.images.deprecate', 'none'), step('compute images delete', image, `gcloud compute images create '${image.name}' --source-disk=DISK`, 'compute.images.delete', 'none')],
});
