"""Networks, load balancers, groups of instances and databases in moto, and what boto3 lists of them."""

import boto3
from botocore.config import Config

ACCOUNT = "123456789012"
REGIONS = ["us-east-1", "eu-west-1"]
SDK = Config(retries={"max_attempts": 2})
CLIENTS = {}


def client(url, service, region):
    if (service, region) not in CLIENTS:
        CLIENTS[service, region] = boto3.client(service, region_name=region, endpoint_url=url, aws_access_key_id="planter", aws_secret_access_key="planter", config=SDK)
    return CLIENTS[service, region]


def tagged(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}, {"Key": "env", "Value": "test"}]}]


def plant(url):
    for region in REGIONS:
        plant_network(url, region)
    listed = {}
    for region in REGIONS:
        for kind, rows in listing(url, region).items():
            listed.setdefault(kind, []).extend(rows)
    nobody = {"user_name": "-", "access_key_id": "-", "secret_access_key": "-"}
    return {"account": ACCOUNT, "regions": REGIONS, "truth": {}, "inventory": {}, "scanner": nobody, "listed": listed}


def plant_network(url, region):
    ec2 = client(url, "ec2", region)
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tagged("vpc", "main"))["Vpc"]["VpcId"]
    other = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    zones = [zone["ZoneName"] for zone in ec2.describe_availability_zones()["AvailabilityZones"]][:2]
    subnets = [ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{n}.0/24", AvailabilityZone=zone, TagSpecifications=tagged("subnet", f"net-{n}"))["Subnet"]["SubnetId"] for n, zone in enumerate(zones)]
    ec2.modify_subnet_attribute(SubnetId=subnets[0], MapPublicIpOnLaunch={"Value": True})
    gateway = ec2.create_internet_gateway(TagSpecifications=tagged("internet-gateway", "door"))["InternetGateway"]["InternetGatewayId"]
    ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
    ec2.create_internet_gateway()
    table = ec2.create_route_table(VpcId=vpc, TagSpecifications=tagged("route-table", "open"))["RouteTable"]["RouteTableId"]
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="0.0.0.0/0", GatewayId=gateway)
    ec2.associate_route_table(RouteTableId=table, SubnetId=subnets[0])
    address = ec2.allocate_address(Domain="vpc")["AllocationId"]
    ec2.create_nat_gateway(SubnetId=subnets[0], AllocationId=address, TagSpecifications=tagged("natgateway", "out"))
    peering = ec2.create_vpc_peering_connection(VpcId=vpc, PeerVpcId=other)["VpcPeeringConnection"]["VpcPeeringConnectionId"]
    ec2.accept_vpc_peering_connection(VpcPeeringConnectionId=peering)
    ec2.create_route(RouteTableId=table, DestinationCidrBlock="10.1.0.0/16", VpcPeeringConnectionId=peering)
    ec2.create_vpc_endpoint(VpcId=vpc, ServiceName=f"com.amazonaws.{region}.s3", RouteTableIds=[table])
    plant_links(ec2, vpc, subnets)
    plant_hosts(ec2, zones[0])
    acl = ec2.create_network_acl(VpcId=vpc)["NetworkAcl"]["NetworkAclId"]
    ec2.create_network_acl_entry(NetworkAclId=acl, RuleNumber=100, Protocol="6", RuleAction="allow", Egress=False, CidrBlock="0.0.0.0/0", PortRange={"From": 22, "To": 22})
    ec2.create_flow_logs(ResourceIds=[other], ResourceType="VPC", TrafficType="ALL", LogDestinationType="s3", LogDestination=bucket(url, region))
    group = ec2.create_security_group(GroupName="web", Description="web servers", VpcId=vpc, TagSpecifications=tagged("security-group", "web"))["GroupId"]
    inside = ec2.create_security_group(GroupName="inside", Description="behind web", VpcId=vpc)["GroupId"]
    ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}], "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}])
    ec2.authorize_security_group_ingress(GroupId=inside, IpPermissions=[{"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": group}]}])
    ec2.create_network_interface(SubnetId=subnets[1], Groups=[group], Description="spare")
    ec2.create_key_pair(KeyName="ops", TagSpecifications=tagged("key-pair", "ops"))
    image = ec2.register_image(Name=f"golden-{region}", RootDeviceName="/dev/xvda")["ImageId"]
    instances = [each["InstanceId"] for each in ec2.run_instances(ImageId=image, MinCount=2, MaxCount=2, InstanceType="t3.small", KeyName="ops", SubnetId=subnets[0], SecurityGroupIds=[group])["Instances"]]
    template = ec2.create_launch_template(LaunchTemplateName="web", LaunchTemplateData={"ImageId": image, "InstanceType": "t3.small", "KeyName": "ops", "SecurityGroupIds": [group], "UserData": "c2VjcmV0"}, TagSpecifications=tagged("launch-template", "web"))["LaunchTemplate"]["LaunchTemplateId"]
    plant_balancers(url, region, vpc, subnets, group, instances, template)
    plant_databases(url, region, subnets, group)


def plant_links(ec2, vpc, subnets):
    office = ec2.create_customer_gateway(Type="ipsec.1", PublicIp="198.51.100.7", BgpAsn=65000)["CustomerGateway"]["CustomerGatewayId"]
    private = ec2.create_vpn_gateway(Type="ipsec.1")["VpnGateway"]["VpnGatewayId"]
    transit = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    ec2.create_vpn_connection(Type="ipsec.1", CustomerGatewayId=office, VpnGatewayId=private, TagSpecifications=tagged("vpn-connection", "office"))
    ec2.create_vpn_connection(Type="ipsec.1", CustomerGatewayId=office, TransitGatewayId=transit)
    gone = ec2.create_vpn_connection(Type="ipsec.1", CustomerGatewayId=office, VpnGatewayId=private)["VpnConnection"]["VpnConnectionId"]
    ec2.delete_vpn_connection(VpnConnectionId=gone)
    ec2.create_transit_gateway_vpc_attachment(TransitGatewayId=transit, VpcId=vpc, SubnetIds=subnets, TagSpecifications=tagged("transit-gateway-attachment", "main"))
    other = ec2.create_transit_gateway()["TransitGateway"]["TransitGatewayId"]
    ec2.create_transit_gateway_peering_attachment(TransitGatewayId=transit, PeerTransitGatewayId=other, PeerAccountId=ACCOUNT, PeerRegion=ec2.meta.region_name)


def plant_hosts(ec2, zone):
    ec2.allocate_hosts(AvailabilityZone=zone, InstanceFamily="m5", Quantity=1, HostRecovery="on", TagSpecifications=tagged("dedicated-host", "licences"))
    ec2.allocate_hosts(AvailabilityZone=zone, InstanceType="c5.large", Quantity=1, AutoPlacement="off")
    gone = ec2.allocate_hosts(AvailabilityZone=zone, InstanceType="c5.large", Quantity=1)["HostIds"]
    ec2.release_hosts(HostIds=gone)


def bucket(url, region):
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    client(url, "s3", region).create_bucket(Bucket=f"flow-{region}", **where)
    return f"arn:aws:s3:::flow-{region}"


def plant_balancers(url, region, vpc, subnets, group, instances, template):
    elb, old, scaling = client(url, "elbv2", region), client(url, "elb", region), client(url, "autoscaling", region)
    made = {}
    for kind in ["application", "network", "gateway"]:
        more = {"SecurityGroups": [group]} if kind == "application" else {}
        made[kind] = elb.create_load_balancer(Name=f"lb-{kind}", Subnets=subnets, Type=kind, Tags=[{"Key": "env", "Value": kind}], **more)["LoadBalancers"][0]["LoadBalancerArn"]
    target = elb.create_target_group(Name="web", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="instance", Tags=[{"Key": "env", "Value": "test"}])["TargetGroups"][0]["TargetGroupArn"]
    elb.create_target_group(Name="unused", Protocol="HTTP", Port=80, VpcId=vpc, TargetType="instance")
    elb.register_targets(TargetGroupArn=target, Targets=[{"Id": each} for each in instances])
    listener = elb.create_listener(LoadBalancerArn=made["application"], Protocol="HTTP", Port=80, DefaultActions=[{"Type": "forward", "TargetGroupArn": target}])["Listeners"][0]["ListenerArn"]
    elb.create_rule(ListenerArn=listener, Priority=10, Conditions=[{"Field": "path-pattern", "Values": ["/v2/*"]}], Actions=[{"Type": "forward", "TargetGroupArn": target}])
    elb.modify_load_balancer_attributes(LoadBalancerArn=made["application"], Attributes=[{"Key": "deletion_protection.enabled", "Value": "true"}])
    old.create_load_balancer(LoadBalancerName="classic", Listeners=[{"Protocol": "HTTP", "LoadBalancerPort": 80, "InstancePort": 8080}], Subnets=subnets, SecurityGroups=[group], Tags=[{"Key": "env", "Value": "old"}])
    old.register_instances_with_load_balancer(LoadBalancerName="classic", Instances=[{"InstanceId": instances[0]}])
    scaling.create_auto_scaling_group(AutoScalingGroupName="web", LaunchTemplate={"LaunchTemplateId": template, "Version": "$Default"}, MinSize=1, MaxSize=3, DesiredCapacity=2, VPCZoneIdentifier=",".join(subnets), TargetGroupARNs=[target], Tags=[{"Key": "env", "Value": "test", "PropagateAtLaunch": False}])


def plant_databases(url, region, subnets, group):
    rds = client(url, "rds", region)
    tags = [{"Key": "env", "Value": "test"}]
    rds.create_db_subnet_group(DBSubnetGroupName="inside", DBSubnetGroupDescription="private", SubnetIds=subnets, Tags=tags)
    rds.create_db_parameter_group(DBParameterGroupName="strict", DBParameterGroupFamily="postgres16", Description="TLS only", Tags=tags)
    rds.modify_db_parameter_group(DBParameterGroupName="strict", Parameters=[{"ParameterName": "rds.force_ssl", "ParameterValue": "1", "ApplyMethod": "immediate"}])
    rds.create_db_instance(DBInstanceIdentifier="orders", DBInstanceClass="db.t3.medium", Engine="postgres", AllocatedStorage=20, MasterUsername="admin1", MasterUserPassword="not-a-secret", DBSubnetGroupName="inside", VpcSecurityGroupIds=[group], DBParameterGroupName="strict", StorageEncrypted=True, PubliclyAccessible=True, Tags=tags)
    rds.create_db_instance(DBInstanceIdentifier="bare", DBInstanceClass="db.t3.medium", Engine="mysql", AllocatedStorage=20, MasterUsername="admin1", MasterUserPassword="not-a-secret")
    rds.create_db_cluster(DBClusterIdentifier="shop", Engine="aurora-postgresql", MasterUsername="admin1", MasterUserPassword="not-a-secret", DBSubnetGroupName="inside", Tags=tags)
    rds.create_db_snapshot(DBSnapshotIdentifier="orders-1", DBInstanceIdentifier="orders", Tags=tags)
    rds.modify_db_snapshot_attribute(DBSnapshotIdentifier="orders-1", AttributeName="restore", ValuesToAdd=["all", "999988887777"])
    rds.create_db_cluster_snapshot(DBClusterSnapshotIdentifier="shop-1", DBClusterIdentifier="shop", Tags=tags)


def listing(url, region):
    rows = {}

    def note(kind, uid, tags, attributes, relations, name=None):
        named = {each["Key"]: each["Value"] for each in tags or []}
        pairs = sorted({f"{relation} {target}" for relation, target in relations if target})
        rows.setdefault(kind, []).append({"uid": uid, "region": region, "tags": named, "attributes": attributes, "relations": pairs, **({} if name is None else {"name": name})})

    list_network(client(url, "ec2", region), region, note)
    list_machines(client(url, "ec2", region), region, note)
    list_hosts(client(url, "ec2", region), region, note)
    list_balancers(url, region, note)
    list_databases(client(url, "rds", region), region, note)
    return rows


def arn_of(region):
    return lambda rest: f"arn:aws:ec2:{region}:{ACCOUNT}:{rest}"


def pages(client, operation, key, **more):
    for page in client.get_paginator(operation).paginate(**more):
        yield from page[key]


def list_network(ec2, region, note):
    arn = arn_of(region)
    logs = list(pages(ec2, "describe_flow_logs", "FlowLogs"))
    for each in pages(ec2, "describe_vpcs", "Vpcs"):
        own = sorted(log["FlowLogId"] for log in logs if log["ResourceId"] == each["VpcId"])
        uses = [("uses", arn(f"dhcp-options/{each['DhcpOptionsId']}"))] if each.get("DhcpOptionsId") else []
        note("aws:vpc:vpc", arn(f"vpc/{each['VpcId']}"), each.get("Tags"), {"vpc_id": each["VpcId"], "is_default": each["IsDefault"], "cidr_blocks": [each["CidrBlock"]], "flow_log_ids": own}, uses + [("logs-to", arn(f"vpc-flow-log/{log}")) for log in own])
    for each in pages(ec2, "describe_subnets", "Subnets"):
        note("aws:vpc:subnet", each["SubnetArn"], each.get("Tags"), {"cidr_block": each["CidrBlock"], "availability_zone": each["AvailabilityZone"], "assigns_public_ip": each["MapPublicIpOnLaunch"], "is_default": each["DefaultForAz"]}, [("member-of", arn(f"vpc/{each['VpcId']}"))])
    for each in pages(ec2, "describe_route_tables", "RouteTables"):
        served = sorted(a["SubnetId"] for a in each["Associations"] if "SubnetId" in a)
        targets = {arn(f"internet-gateway/{r['GatewayId']}") for r in each["Routes"] if r.get("GatewayId", "").startswith("igw-")} | {arn(f"vpc-endpoint/{r['GatewayId']}") for r in each["Routes"] if r.get("GatewayId", "").startswith("vpce-")}
        targets |= {arn(f"vpc-peering-connection/{r['VpcPeeringConnectionId']}") for r in each["Routes"] if r.get("VpcPeeringConnectionId")}
        note("aws:vpc:route-table", arn(f"route-table/{each['RouteTableId']}"), each.get("Tags"), {"is_main": any(a.get("Main") for a in each["Associations"]), "subnet_ids": served}, [("member-of", arn(f"vpc/{each['VpcId']}"))] + [("attached-to", arn(f"subnet/{s}")) for s in served] + [("routes-to", t) for t in targets])
    for each in pages(ec2, "describe_network_acls", "NetworkAcls"):
        served = sorted(a["SubnetId"] for a in each["Associations"])
        count = lambda egress: [entry["RuleNumber"] for entry in each["Entries"] if entry["Egress"] == egress]
        note("aws:vpc:network-acl", arn(f"network-acl/{each['NetworkAclId']}"), each.get("Tags"), {"is_default": each["IsDefault"], "subnet_ids": served, "ingress": [{"rule_number": n} for n in sorted(count(False))], "egress": [{"rule_number": n} for n in sorted(count(True))]}, [("member-of", arn(f"vpc/{each['VpcId']}"))] + [("attached-to", arn(f"subnet/{s}")) for s in served])
    for each in pages(ec2, "describe_internet_gateways", "InternetGateways"):
        vpcs = sorted(a["VpcId"] for a in each["Attachments"])
        note("aws:vpc:internet-gateway", arn(f"internet-gateway/{each['InternetGatewayId']}"), each.get("Tags"), {"vpc_ids": vpcs}, [("attached-to", arn(f"vpc/{v}")) for v in vpcs])
    for each in pages(ec2, "describe_nat_gateways", "NatGateways"):
        used = [a for a in each["NatGatewayAddresses"]]
        note("aws:vpc:nat-gateway", arn(f"natgateway/{each['NatGatewayId']}"), each.get("Tags"), {"state": each["State"], "connectivity_type": each.get("ConnectivityType", "public"), "allocation_ids": [a["AllocationId"] for a in used]}, [("member-of", arn(f"subnet/{each['SubnetId']}")), ("member-of", arn(f"vpc/{each['VpcId']}"))] + [("uses", arn(f"elastic-ip/{a['AllocationId']}")) for a in used] + [("uses", arn(f"network-interface/{a['NetworkInterfaceId']}")) for a in used if a.get("NetworkInterfaceId")])
    for each in pages(ec2, "describe_vpc_endpoints", "VpcEndpoints"):
        note("aws:vpc:vpc-endpoint", arn(f"vpc-endpoint/{each['VpcEndpointId']}"), each.get("Tags"), {"endpoint_type": each.get("VpcEndpointType", "unknown"), "service_name": each["ServiceName"], "route_table_ids": sorted(each.get("RouteTableIds", []))}, [("member-of", arn(f"vpc/{each['VpcId']}"))] + [("attached-to", arn(f"route-table/{t}")) for t in each.get("RouteTableIds", [])])
    for each in pages(ec2, "describe_vpc_peering_connections", "VpcPeeringConnections"):
        sides = [arn(f"vpc/{each[side]['VpcId']}") for side in ("RequesterVpcInfo", "AccepterVpcInfo")]
        note("aws:vpc:vpc-peering-connection", arn(f"vpc-peering-connection/{each['VpcPeeringConnectionId']}"), each.get("Tags"), {"status": each["Status"]["Code"], "requester": {"vpc_uid": sides[0]}, "accepter": {"vpc_uid": sides[1]}}, [("attached-to", side) for side in sides])
    list_links(ec2, arn, note)


def list_links(ec2, arn, note):
    for each in ec2.describe_vpn_connections()["VpnConnections"]:
        if each["State"] != "deleted":
            gateways = [("attached-to", arn(f"{kind}/{each[field]}")) for kind, field in (("vpn-gateway", "VpnGatewayId"), ("transit-gateway", "TransitGatewayId")) if each.get(field)]
            note("aws:vpc:vpn-connection", arn(f"vpn-connection/{each['VpnConnectionId']}"), each.get("Tags"), {"state": each["State"], "connection_type": each["Type"], "customer_gateway_id": each["CustomerGatewayId"]}, gateways + [("uses", arn(f"customer-gateway/{each['CustomerGatewayId']}"))])
    for each in pages(ec2, "describe_transit_gateway_attachments", "TransitGatewayAttachments"):
        kinds = {"vpc": "vpc", "vpn": "vpn-connection"}
        ends = [("attached-to", arn(f"transit-gateway/{each['TransitGatewayId']}"))] + [("attached-to", arn(f"{kinds[each['ResourceType']]}/{each['ResourceId']}")) for _ in range(each["ResourceType"] in kinds)]
        table = each.get("Association", {}).get("TransitGatewayRouteTableId")
        note("aws:vpc:transit-gateway-attachment", arn(f"transit-gateway-attachment/{each['TransitGatewayAttachmentId']}"), each.get("Tags"), {"state": each["State"], "resource_type": each["ResourceType"], "resource_owner": each["ResourceOwnerId"], "transit_gateway_owner": each["TransitGatewayOwnerId"], "route_table_id": table or None}, ends + ([("uses", arn(f"transit-gateway-route-table/{table}"))] if table else []))


def list_hosts(ec2, region, note):
    for each in pages(ec2, "describe_hosts", "Hosts"):
        if each["State"] == "released":
            continue
        properties = each["HostProperties"]
        facts = {"host_id": each["HostId"], "state": each["State"], "instance_type": properties.get("InstanceType"), "instance_family": properties.get("InstanceFamily") or properties["InstanceType"].split(".")[0], "availability_zone": each["AvailabilityZone"], "auto_placement": each["AutoPlacement"] == "on", "host_recovery": each["HostRecovery"] == "on"}
        note("aws:ec2:dedicated-host", arn_of(region)(f"dedicated-host/{each['HostId']}"), each.get("Tags"), facts, [], {tag["Key"]: tag["Value"] for tag in each.get("Tags", [])}.get("Name", each["HostId"]))


def list_machines(ec2, region, note):
    arn = arn_of(region)
    for each in pages(ec2, "describe_security_groups", "SecurityGroups"):
        pairs = {pair["GroupId"] for way in ("IpPermissions", "IpPermissionsEgress") for rule in each[way] for pair in rule["UserIdGroupPairs"]} - {each["GroupId"]}
        ranges = sorted(entry.get("CidrIp") or entry.get("CidrIpv6") for rule in each["IpPermissions"] for entry in rule["IpRanges"] + rule["Ipv6Ranges"])
        note("aws:ec2:security-group", arn(f"security-group/{each['GroupId']}"), each.get("Tags"), {"group_name": each["GroupName"], "description": each["Description"], "ingress_ranges": ranges}, [("member-of", arn(f"vpc/{each['VpcId']}"))] + [("uses", arn(f"security-group/{p}")) for p in pairs])
    for each in pages(ec2, "describe_network_interfaces", "NetworkInterfaces"):
        holder = each.get("Attachment", {}).get("InstanceId")
        note("aws:ec2:network-interface", arn(f"network-interface/{each['NetworkInterfaceId']}"), each.get("TagSet"), {"status": each["Status"], "instance_id": holder or None, "subnet_id": each["SubnetId"]}, ([("attached-to", arn(f"instance/{holder}"))] if holder else []) + [("member-of", arn(f"subnet/{each['SubnetId']}")), ("member-of", arn(f"vpc/{each['VpcId']}"))] + [("uses", arn(f"security-group/{g['GroupId']}")) for g in each["Groups"]])
    for each in ec2.describe_images(Owners=["self"])["Images"]:
        snapshots = sorted(d["Ebs"]["SnapshotId"] for d in each["BlockDeviceMappings"] if "Ebs" in d)
        note("aws:ec2:ami", f"arn:aws:ec2:{region}::image/{each['ImageId']}", each.get("Tags"), {"image_name": each["Name"], "is_public": each["Public"], "snapshot_ids": snapshots}, [("created-from", arn(f"snapshot/{s}")) for s in snapshots])
    for each in ec2.describe_key_pairs()["KeyPairs"]:
        note("aws:ec2:key-pair", arn(f"key-pair/{each['KeyName']}"), each.get("Tags"), {"key_name": each["KeyName"], "key_pair_id": each["KeyPairId"]}, [])
    for each in pages(ec2, "describe_launch_templates", "LaunchTemplates"):
        data = ec2.describe_launch_template_versions(LaunchTemplateId=each["LaunchTemplateId"], Versions=["$Default"])["LaunchTemplateVersions"][0]["LaunchTemplateData"]
        note("aws:ec2:launch-template", arn(f"launch-template/{each['LaunchTemplateId']}"), each.get("Tags"), {"launch_template_name": each["LaunchTemplateName"], "image_ids": [data["ImageId"]], "key_names": [data["KeyName"]], "has_user_data": True}, [("uses", f"arn:aws:ec2:{region}::image/{data['ImageId']}"), ("uses", arn(f"key-pair/{data['KeyName']}"))] + [("uses", arn(f"security-group/{g}")) for g in data["SecurityGroupIds"]])
    for reservation in pages(ec2, "describe_instances", "Reservations"):
        for each in reservation["Instances"]:
            volumes = [("attached-to", arn(f"volume/{d['Ebs']['VolumeId']}")) for d in each["BlockDeviceMappings"]]
            key = [("uses", arn(f"key-pair/{each['KeyName']}"))] if each.get("KeyName") else []
            network = [("member-of", arn(f"subnet/{each['SubnetId']}")), ("member-of", arn(f"vpc/{each['VpcId']}"))] + [("uses", arn(f"security-group/{g['GroupId']}")) for g in each["SecurityGroups"]]
            note("aws:ec2:instance", arn(f"instance/{each['InstanceId']}"), each.get("Tags"), {"image_id": each["ImageId"]}, volumes + key + network + [("created-from", f"arn:aws:ec2:{region}::image/{each['ImageId']}")])


def list_balancers(url, region, note):
    arn, elb, old, scaling = arn_of(region), client(url, "elbv2", region), client(url, "elb", region), client(url, "autoscaling", region)
    tags = lambda uid: elb.describe_tags(ResourceArns=[uid])["TagDescriptions"][0]["Tags"]
    for each in pages(elb, "describe_load_balancers", "LoadBalancers"):
        uid = each["LoadBalancerArn"]
        settings = {a["Key"]: a["Value"] for a in elb.describe_load_balancer_attributes(LoadBalancerArn=uid)["Attributes"]}
        network = [("member-of", arn(f"vpc/{each['VpcId']}"))] + [("member-of", arn(f"subnet/{z['SubnetId']}")) for z in each["AvailabilityZones"]] + [("uses", arn(f"security-group/{g}")) for g in each.get("SecurityGroups", [])]
        note(f"aws:elb:{each['Type']}-load-balancer", uid, tags(uid), {"scheme": each.get("Scheme"), "deletion_protection": settings.get("deletion_protection.enabled") == "true"}, network, each["LoadBalancerName"])
        for listener in pages(elb, "describe_listeners", "Listeners", LoadBalancerArn=uid):
            rules = elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]
            groups = {action["TargetGroupArn"] for rule in rules for action in rule["Actions"]}
            note("aws:elb:listener", listener["ListenerArn"], tags(listener["ListenerArn"]), {"port": listener["Port"], "protocol": listener["Protocol"], "rules": [{"priority": rule["Priority"]} for rule in rules]}, [("attached-to", uid)] + [("routes-to", g) for g in groups])
    for each in pages(elb, "describe_target_groups", "TargetGroups"):
        uid = each["TargetGroupArn"]
        targets = sorted({t["Target"]["Id"] for t in elb.describe_target_health(TargetGroupArn=uid)["TargetHealthDescriptions"]})
        note("aws:elb:target-group", uid, tags(uid), {"target_type": each["TargetType"], "port": each["Port"], "target_uids": [arn(f"instance/{t}") for t in targets]}, [("member-of", arn(f"vpc/{each['VpcId']}"))] + [("attached-to", b) for b in each["LoadBalancerArns"]] + [("targets", arn(f"instance/{t}")) for t in targets], each["TargetGroupName"])
    for each in pages(old, "describe_load_balancers", "LoadBalancerDescriptions"):
        name, instances = each["LoadBalancerName"], sorted(i["InstanceId"] for i in each["Instances"])
        network = [("member-of", arn(f"vpc/{each['VPCId']}"))] + [("member-of", arn(f"subnet/{s}")) for s in each["Subnets"]] + [("uses", arn(f"security-group/{g}")) for g in each["SecurityGroups"]]
        note("aws:elb:classic-load-balancer", f"arn:aws:elasticloadbalancing:{region}:{ACCOUNT}:loadbalancer/{name}", old.describe_tags(LoadBalancerNames=[name])["TagDescriptions"][0]["Tags"], {"scheme": each["Scheme"], "instance_ids": instances, "listeners": [{"port": 80, "instance_port": 8080}]}, network + [("targets", arn(f"instance/{i}")) for i in instances], name)
    for each in pages(scaling, "describe_auto_scaling_groups", "AutoScalingGroups"):
        instances = sorted(i["InstanceId"] for i in each["Instances"])
        links = [("uses", arn(f"launch-template/{each['LaunchTemplate']['LaunchTemplateId']}")), ("assumes", each.get("ServiceLinkedRoleARN"))] + [("member-of", arn(f"subnet/{s}")) for s in each["VPCZoneIdentifier"].split(",")] + [("attached-to", g) for g in each["TargetGroupARNs"]]
        note("aws:autoscaling:group", each["AutoScalingGroupARN"], each["Tags"], {"max_size": each["MaxSize"], "instance_ids": instances}, links + [("targets", arn(f"instance/{i}")) for i in instances], each["AutoScalingGroupName"])


def list_databases(rds, region, note):
    arn, ec2 = lambda rest: f"arn:aws:rds:{region}:{ACCOUNT}:{rest}", arn_of(region)
    tags = lambda uid: rds.list_tags_for_resource(ResourceName=uid)["TagList"]
    key = lambda each: [("encrypted-by", each["KmsKeyId"])] if str(each.get("KmsKeyId", "")).startswith("arn:") else []
    for each in pages(rds, "describe_db_instances", "DBInstances"):
        place = each.get("DBSubnetGroup", {})
        links = [("uses", ec2(f"security-group/{g['VpcSecurityGroupId']}")) for g in each["VpcSecurityGroups"]] + [("uses", arn(f"pg:{g['DBParameterGroupName']}")) for g in each["DBParameterGroups"]] + [("uses", arn(f"og:{g['OptionGroupName']}")) for g in each.get("OptionGroupMemberships", [])]
        links += [("uses", arn(f"subgrp:{place['DBSubnetGroupName']}")), ("member-of", ec2(f"vpc/{place['VpcId']}"))] if place else []
        note("aws:rds:db-instance", each["DBInstanceArn"], each["TagList"], {"engine": each["Engine"], "storage_encrypted": each["StorageEncrypted"], "publicly_accessible": each.get("PubliclyAccessible", False), "allocated_storage_gib": each["AllocatedStorage"]}, links + key(each), each["DBInstanceIdentifier"])
    for each in pages(rds, "describe_db_clusters", "DBClusters"):
        links = [("uses", ec2(f"security-group/{g['VpcSecurityGroupId']}")) for g in each["VpcSecurityGroups"]] + [("uses", arn(f"subgrp:{each['DBSubnetGroup']}")), ("uses", arn(f"cluster-pg:{each['DBClusterParameterGroup']}"))]
        note("aws:rds:db-cluster", each["DBClusterArn"], each["TagList"], {"engine": each["Engine"], "storage_encrypted": each["StorageEncrypted"]}, links + key(each), each["DBClusterIdentifier"])
    for each in pages(rds, "describe_db_snapshots", "DBSnapshots", SnapshotType="manual"):
        allowed = rds.describe_db_snapshot_attributes(DBSnapshotIdentifier=each["DBSnapshotIdentifier"])["DBSnapshotAttributesResult"]["DBSnapshotAttributes"]
        values = [v for a in allowed if a["AttributeName"] == "restore" for v in a["AttributeValues"]]
        place = [("member-of", ec2(f"vpc/{each['VpcId']}"))] if each.get("VpcId") else []
        note("aws:rds:db-snapshot", each["DBSnapshotArn"], each["TagList"], {"db_instance_id": each["DBInstanceIdentifier"], "is_public": "all" in values, "shared_with": sorted(v for v in values if v != "all")}, [("backs-up", arn(f"db:{each['DBInstanceIdentifier']}"))] + place + key(each), each["DBSnapshotIdentifier"])
    for each in pages(rds, "describe_db_cluster_snapshots", "DBClusterSnapshots", SnapshotType="manual"):
        place = [("member-of", ec2(f"vpc/{each['VpcId']}"))] if each.get("VpcId") else []
        note("aws:rds:db-cluster-snapshot", each["DBClusterSnapshotArn"], each["TagList"], {"db_cluster_id": each["DBClusterIdentifier"], "is_public": False}, [("backs-up", arn(f"cluster:{each['DBClusterIdentifier']}"))] + place + key(each), each["DBClusterSnapshotIdentifier"])
    for each in pages(rds, "describe_db_parameter_groups", "DBParameterGroups"):
        note("aws:rds:db-parameter-group", each["DBParameterGroupArn"], tags(each["DBParameterGroupArn"]), {"family": each["DBParameterGroupFamily"]}, [], each["DBParameterGroupName"])
    for each in pages(rds, "describe_db_subnet_groups", "DBSubnetGroups"):
        ids = sorted(s["SubnetIdentifier"] for s in each["Subnets"])
        note("aws:rds:db-subnet-group", each["DBSubnetGroupArn"], tags(each["DBSubnetGroupArn"]), {"subnet_ids": ids}, [("member-of", ec2(f"vpc/{each['VpcId']}"))] + [("uses", ec2(f"subnet/{i}")) for i in ids], each["DBSubnetGroupName"])
