/** The same kind of thing in the words of each cloud: one row of a table, whatever it is called where it runs. */
export interface Kind {
  id: string;
  /** Plural words for headings. */
  title: string;
  types: Readonly<Partial<Record<'aws' | 'azure' | 'gcp', readonly string[]>>>;
}

/** In the order in which people ask about them. */
export const kinds: readonly Kind[] = [
  { id: 'virtual-machine', title: 'Virtual machines', types: { aws: ['aws:ec2:instance'], azure: ['azure:compute:virtual-machine'], gcp: ['gcp:compute:instance'] } },
  { id: 'machine-group', title: 'Groups of machines', types: { aws: ['aws:autoscaling:group'], azure: ['azure:compute:vmss'], gcp: ['gcp:compute:instance-group'] } },
  { id: 'disk', title: 'Disks', types: { aws: ['aws:ec2:volume'], azure: ['azure:compute:disk'], gcp: ['gcp:compute:disk'] } },
  { id: 'snapshot', title: 'Snapshots', types: { aws: ['aws:ec2:snapshot'], azure: ['azure:compute:snapshot'], gcp: ['gcp:compute:snapshot'] } },
  { id: 'image', title: 'Machine images', types: { aws: ['aws:ec2:ami'], azure: ['azure:compute:image'], gcp: ['gcp:compute:image'] } },
  { id: 'object-storage', title: 'Object storage', types: { aws: ['aws:s3:bucket'], azure: ['azure:storage:account'], gcp: ['gcp:storage:bucket'] } },
  { id: 'database', title: 'Relational databases', types: { aws: ['aws:rds:db-instance'], azure: ['azure:sql:sql-database'], gcp: ['gcp:sql:instance'] } },
  { id: 'kubernetes', title: 'Kubernetes clusters', types: { aws: ['aws:eks:cluster'], azure: ['azure:containerservice:aks-cluster'], gcp: ['gcp:kubernetes:cluster'] } },
  { id: 'function', title: 'Functions', types: { aws: ['aws:lambda:function'], azure: ['azure:web:function-app'], gcp: ['gcp:functions:function'] } },
  { id: 'container-service', title: 'Web apps and container services', types: { aws: ['aws:apprunner:service', 'aws:ecs:service'], azure: ['azure:web:web-app'], gcp: ['gcp:run:service'] } },
  { id: 'network', title: 'Networks', types: { aws: ['aws:vpc:vpc'], azure: ['azure:network:vnet'], gcp: ['gcp:networking:network'] } },
  { id: 'subnet', title: 'Subnets', types: { aws: ['aws:vpc:subnet'], azure: ['azure:network:subnet'], gcp: ['gcp:networking:subnetwork'] } },
  { id: 'firewall', title: 'Firewall rules and groups', types: { aws: ['aws:ec2:security-group'], azure: ['azure:network:nsg'], gcp: ['gcp:networking:firewall'] } },
  { id: 'address', title: 'Public addresses', types: { aws: ['aws:ec2:elastic-ip'], azure: ['azure:network:public-ip'], gcp: ['gcp:networking:address'] } },
  { id: 'load-balancer', title: 'Load balancers', types: { aws: ['aws:elb:application-load-balancer', 'aws:elb:network-load-balancer', 'aws:elb:gateway-load-balancer', 'aws:elb:classic-load-balancer'], azure: ['azure:network:load-balancer', 'azure:network:application-gateway'], gcp: ['gcp:loadbalancer:forwardingrule'] } },
  { id: 'nat', title: 'NAT gateways', types: { aws: ['aws:vpc:nat-gateway'], azure: ['azure:network:nat-gateway'], gcp: ['gcp:networking:router'] } },
  { id: 'machine-identity', title: 'Identities of machines', types: { aws: ['aws:iam:role'], azure: ['azure:entra:service-principal'], gcp: ['gcp:iam:service-account'] } },
  { id: 'key', title: 'Long-lived keys', types: { aws: ['aws:iam:access-key'], gcp: ['gcp:iam:key'] } },
  { id: 'encryption-key', title: 'Encryption keys', types: { aws: ['aws:kms:key'], azure: ['azure:keyvault:key'], gcp: ['gcp:kms:cryptokey'] } },
];
