import type { CapacityReservation } from '@aws-sdk/client-ec2';
import { z } from 'zod';
import { defineAwsResource, relationsTo, tagsOf } from '../define.ts';
import { pages } from '../pages.ts';
import { ownedArn } from './arns.ts';

/** AWS still shows these for a while; nothing is held or paid for any more. */
const ended = new Set(['cancelled', 'expired', 'failed', 'payment-failed', 'unsupported']);

export const awsEc2CapacityReservation = defineAwsResource({
  id: 'aws:ec2:capacity-reservation',
  title: 'EC2 capacity reservation',
  plural: 'EC2 capacity reservations',
  nativeType: 'AWS::EC2::CapacityReservation',
  locality: 'regional',
  permissions: ['ec2:DescribeCapacityReservations'],
  reads: 'Instance type, place, size and free instances of each capacity reservation that has not ended, own and shared with the account.',

  attributes: z.object({
    capacity_reservation_id: z.string(),
    owner_id: z.string().nullable().describe('Other than the account: it is shared with it'),
    state: z.string().describe('active, pending, scheduled, assessing, delayed, cancelling or payment-pending'),
    reservation_type: z.string().describe('default, or capacity-block: paid for in advance'),
    instance_type: z.string().nullable(),
    platform: z.string().nullable().describe('Linux/UNIX, Windows, …'),
    tenancy: z.string().nullable(),
    availability_zone: z.string().nullable(),
    total_instances: z.int().nullable(),
    available_instances: z.int().nullable().describe('Reserved, and not used by any instance'),
    match_criteria: z.string().nullable().describe('open or targeted'),
    created_at: z.string().nullable(),
    started_at: z.string().nullable(),
    ends_at: z.string().nullable().describe('Null: until somebody cancels it'),
    committed_until: z.string().nullable().describe('Of one that was asked for in advance: until then it cannot be cancelled'),
    fleet_id: z.string().nullable(),
    placement_group_arn: z.string().nullable(),
    outpost_arn: z.string().nullable(),
    interruptible: z.boolean(),
    unused_billed_to: z.string().nullable().describe('The account that pays for what is not used'),
  }),

  async *list({ client }) {
    const { EC2Client, paginateDescribeCapacityReservations } = await import('@aws-sdk/client-ec2');
    for await (const page of pages(paginateDescribeCapacityReservations({ client: client(EC2Client), pageSize: 1000 }, {}), ({ NextToken }) => NextToken)) {
      for (const reservation of page.CapacityReservations ?? []) if (!ended.has(reservation.State ?? '')) yield reservation;
    }
  },

  normalise: (reservation: CapacityReservation, context) => {
    const id = reservation.CapacityReservationId ?? '';
    const tags = tagsOf(reservation.Tags);
    return {
      uid: reservation.CapacityReservationArn ?? ownedArn(context, reservation.OwnerId, `capacity-reservation/${id}`),
      name: tags['Name'] ?? id,
      createdAt: reservation.CreateDate,
      tags,
      attributes: {
        capacity_reservation_id: id,
        owner_id: reservation.OwnerId ?? null,
        state: reservation.State ?? 'unknown',
        reservation_type: reservation.ReservationType ?? 'default',
        instance_type: reservation.InstanceType ?? null,
        platform: reservation.InstancePlatform ?? null,
        tenancy: reservation.Tenancy ?? null,
        availability_zone: reservation.AvailabilityZone ?? null,
        total_instances: reservation.TotalInstanceCount ?? null,
        available_instances: reservation.AvailableInstanceCount ?? null,
        match_criteria: reservation.InstanceMatchCriteria ?? null,
        created_at: reservation.CreateDate?.toISOString() ?? null,
        started_at: reservation.StartDate?.toISOString() ?? null,
        ends_at: reservation.EndDate?.toISOString() ?? null,
        committed_until: reservation.CommitmentInfo?.CommitmentEndDate?.toISOString() ?? null,
        fleet_id: reservation.CapacityReservationFleetId ?? null,
        placement_group_arn: reservation.PlacementGroupArn ?? null,
        outpost_arn: reservation.OutpostArn ?? null,
        interruptible: reservation.Interruptible ?? false,
        unused_billed_to: reservation.UnusedReservationBillingOwnerId ?? null,
      },
    };
  },

  relations: ({ attributes }) => relationsTo('member-of', [attributes.placement_group_arn]),
});
