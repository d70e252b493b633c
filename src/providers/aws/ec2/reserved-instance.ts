import type { ReservedInstances } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, tagsOf } from '../define.ts';

/** AWS lists these for long after they are over. */
const ended = new Set(['retired', 'payment-failed', 'queued-deleted']);

export const awsEc2ReservedInstance = defineAwsResource({
  id: 'aws:ec2:reserved-instance',
  title: 'EC2 reserved instance',
  plural: 'EC2 reserved instances',
  nativeType: 'AWS::EC2::ReservedInstances',
  locality: 'regional',
  permissions: ['ec2:DescribeReservedInstances'],
  reads: 'Instance type, platform, scope, number, price and end of each reservation that is active, pending or queued.',

  attributes: z.object({
    reserved_instances_id: z.string(),
    state: z.string().describe('active, payment-pending or queued'),
    instance_type: z.string().nullable(),
    instance_count: z.int().nullable(),
    platform: z.string().nullable().describe('Linux/UNIX, Windows, …'),
    tenancy: z.string().nullable(),
    scope: z.string().nullable().describe('Region, or Availability Zone'),
    availability_zone: z.string().nullable().describe('Null: anywhere in the region'),
    offering_class: z.string().nullable().describe('standard or convertible'),
    offering_type: z.string().nullable().describe('No Upfront, Partial Upfront or All Upfront'),
    started_at: z.string().nullable(),
    ends_at: z.string().nullable(),
    term_days: z.int().nullable(),
    currency: z.string().nullable(),
    upfront: z.number().nullable().describe('Of one instance, paid at the start'),
    hourly: z.number().nullable().describe('Of one instance, paid by the hour whether it runs or not'),
    effective_hourly: z.number().nullable().describe('Both together, over the whole term'),
  }),

  async *list({ client }) {
    const { DescribeReservedInstancesCommand, EC2Client } = await import('@aws-sdk/client-ec2');
    const { ReservedInstances = [] } = await client(EC2Client).send(new DescribeReservedInstancesCommand({}));
    for (const reservation of ReservedInstances) if (!ended.has(reservation.State ?? '')) yield reservation;
  },

  normalise: (reservation: ReservedInstances, { arn }) => {
    const id = reservation.ReservedInstancesId ?? '';
    const tags = tagsOf(reservation.Tags);
    return {
      uid: arn('ec2', `reserved-instances/${id}`),
      name: tags['Name'] ?? id,
      createdAt: reservation.Start,
      tags,
      attributes: {
        reserved_instances_id: id,
        state: reservation.State ?? 'unknown',
        instance_type: reservation.InstanceType ?? null,
        instance_count: reservation.InstanceCount ?? null,
        platform: reservation.ProductDescription ?? null,
        tenancy: reservation.InstanceTenancy ?? null,
        scope: reservation.Scope ?? null,
        availability_zone: reservation.AvailabilityZone ?? null,
        offering_class: reservation.OfferingClass ?? null,
        offering_type: reservation.OfferingType ?? null,
        started_at: reservation.Start?.toISOString() ?? null,
        ends_at: reservation.End?.toISOString() ?? null,
        ...priceOf(reservation),
      },
    };
  },
});

/** What one of the instances costs an hour, with its share of what was paid at the start. */
function priceOf({ CurrencyCode, Duration, FixedPrice, UsagePrice, RecurringCharges = [] }: ReservedInstances) {
  const recurring = RecurringCharges.reduce((sum, { Amount = 0, Frequency }) => sum + (Frequency === 'Hourly' ? Amount : 0), 0);
  const hourly = UsagePrice === undefined ? null : UsagePrice + recurring;
  const isKnown = hourly !== null && FixedPrice !== undefined && Duration !== undefined && Duration > 0;
  return {
    term_days: Duration === undefined ? null : Math.round(Duration / 86_400),
    currency: CurrencyCode ?? null,
    upfront: FixedPrice ?? null,
    hourly: hourly === null ? null : rounded(hourly),
    effective_hourly: isKnown ? rounded(hourly + FixedPrice / (Duration / 3600)) : null,
  };
}

const rounded = (usd: number): number => Math.round(usd * 1e6) / 1e6;
