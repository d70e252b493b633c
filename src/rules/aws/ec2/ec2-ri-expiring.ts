import type { z } from 'zod';
import { defineRule, fail, notApplicable, numberOf, pass, type RemediationStep, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2ReservedInstance } from '../../../providers/aws/ec2/reserved-instance.ts';
import { quoted } from '../facts.ts';

type Reservation = z.infer<typeof awsEc2ReservedInstance.attributes>;

/** No saving is told: what the end costs depends on how many hours are covered, which only Cost Explorer knows. Both prices are in the evidence. */
export const awsEc2RiExpiring = defineRule({
  id: 'aws-ec2-ri-expiring',
  title: 'Reserved instances end soon',
  category: 'waste',
  severity: 'informational',
  resourceType: awsEc2ReservedInstance,
  parameters: { days: { value: 30, help: 'Days before its end from which it is told' } },
  rationale: 'From the moment a reservation ends, the instances that it covered are paid for at the on-demand price, and nothing else says so.',

  // What is queued to begin when another ends takes its place.
  gather({ attributes }, memo) {
    const { state, started_at: start, instance_count: count } = attributes;
    if (state !== 'queued' || start === null || count === null) return;
    const key = kindOf(attributes);
    memo.set(key, `${memo.get(key) ?? ''} ${start}/${count}`);
  },

  evaluate({ attributes, region }, { now, parameters, prices, memo }) {
    const { state, ends_at: endsAt, instance_count: count, instance_type: type } = attributes;
    if (state === 'unknown') return unknown('AWS does not say in which state the reservation is.');
    if (state !== 'active') return notApplicable;
    if (endsAt === null) return unknown('AWS does not say when the reservation ends.');
    const left = daysBetween(now, new Date(endsAt));
    if (left > numberOf(parameters, 'days')) return pass;
    const queued = queuedAt(endsAt, memo.get(kindOf(attributes)) ?? '');
    if (count !== null && queued >= count) return pass;
    return fail({
      summary: `${count ?? 'Some'} × ${type ?? 'instances'} reserved until ${endsAt.slice(0, 10)}${queued > 0 ? `; ${queued} more are queued` : ''}.`,
      evidence: {
        ends_at: endsAt, instance_type: type, instance_count: count, platform: attributes.platform, scope: attributes.scope, offering_class: attributes.offering_class, offering_type: attributes.offering_type, queued_instances: queued,
        reserved_usd_per_hour: attributes.currency === 'USD' ? attributes.effective_hourly : null, on_demand_usd_per_hour: isLinux(attributes) ? (prices.unit(region, `ec2.${type ?? 'unknown'}`)?.usd ?? null) : null,
      },
    });
  },

  remediation: ({ attributes, region }) => renewal(attributes, region),
});

const isLinux = ({ platform, tenancy }: Reservation): boolean => (platform ?? '').startsWith('Linux/UNIX') && (tenancy ?? 'default') === 'default';

const kindOf = (one: Reservation): string => [one.instance_type, one.platform, one.tenancy, one.scope, one.availability_zone].join(' ');

/** How many of `START/COUNT …` begin before the other has been over for a day. */
function queuedAt(endsAt: string, notes: string): number {
  const all = notes.split(' ').map((note) => note.split('/') as [string, string?]);
  return all.reduce((sum, [start, count]) => sum + (count !== undefined && daysBetween(new Date(endsAt), new Date(start)) <= 1 ? Number(count) : 0), 0);
}

/** Only what is reserved for a whole region can be queued. */
function renewal({ ends_at: endsAt, instance_count: count, instance_type: type, platform, offering_class: offering, scope }: Reservation, region: string): RemediationStep[] {
  const queue = scope === 'Region' && endsAt !== null ? ` --purchase-time ${endsAt}` : '';
  return [
    {
      command: `aws ec2 describe-reserved-instances-offerings --region ${region} --instance-type ${type ?? 'TYPE'} --product-description ${quoted(platform ?? 'PLATFORM')} --offering-class ${offering ?? 'standard'} --no-include-marketplace`,
      undo: 'Nothing to undo: it shows what could be bought.',
      permission: 'ec2:DescribeReservedInstancesOfferings',
    },
    {
      command: `aws ec2 purchase-reserved-instances-offering --region ${region} --reserved-instances-offering-id OFFERING_ID --instance-count ${count ?? 'COUNT'}${queue}`,
      undo: queue === '' ? 'Nothing undoes it: a reservation is paid for to its end, or sold on the marketplace.' : `aws ec2 delete-queued-reserved-instances --region ${region} --reserved-instances-ids NEW_ID (until it begins)`,
      permission: 'ec2:PurchaseReservedInstancesOffering',
    },
  ];
}
