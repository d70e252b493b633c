import type { RemediationStep } from '../../../core/rule.ts';

/** Routes first: what is sent to a gateway that is gone is lost. */
export function natRemoval({ nat_gateway_id: id, subnet_id: subnet, allocation_ids: allocations }: { nat_gateway_id: string; subnet_id: string | null; allocation_ids: readonly string[] }, region: string): RemediationStep[] {
  return [
    {
      command: `aws ec2 delete-route --region ${region} --route-table-id ROUTE_TABLE_ID --destination-cidr-block 0.0.0.0/0`,
      undo: `aws ec2 create-route --region ${region} --route-table-id ROUTE_TABLE_ID --destination-cidr-block 0.0.0.0/0 --nat-gateway-id ${id}`,
      permission: 'ec2:DeleteRoute',
    },
    {
      command: `aws ec2 delete-nat-gateway --region ${region} --nat-gateway-id ${id}`,
      undo: `aws ec2 create-nat-gateway --region ${region} --subnet-id ${subnet ?? 'SUBNET_ID'}${allocations[0] === undefined ? '' : ` --allocation-id ${allocations[0]}`} (with a new id)`,
      permission: 'ec2:DeleteNatGateway',
    },
  ];
}
