import { defineRule, fail, notApplicable, pass, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsRoute53HostedZone } from '../../../providers/aws/route53/hosted-zone.ts';
import { afterDays, isTooYoung, savedBy } from '../facts.ts';

/** A zone cannot be without these two: its NS and its SOA. */
const ownRecordSets = 2;
/** Of so many zones of an account a month costs more than of each further one. https://aws.amazon.com/route53/pricing/ */
const zonesAtFullPrice = 25;

/** AWS dates neither a zone nor its records: it is judged once it is known here for so many days, by what it holds now. */
export const awsRoute53ZoneEmpty = defineRule({
  id: 'aws-route53-zone-empty',
  title: 'Hosted zone has no records',
  category: 'waste',
  severity: 'low',
  resourceType: awsRoute53HostedZone,
  parameters: afterDays(30, 'Days since it was first seen here'),
  rationale: 'A hosted zone is paid for by the month, and one without records answers nothing.',
  gather: (_zone, memo) => void memo.set('zones', String(Number(memo.get('zones') ?? 0) + 1)),

  evaluate(zone, context) {
    const { attributes } = zone;
    // The service that made it removes it, with what it stands for.
    if (attributes.managed_by !== null) return notApplicable;
    const count = attributes.record_set_count;
    if (count === null) return unknown('AWS does not say how many records the zone has.');
    if (count > ownRecordSets || isTooYoung(zone, context)) return pass;
    const zones = Number(context.memo.get('zones') ?? 0);
    return fail({
      summary: `It holds nothing but its own NS and SOA, and has been known here for ${Math.floor(daysBetween(context.firstSeen, context.now))} days.${attributes.is_private ? ' An empty private zone may be meant to hide the names of a public one.' : ''}`,
      evidence: { record_set_count: count, is_private: attributes.is_private, comment: attributes.comment, zones_of_account: zones },
      // A zone lies nowhere, and costs the same everywhere but in China.
      ...(zone.uid.startsWith('arn:aws:') ? savedBy('us-east-1', context.prices, 'medium', [[1, 'zone', zones > zonesAtFullPrice ? 'route53.zone.further' : 'route53.zone']]) : {}),
    });
  },

  remediation: ({ attributes: { zone_id: id, domain_name: name, is_private: isPrivate } }) => [
    { command: `aws route53 delete-hosted-zone --id ${id}`, undo: `aws route53 create-hosted-zone --name ${name} --caller-reference again-${id}${isPrivate ? ' --vpc VPCRegion=REGION,VPCId=VPC_ID' : ''} (with a new id${isPrivate ? '' : ' and other name servers, which the registrar must be told'})`, permission: 'route53:DeleteHostedZone' },
  ],
});
