import type { z } from 'zod';
import { defineRule, fail, noMetric, notApplicable, numberOf, pass, type Prices, type Saving, unknown } from '../../../core/rule.ts';
import { daysBetween } from '../../../core/time.ts';
import { awsEc2CapacityReservation } from '../../../providers/aws/ec2/capacity-reservation.ts';
import { fewDays, isTooYoung, metricPermission } from '../facts.ts';
import { hoursPerMonth, SavingSum } from './prices.ts';

type Reservation = z.infer<typeof awsEc2CapacityReservation.attributes>;

export const awsEc2CapacityReservationIdle = defineRule({
  id: 'aws-ec2-capacity-reservation-idle',
  title: 'Reserved capacity is not used',
  category: 'waste',
  severity: 'medium',
  resourceType: awsEc2CapacityReservation,
  parameters: { days: { value: 2, help: 'Days in which the capacity stayed free' } },
  rationale: 'Reserved capacity costs as much as running instances, whether or not any instance uses it.',
  // https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-reservation-cw-metrics.html
  metrics: ({ attributes }, parameters) =>
    (attributes.available_instances ?? 0) === 0 || attributes.state !== 'active' ? {} : { used: { namespace: 'AWS/EC2CapacityReservations', name: 'UsedInstanceCount', statistic: 'maximum', days: numberOf(parameters, 'days'), dimensions: { CapacityReservationId: attributes.capacity_reservation_id } } },

  evaluate(reservation, context) {
    const { attributes, account, region } = reservation;
    const { total_instances: total, available_instances: free } = attributes;
    if (attributes.state === 'unknown') return unknown('AWS does not say in which state the reservation is.');
    if (!isJudged(attributes, account, context.now)) return notApplicable;
    if (total === null || free === null) return unknown('AWS does not say how much of the reservation is free.');
    const days = numberOf(context.parameters, 'days');
    const isBegunLately = attributes.started_at !== null && daysBetween(new Date(attributes.started_at), context.now) < days;
    if (free === 0 || isBegunLately || isTooYoung(reservation, context)) return pass;
    const used = context.metric('used');
    if (used === undefined) return noMetric('UsedInstanceCount', metricPermission);
    // All free now, and not a day ago: it does what it is for, and is judged once it stays as it is.
    if (used.maximum >= total || (free === total && used.maximum > 0)) return pass;
    // Of a window so short every day must be known.
    if (used.coveredDays < Math.ceil(days * 0.8)) return fewDays(used, days, 'UsedInstanceCount');
    const spare = Math.min(free, total - Math.ceil(used.maximum));
    const saving = savingOf(attributes, spare, region, context.prices);
    return fail({
      summary: used.maximum === 0 ? `None of its ${total} instances was used in ${days} days.` : `At most ${used.maximum} of its ${total} instances were used in ${days} days.`,
      evidence: { total_instances: total, available_instances: free, used_instances_maximum: used.maximum, instance_type: attributes.instance_type, platform: attributes.platform, availability_zone: attributes.availability_zone, ends_at: attributes.ends_at, unused_billed_to: attributes.unused_billed_to, since: used.since, until: used.until },
      ...(saving === undefined ? {} : { saving }),
    });
  },

  remediation({ attributes, region }) {
    const { capacity_reservation_id: id, total_instances: total, available_instances: free } = attributes;
    const aws = (operation: string): string => `aws ec2 ${operation} --region ${region}`;
    const again = `${aws('create-capacity-reservation')} --instance-type ${attributes.instance_type ?? 'INSTANCE_TYPE'} --instance-platform ${attributes.platform ?? 'PLATFORM'} --availability-zone ${attributes.availability_zone ?? 'ZONE'} --instance-count ${total ?? 'COUNT'} (as far as there is capacity, with a new id)`;
    if (free === total) return [{ command: `${aws('cancel-capacity-reservation')} --capacity-reservation-id ${id}`, undo: again, permission: 'ec2:CancelCapacityReservation' }];
    const resize = (count: number | string): string => `${aws('modify-capacity-reservation')} --capacity-reservation-id ${id} --instance-count ${count}`;
    return [{ command: resize('MOST_USED'), undo: `${resize(total ?? 'COUNT')} (as far as there is capacity)`, permission: 'ec2:ModifyCapacityReservation' }];
  },
});

/**
 * Left alone: what another account shares, what is paid for in advance or bound by a commitment, what lies on hardware of one's own,
 * and capacity lent for as long as its owner does not need it.
 */
function isJudged({ state, owner_id: owner, reservation_type: type, committed_until: until, outpost_arn: outpost, interruptible }: Reservation, account: string, now: Date): boolean {
  const isCommitted = until !== null && new Date(until) > now;
  return state === 'active' && (owner === null || owner === account) && type === 'default' && outpost === null && !interruptible && !isCommitted;
}

/** At the on-demand price, of which Savings Plans and regional reserved instances may pay a part. Licences and dedicated tenancy have other prices. */
function savingOf({ instance_type: type, platform, tenancy }: Reservation, spare: number, region: string, prices: Prices): Saving | undefined {
  if (platform !== 'Linux/UNIX' || (tenancy ?? 'default') !== 'default') return undefined;
  const sum = new SavingSum();
  const sku = `ec2.${type ?? 'unknown'}`;
  return sum.add(spare * hoursPerMonth, 'h', prices.unit(region, sku), sku) ? sum.upper().saving('high') : undefined;
}
