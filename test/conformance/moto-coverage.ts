/** What the tests of this folder have compared with moto, type by type: the coverage table of the README is made from it. */
export const readInMoto = {
  /** By moto.test.ts. */
  core: ['aws:ec2:elastic-ip', 'aws:ec2:instance', 'aws:ec2:snapshot', 'aws:ec2:volume', 'aws:iam:access-key', 'aws:iam:role', 'aws:iam:user', 'aws:s3:bucket'],
  /** By inventory-network.test.ts. */
  network: [
    'aws:ec2:instance', 'aws:ec2:security-group', 'aws:ec2:network-interface', 'aws:ec2:ami', 'aws:ec2:key-pair', 'aws:ec2:launch-template', 'aws:ec2:dedicated-host',
    'aws:vpc:vpc', 'aws:vpc:subnet', 'aws:vpc:route-table', 'aws:vpc:network-acl', 'aws:vpc:internet-gateway', 'aws:vpc:nat-gateway', 'aws:vpc:vpc-endpoint', 'aws:vpc:vpc-peering-connection', 'aws:vpc:vpn-connection', 'aws:vpc:transit-gateway-attachment',
    'aws:elb:application-load-balancer', 'aws:elb:network-load-balancer', 'aws:elb:gateway-load-balancer', 'aws:elb:classic-load-balancer', 'aws:elb:target-group', 'aws:elb:listener', 'aws:autoscaling:group',
    'aws:rds:db-instance', 'aws:rds:db-cluster', 'aws:rds:db-snapshot', 'aws:rds:db-cluster-snapshot', 'aws:rds:db-parameter-group', 'aws:rds:db-subnet-group',
  ],
  /** By inventory-services.test.ts. */
  services: [
    'aws:apigateway:authorizer', 'aws:apigateway:deployment', 'aws:apigateway:method', 'aws:apigateway:resource', 'aws:apigateway:rest-api', 'aws:apigateway:stage', 'aws:apigateway:usage-plan',
    'aws:cloudfront:distribution', 'aws:cloudfront:origin-access-control', 'aws:cloudwatch:alarm', 'aws:dynamodb:table', 'aws:ecs:cluster', 'aws:ecs:container-instance', 'aws:ecs:service', 'aws:ecs:task', 'aws:ecs:task-definition',
    'aws:eks:cluster', 'aws:eks:fargate-profile', 'aws:eks:nodegroup', 'aws:efs:file-system', 'aws:elasticache:cluster', 'aws:iam:group', 'aws:iam:instance-profile', 'aws:iam:policy', 'aws:iam:role', 'aws:iam:user',
    'aws:kms:alias', 'aws:kms:grant', 'aws:kms:key', 'aws:lambda:alias', 'aws:lambda:event-source-mapping', 'aws:lambda:function', 'aws:lambda:layer', 'aws:logs:log-group', 'aws:s3:bucket', 'aws:s3:bucket-acl', 'aws:s3:bucket-policy',
    'aws:kinesis:stream', 'aws:opensearch:domain', 'aws:redshift:cluster', 'aws:route53:hosted-zone', 'aws:secretsmanager:secret',
  ],
} as const;

/** What moto 5.2.5 cannot answer, and why. It must end as not read, and never as nothing there. */
export const lackingInMoto: Readonly<Record<string, string>> = {
  'aws:apprunner:service': 'no App Runner at all',
  'aws:apprunner:connection': 'no App Runner at all',
  'aws:cloudfront:origin-access-identity': 'no ListCloudFrontOriginAccessIdentities',
  'aws:ec2:capacity-reservation': 'no DescribeCapacityReservations',
  'aws:ec2:reserved-instance': 'no DescribeReservedInstances',
  'aws:eks:addon': 'no ListAddons',
  'aws:lambda:function-url-config': 'no ListFunctionUrlConfigs',
  'aws:workspaces:workspace': 'no DescribeWorkspacesConnectionStatus',
};
