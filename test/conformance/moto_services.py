"""A few of each thing of the serverless, container, key and edge services in moto, and what boto3 itself lists of them."""

import io
import json
import time
import zipfile

import boto3
from botocore.config import Config

ACCOUNT = "123456789012"
REGIONS = ["us-east-1", "eu-west-1"]
SDK = Config(retries={"max_attempts": 2}, s3={"addressing_style": "path"})
ROLE = f"arn:aws:iam::{ACCOUNT}:role/service/app"
TRUST = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]}
ADMIN = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}


def plant(url):
    def client(service, region="us-east-1"):
        return boto3.client(service, region_name=region, endpoint_url=url, aws_access_key_id="planter", aws_secret_access_key="planter", config=SDK)

    plant_global(client)
    for region in REGIONS:
        plant_services(client, region)
    rows = {}
    for listing in GLOBAL:
        listing(client, rows)
    for region in REGIONS:
        for listing in REGIONAL:
            listing(client, region, rows)
    scanner = {"user_name": "planter", "access_key_id": "planter", "secret_access_key": "planter"}
    return {"account": ACCOUNT, "regions": REGIONS, "truth": {}, "inventory": {}, "scanner": scanner, "listed": rows}


def plant_global(client):
    iam = client("iam")
    iam.create_role(RoleName="app", Path="/service/", AssumeRolePolicyDocument=json.dumps(TRUST))
    admin = iam.create_policy(PolicyName="admin", Path="/team/", PolicyDocument=json.dumps(ADMIN))["Policy"]["Arn"]
    iam.create_policy(PolicyName="loose", PolicyDocument=json.dumps(ADMIN))
    iam.attach_role_policy(RoleName="app", PolicyArn=admin)
    iam.put_role_policy(RoleName="app", PolicyName="inline", PolicyDocument=json.dumps(ADMIN))
    iam.create_group(GroupName="ops", Path="/team/")
    iam.create_group(GroupName="empty")
    iam.attach_group_policy(GroupName="ops", PolicyArn=admin)
    iam.create_user(UserName="ada")
    iam.add_user_to_group(GroupName="ops", UserName="ada")
    iam.create_instance_profile(InstanceProfileName="web", Path="/app/")
    iam.add_role_to_instance_profile(InstanceProfileName="web", RoleName="app")
    iam.create_instance_profile(InstanceProfileName="unused")
    cloudfront = client("cloudfront")
    control = cloudfront.create_origin_access_control(OriginAccessControlConfig={"Name": "buckets", "SigningProtocol": "sigv4", "SigningBehavior": "always", "OriginAccessControlOriginType": "s3"})
    for number in range(2):
        origin = {"Id": "bucket", "DomainName": f"data-{number}.s3.eu-west-1.amazonaws.com", "S3OriginConfig": {"OriginAccessIdentity": ""}}
        if number == 0:
            origin["OriginAccessControlId"] = control["OriginAccessControl"]["Id"]
        cloudfront.create_distribution_with_tags(DistributionConfigWithTags={
            "DistributionConfig": {
                "CallerReference": str(number), "Comment": "", "Enabled": True, "Origins": {"Quantity": 1, "Items": [origin]},
                "DefaultCacheBehavior": {"TargetOriginId": "bucket", "ViewerProtocolPolicy": "allow-all", "MinTTL": 0, "ForwardedValues": {"QueryString": False, "Cookies": {"Forward": "none"}}},
                "Logging": {"Enabled": number == 0, "IncludeCookies": False, "Bucket": "logs.s3.amazonaws.com" if number == 0 else "", "Prefix": ""},
            },
            "Tags": {"Items": [{"Key": "number", "Value": str(number)}]},
        })

    plant_zones(client("route53"))


def plant_zones(route53):
    shop = route53.create_hosted_zone(Name="example.com.", CallerReference="1", HostedZoneConfig={"Comment": "Shop", "PrivateZone": False})["HostedZone"]["Id"]
    record = {"Name": "www.example.com.", "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
    route53.change_resource_record_sets(HostedZoneId=shop, ChangeBatch={"Changes": [{"Action": "CREATE", "ResourceRecordSet": record}]})
    route53.change_tags_for_resource(ResourceType="hostedzone", ResourceId=shop.split("/")[-1], AddTags=[{"Key": "team", "Value": "web"}])
    route53.create_hosted_zone(Name="empty.example.", CallerReference="2")


def plant_services(client, region):
    key = plant_keys(client("kms", region))
    plant_buckets(client("s3", region), region, key)
    plant_functions(client, region)
    network = plant_network(client("ec2", region))
    plant_workspaces(client, region, network)
    plant_ecs(client, region, network)
    plant_eks(client("eks", region), network)
    plant_caches(client("elasticache", region), network)
    plant_file_systems(client("efs", region), network)
    plant_alarms(client("cloudwatch", region), region)
    plant_api(client("apigateway", region), region)
    plant_tables(client("dynamodb", region), key)
    plant_logs(client("logs", region), key)
    plant_secrets(client("secretsmanager", region), key)
    plant_domains(client("opensearch", region))
    plant_warehouses(client("redshift", region), network)
    plant_streams(client("kinesis", region), key)


def plant_keys(kms):
    key = kms.create_key(Description="Orders", Tags=[{"TagKey": "team", "TagValue": "web"}])["KeyMetadata"]
    kms.enable_key_rotation(KeyId=key["KeyId"])
    kms.create_alias(AliasName="alias/orders", TargetKeyId=key["KeyId"])
    kms.create_grant(KeyId=key["KeyId"], GranteePrincipal=ROLE, Operations=["Decrypt"], Name="app")
    doomed = kms.create_key(Description="Old")["KeyMetadata"]
    kms.schedule_key_deletion(KeyId=doomed["KeyId"], PendingWindowInDays=7)
    return key["Arn"]


def plant_buckets(s3, region, key):
    place = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    for name in ("guarded", "plain", "open"):
        s3.create_bucket(Bucket=f"{name}-{region}", **place)
    guarded = f"guarded-{region}"
    s3.put_bucket_versioning(Bucket=guarded, VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_encryption(Bucket=guarded, ServerSideEncryptionConfiguration={"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}}]})
    s3.put_public_access_block(Bucket=guarded, PublicAccessBlockConfiguration={name: True for name in ("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets")})
    s3.put_bucket_tagging(Bucket=guarded, Tagging={"TagSet": [{"Key": "team", "Value": "web"}]})
    s3.put_bucket_lifecycle_configuration(Bucket=guarded, LifecycleConfiguration={"Rules": [{"ID": "tidy", "Status": "Enabled", "Filter": {"Prefix": ""}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7}}]})
    opened = f"open-{region}"
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{opened}/*"}]}
    s3.put_bucket_policy(Bucket=opened, Policy=json.dumps(policy))
    s3.put_bucket_acl(Bucket=opened, ACL="public-read")
    s3.put_bucket_website(Bucket=opened, WebsiteConfiguration={"IndexDocument": {"Suffix": "index.html"}})


def archive():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as files:
        files.writestr("index.py", "def handler(event, context):\n    return event\n")
    return packed.getvalue()


def plant_functions(client, region):
    functions, code = client("lambda", region), {"ZipFile": archive()}
    layer = functions.publish_layer_version(LayerName="shared", Content=code, CompatibleRuntimes=["python3.12", "python3.11"])
    common = {"Runtime": "python3.12", "Role": ROLE, "Handler": "index.handler", "Code": code}
    functions.create_function(FunctionName="orders", Layers=[layer["LayerVersionArn"]], Environment={"Variables": {"STAGE": "prod", "DB_PASSWORD": "hunter2-secret"}}, MemorySize=256, Timeout=30, Tags={"team": "web"}, Publish=True, **common)
    functions.create_function(FunctionName="bare", **common)
    functions.add_permission(FunctionName="orders", StatementId="all", Action="lambda:InvokeFunction", Principal="*")
    functions.create_alias(FunctionName="orders", Name="live", FunctionVersion="1")
    queue = client("sqs", region).create_queue(QueueName="jobs")["QueueUrl"]
    arn = client("sqs", region).get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    functions.create_event_source_mapping(FunctionName="orders", EventSourceArn=arn, BatchSize=5)


def plant_network(ec2):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=vpc, CidrBlock="10.0.1.0/24", AvailabilityZone=f"{ec2.meta.region_name}a")["Subnet"]["SubnetId"]
    group = ec2.create_security_group(GroupName="app", Description="app", VpcId=vpc)["GroupId"]
    return {"vpc": vpc, "subnet": subnet, "group": group}


def plant_ecs(client, region, network):
    ecs = client("ecs", region)
    ecs.create_cluster(clusterName="main", settings=[{"name": "containerInsights", "value": "enabled"}], tags=[{"key": "team", "value": "web"}])
    ecs.create_cluster(clusterName="empty")
    container = {"name": "app", "image": "nginx:latest", "memory": 128, "privileged": True, "environment": [{"name": "API_KEY", "value": "hunter2-secret"}]}
    for _ in range(2):
        ecs.register_task_definition(family="app", networkMode="awsvpc", cpu="256", memory="512", taskRoleArn=ROLE, requiresCompatibilities=["FARGATE"], containerDefinitions=[container])
    place = {"awsvpcConfiguration": {"subnets": [network["subnet"]], "securityGroups": [network["group"]], "assignPublicIp": "ENABLED"}}
    for number in range(12):
        ecs.create_service(cluster="main", serviceName=f"web-{number}", taskDefinition="app", desiredCount=2, launchType="FARGATE", networkConfiguration=place)
    # moto needs an instance for a task, and fails where the task has a network of its own.
    ecs.register_task_definition(family="batch", networkMode="bridge", containerDefinitions=[{"name": "app", "image": "nginx:latest", "memory": 128}])
    launched = client("ec2", region).run_instances(ImageId="ami-12c6146b", MinCount=1, MaxCount=1)["Instances"][0]
    document = {"devpayProductCodes": None, "instanceId": launched["InstanceId"], "region": region, "accountId": ACCOUNT, "imageId": launched["ImageId"], "instanceType": launched["InstanceType"]}
    ecs.register_container_instance(cluster="main", instanceIdentityDocument=json.dumps(document))
    ecs.run_task(cluster="main", taskDefinition="batch", launchType="EC2")


def plant_eks(eks, network):
    eks.create_cluster(name="main", version="1.32", roleArn=ROLE, resourcesVpcConfig={"subnetIds": [network["subnet"]], "securityGroupIds": [network["group"]]}, tags={"team": "web"})
    eks.create_nodegroup(clusterName="main", nodegroupName="workers", nodeRole=ROLE, subnets=[network["subnet"]], scalingConfig={"minSize": 1, "maxSize": 3, "desiredSize": 2})
    eks.create_fargate_profile(clusterName="main", fargateProfileName="jobs", podExecutionRoleArn=ROLE, subnets=[network["subnet"]], selectors=[{"namespace": "jobs"}])


def plant_caches(elasticache, network):
    elasticache.create_cache_subnet_group(CacheSubnetGroupName="inside", CacheSubnetGroupDescription="private", SubnetIds=[network["subnet"]])
    elasticache.create_cache_cluster(CacheClusterId="sessions", Engine="redis", CacheNodeType="cache.t4g.small", NumCacheNodes=1, CacheSubnetGroupName="inside", SecurityGroupIds=[network["group"]], SnapshotRetentionLimit=3, Tags=[{"Key": "env", "Value": "test"}])
    elasticache.create_cache_cluster(CacheClusterId="pages", Engine="memcached", CacheNodeType="cache.t3.micro", NumCacheNodes=2)


def plant_file_systems(efs, network):
    shared = efs.create_file_system(CreationToken="shared", ThroughputMode="provisioned", ProvisionedThroughputInMibps=2, Tags=[{"Key": "Name", "Value": "shared"}])["FileSystemId"]
    efs.create_mount_target(FileSystemId=shared, SubnetId=network["subnet"])
    efs.create_file_system(CreationToken="locked", Encrypted=True, Backup=False)


def plant_alarms(cloudwatch, region):
    topic = f"arn:aws:sns:{region}:{ACCOUNT}:pager"
    rest = dict(ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=2, Threshold=80.0)
    cloudwatch.put_metric_alarm(AlarmName="busy", Namespace="AWS/EC2", MetricName="CPUUtilization", Dimensions=[{"Name": "InstanceId", "Value": "i-0123456789abcdef0"}], Period=300, Statistic="Average", AlarmActions=[topic], TreatMissingData="missing", Tags=[{"Key": "env", "Value": "test"}], **rest)
    cloudwatch.put_metric_alarm(AlarmName="ratio", Metrics=[
        {"Id": "errors", "MetricStat": {"Metric": {"Namespace": "AWS/Lambda", "MetricName": "Errors", "Dimensions": [{"Name": "FunctionName", "Value": "pay"}]}, "Period": 60, "Stat": "Sum"}, "ReturnData": False},
        {"Id": "doubled", "Expression": "errors * 2", "Label": "doubled", "ReturnData": True},
    ], **rest)


def plant_api(gateway, region):
    api = gateway.create_rest_api(name="orders", endpointConfiguration={"types": ["REGIONAL"]}, tags={"team": "web"})["id"]
    root = gateway.get_resources(restApiId=api)["items"][0]["id"]
    resource = gateway.create_resource(restApiId=api, parentId=root, pathPart="orders")["id"]
    uri = f"arn:aws:apigateway:{region}:lambda:path/2015-03-31/functions/arn:aws:lambda:{region}:{ACCOUNT}:function:orders/invocations"
    gateway.put_method(restApiId=api, resourceId=resource, httpMethod="GET", authorizationType="NONE")
    gateway.put_integration(restApiId=api, resourceId=resource, httpMethod="GET", type="AWS_PROXY", integrationHttpMethod="POST", uri=uri)
    gateway.create_authorizer(restApiId=api, name="tokens", type="TOKEN", authorizerUri=uri, identitySource="method.request.header.Authorization")
    deployment = gateway.create_deployment(restApiId=api)["id"]
    gateway.create_stage(restApiId=api, stageName="prod", deploymentId=deployment, tracingEnabled=True)
    gateway.create_usage_plan(name="partners", apiStages=[{"apiId": api, "stage": "prod"}], throttle={"rateLimit": 10, "burstLimit": 5})
    gateway.create_rest_api(name="empty")


def plant_secrets(manager, key):
    read = manager.create_secret(Name="orders/db", Description="Orders", KmsKeyId=key, SecretString="hunter2-secret", Tags=[{"Key": "team", "Value": "web"}])["ARN"]
    manager.get_secret_value(SecretId=read)
    manager.create_secret(Name="never-read", SecretString="hunter2-secret")
    doomed = manager.create_secret(Name="doomed", SecretString="hunter2-secret")["ARN"]
    manager.delete_secret(SecretId=doomed, RecoveryWindowInDays=7)


def plant_streams(kinesis, key):
    kinesis.create_stream(StreamName="clicks", ShardCount=2)
    kinesis.add_tags_to_stream(StreamName="clicks", Tags={"team": "web"})
    kinesis.increase_stream_retention_period(StreamName="clicks", RetentionPeriodHours=168)
    kinesis.create_stream(StreamName="orders", StreamModeDetails={"StreamMode": "ON_DEMAND"})
    kinesis.start_stream_encryption(StreamName="orders", EncryptionType="KMS", KeyId=key)


def plant_warehouses(redshift, network):
    redshift.create_cluster_subnet_group(ClusterSubnetGroupName="inside", Description="private", SubnetIds=[network["subnet"]])
    redshift.create_cluster(ClusterIdentifier="reports", NodeType="ra3.xlplus", ClusterType="multi-node", NumberOfNodes=2, MasterUsername="admin", MasterUserPassword="Hunter2-secret", ClusterSubnetGroupName="inside", VpcSecurityGroupIds=[network["group"]], IamRoles=[ROLE], Encrypted=True, Tags=[{"Key": "team", "Value": "finance"}])
    redshift.create_cluster(ClusterIdentifier="idle", NodeType="dc2.large", ClusterType="single-node", MasterUsername="admin", MasterUserPassword="Hunter2-secret")
    redshift.pause_cluster(ClusterIdentifier="idle")


def plant_domains(opensearch):
    opensearch.create_domain(DomainName="catalogue", EngineVersion="OpenSearch_2.5", ClusterConfig={"InstanceType": "m6g.large.search", "InstanceCount": 2, "DedicatedMasterEnabled": True, "DedicatedMasterType": "t3.small.search", "DedicatedMasterCount": 3}, EBSOptions={"EBSEnabled": True, "VolumeType": "gp3", "VolumeSize": 30}, TagList=[{"Key": "team", "Value": "shop"}])
    for number in range(6):
        opensearch.create_domain(DomainName=f"small-{number}", ClusterConfig={"InstanceType": "t3.small.search", "InstanceCount": 1}, EBSOptions={"EBSEnabled": False})


def plant_workspaces(client, region, network):
    """Of which moto tells no connections: they must end as not read."""
    other = client("ec2", region).create_subnet(VpcId=network["vpc"], CidrBlock="10.0.2.0/24", AvailabilityZone=f"{region}b")["Subnet"]["SubnetId"]
    directory = client("ds", region).create_directory(Name="office.example.com", Password="Hunter2-secret", Size="Small", VpcSettings={"VpcId": network["vpc"], "SubnetIds": [network["subnet"], other]})["DirectoryId"]
    workspaces = client("workspaces", region)
    workspaces.register_workspace_directory(DirectoryId=directory, EnableSelfService=False, Tenancy="SHARED", SubnetIds=[network["subnet"], other])
    made = workspaces.create_workspaces(Workspaces=[{"DirectoryId": directory, "UserName": "ada", "BundleId": "wsb-012345678"}])
    assert len(made["PendingRequests"]) == 1, made


def plant_tables(dynamodb, key):
    def fields(*names):
        return [{"AttributeName": name, "AttributeType": "S"} for name in names]

    def keyed(*names):
        return [{"AttributeName": name, "KeyType": kind} for name, kind in zip(names, ("HASH", "RANGE"))]

    index = {"IndexName": "by-customer", "KeySchema": keyed("customer"), "Projection": {"ProjectionType": "ALL"}, "ProvisionedThroughput": {"ReadCapacityUnits": 3, "WriteCapacityUnits": 2}}
    dynamodb.create_table(
        TableName="orders", KeySchema=keyed("id", "day"), AttributeDefinitions=fields("id", "day", "customer"), GlobalSecondaryIndexes=[index], ProvisionedThroughput={"ReadCapacityUnits": 20, "WriteCapacityUnits": 10},
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key}, StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}, DeletionProtectionEnabled=True, Tags=[{"Key": "team", "Value": "web"}],
    )
    # More than a page of names.
    for number in range(105):
        dynamodb.create_table(TableName=f"sessions-{number}", KeySchema=keyed("id"), AttributeDefinitions=fields("id"), BillingMode="PAY_PER_REQUEST")
    dynamodb.put_item(TableName="sessions-0", Item={"id": {"S": "a"}})


def plant_logs(logs, key):
    logs.create_log_group(logGroupName="/aws/lambda/orders", kmsKeyId=key, tags={"team": "web"})
    logs.put_retention_policy(logGroupName="/aws/lambda/orders", retentionInDays=30)
    # More than a page.
    for number in range(55):
        logs.create_log_group(logGroupName=f"/app/{number}", logGroupClass="INFREQUENT_ACCESS" if number == 0 else "STANDARD")
    logs.create_log_stream(logGroupName="/app/0", logStreamName="one")
    logs.put_log_events(logGroupName="/app/0", logStreamName="one", logEvents=[{"timestamp": int(time.time() * 1000), "message": "hello"}])


def note(rows, kind, uid, region, name, tags=None, relations=None, **attributes):
    """One thing as boto3 sees it; relations are only given where all of them are known."""
    row = {"uid": uid, "region": region, "name": name, "tags": tags or {}, "attributes": attributes}
    if relations is not None:
        row["relations"] = sorted([relation, to] for relation, to in relations)
    rows.setdefault(kind, []).append(row)


def pairs(tags, key="Key", value="Value"):
    return {tag[key]: tag[value] for tag in tags or []}


def identities(client, rows):
    iam = client("iam")
    for group in iam.list_groups()["Groups"]:
        name = group["GroupName"]
        policies = [policy["PolicyArn"] for policy in iam.list_attached_group_policies(GroupName=name)["AttachedPolicies"]]
        note(rows, "aws:iam:group", group["Arn"], "global", name, relations=[("uses", arn) for arn in policies], path=group["Path"], members=len(iam.get_group(GroupName=name)["Users"]), attached_policy_arns=policies)
    for policy in iam.list_policies(Scope="Local")["Policies"]:
        version = iam.get_policy_version(PolicyArn=policy["Arn"], VersionId=policy["DefaultVersionId"])["PolicyVersion"]
        note(rows, "aws:iam:policy", policy["Arn"], "global", policy["PolicyName"], relations=[], path=policy["Path"], attachment_count=policy["AttachmentCount"], document=version["Document"])
    for profile in iam.list_instance_profiles()["InstanceProfiles"]:
        roles = [role["Arn"] for role in profile["Roles"]]
        note(rows, "aws:iam:instance-profile", profile["Arn"], "global", profile["InstanceProfileName"], relations=[("assumes", arn) for arn in roles], path=profile["Path"], role_arns=roles)
    role = iam.get_role(RoleName="app")["Role"]
    policies = [policy["PolicyArn"] for policy in iam.list_attached_role_policies(RoleName="app")["AttachedPolicies"]]
    note(rows, "aws:iam:role", role["Arn"], "global", "app", path=role["Path"], attached_policy_arns=policies, trust_policy=role["AssumeRolePolicyDocument"], inline_policies=[{"name": "inline", "document": iam.get_role_policy(RoleName="app", PolicyName="inline")["PolicyDocument"]}])
    groups = [group["Arn"] for group in iam.list_groups_for_user(UserName="ada")["Groups"]]
    note(rows, "aws:iam:user", iam.get_user(UserName="ada")["User"]["Arn"], "global", "ada", relations=[("member-of", arn) for arn in groups], group_uids=groups)


def edge(client, rows):
    cloudfront = client("cloudfront")
    for one in cloudfront.list_distributions()["DistributionList"]["Items"]:
        config = cloudfront.get_distribution_config(Id=one["Id"])["DistributionConfig"]
        tags = pairs(cloudfront.list_tags_for_resource(Resource=one["ARN"])["Tags"]["Items"])
        bucket = config["Origins"]["Items"][0]["DomainName"].split(".s3.")[0]
        note(rows, "aws:cloudfront:distribution", one["ARN"], "global", one["DomainName"], tags, distribution_id=one["Id"], logging_enabled=config["Logging"]["Enabled"], origin_bucket_uids=[f"arn:aws:s3:::{bucket}"], viewer_protocol_policies=["allow-all"])
    for one in cloudfront.list_origin_access_controls()["OriginAccessControlList"]["Items"]:
        note(rows, "aws:cloudfront:origin-access-control", f"arn:aws:cloudfront::{ACCOUNT}:origin-access-control/{one['Id']}", "global", one["Name"], relations=[], signing_behavior=one["SigningBehavior"], origin_type=one["OriginAccessControlOriginType"])


def buckets(client, rows):
    for bucket in client("s3").list_buckets()["Buckets"]:
        name = bucket["Name"]
        region = client("s3").get_bucket_location(Bucket=name)["LocationConstraint"] or "us-east-1"
        s3 = client("s3", region)
        kind, uid = name.split("-")[0], f"arn:aws:s3:::{name}"
        key = s3.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]["Rules"][0]["ApplyServerSideEncryptionByDefault"]["KMSMasterKeyID"] if kind == "guarded" else None
        tags = pairs(s3.get_bucket_tagging(Bucket=name)["TagSet"]) if kind == "guarded" else {}
        is_public = s3.get_bucket_policy_status(Bucket=name)["PolicyStatus"]["IsPublic"] if kind == "open" else False
        note(rows, "aws:s3:bucket", uid, region, name, tags, [("encrypted-by", key)] if key else [], versioning=s3.get_bucket_versioning(Bucket=name).get("Status", "Disabled"), kms_key_uid=key, has_public_policy=is_public, is_public=kind == "open", has_website=kind == "open", lifecycle_rules=int(kind == "guarded"), restricts_public_buckets=kind == "guarded")
        acl = s3.get_bucket_acl(Bucket=name)
        note(rows, "aws:s3:bucket-acl", f"{uid}/acl", region, f"{name} · access control list", relations=[("attached-to", uid)], owner_id=acl["Owner"]["ID"], public_permissions=["READ"] if kind == "open" else [])
        if kind == "open":
            note(rows, "aws:s3:bucket-policy", f"{uid}/policy", region, f"{name} · policy", relations=[("attached-to", uid)], policy=json.loads(s3.get_bucket_policy(Bucket=name)["Policy"]), is_open_to_anybody=True)


def keys(client, region, rows):
    kms = client("kms", region)
    for entry in kms.list_keys()["Keys"]:
        key = kms.describe_key(KeyId=entry["KeyId"])["KeyMetadata"]
        tags = pairs(kms.list_resource_tags(KeyId=entry["KeyId"])["Tags"], "TagKey", "TagValue") if key["KeyManager"] != "AWS" else {}
        note(rows, "aws:kms:key", key["Arn"], region, key["Description"] or key["KeyId"], tags, [], key_state=key["KeyState"], key_manager=key["KeyManager"], key_spec=key["KeySpec"], rotation_enabled=True if key["Description"] == "Orders" else None)
        if key["KeyManager"] == "AWS":
            continue
        for grant in kms.list_grants(KeyId=entry["KeyId"])["Grants"]:
            note(rows, "aws:kms:grant", f"{key['Arn']}/grant/{grant['GrantId']}", region, grant["Name"], relations=[("attached-to", key["Arn"]), ("grants", grant["GranteePrincipal"])], operations=grant["Operations"])
    for alias in kms.list_aliases()["Aliases"]:
        to = alias.get("TargetKeyId")
        note(rows, "aws:kms:alias", alias["AliasArn"], region, alias["AliasName"], relations=[("targets", f"arn:aws:kms:{region}:{ACCOUNT}:key/{to}")] if to else [], is_aws_managed=alias["AliasName"].startswith("alias/aws/"))


def functions(client, region, rows):
    fns = client("lambda", region)
    for one in fns.list_functions()["Functions"]:
        arn = one["FunctionArn"]
        names = sorted(one.get("Environment", {}).get("Variables", {}))
        note(rows, "aws:lambda:function", arn, region, one["FunctionName"], fns.list_tags(Resource=arn)["Tags"], runtime=one["Runtime"], memory_mib=one["MemorySize"], timeout_seconds=one["Timeout"], role_arn=one["Role"], environment_names=names, is_public=one["FunctionName"] == "orders", layer_version_arns=[layer["Arn"] for layer in one.get("Layers", [])])
        for alias in fns.list_aliases(FunctionName=one["FunctionName"])["Aliases"]:
            note(rows, "aws:lambda:alias", alias["AliasArn"], region, f"{one['FunctionName']}:{alias['Name']}", relations=[("owned-by", arn)], function_version=alias["FunctionVersion"])
    for layer in fns.list_layers()["Layers"]:
        note(rows, "aws:lambda:layer", layer["LayerArn"], region, layer["LayerName"], relations=[], latest_version=layer["LatestMatchingVersion"]["Version"], is_public=False)
    for mapping in fns.list_event_source_mappings()["EventSourceMappings"]:
        uid = mapping.get("EventSourceMappingArn") or f"arn:aws:lambda:{region}:{ACCOUNT}:event-source-mapping:{mapping['UUID']}"
        note(rows, "aws:lambda:event-source-mapping", uid, region, mapping["UUID"], relations=[("targets", mapping["FunctionArn"]), ("uses", mapping["EventSourceArn"])], batch_size=mapping["BatchSize"], state=mapping["State"])


def ec2_arn(region, rest):
    return f"arn:aws:ec2:{region}:{ACCOUNT}:{rest}"


def containers(client, region, rows):
    ecs = client("ecs", region)
    arns = ecs.list_clusters()["clusterArns"]
    for cluster in ecs.describe_clusters(clusters=arns, include=["SETTINGS", "TAGS"])["clusters"]:
        arn = cluster["clusterArn"]
        settings = {one["name"]: one["value"] for one in cluster.get("settings", [])}
        note(rows, "aws:ecs:cluster", arn, region, cluster["clusterName"], pairs(cluster.get("tags"), "key", "value"), [], status=cluster["status"], container_insights=settings.get("containerInsights"))
        services = [one for page in ecs.get_paginator("list_services").paginate(cluster=arn) for one in page["serviceArns"]]
        for service in [one for start in range(0, len(services), 10) for one in ecs.describe_services(cluster=arn, services=services[start:start + 10])["services"]]:
            network = service["networkConfiguration"]["awsvpcConfiguration"]
            placed = [("member-of", ec2_arn(region, f"subnet/{one}")) for one in network["subnets"]] + [("uses", ec2_arn(region, f"security-group/{one}")) for one in network["securityGroups"]]
            note(rows, "aws:ecs:service", service["serviceArn"], region, service["serviceName"], relations=[("member-of", arn), ("uses", service["taskDefinition"]), *placed], desired_count=2, assigns_public_ip=True)
        tasks = ecs.list_tasks(cluster=arn)["taskArns"]
        for task in ecs.describe_tasks(cluster=arn, tasks=tasks)["tasks"] if tasks else []:
            note(rows, "aws:ecs:task", task["taskArn"], region, task["taskArn"].split("/")[-1], task_definition_uid=task["taskDefinitionArn"], cluster_uid=arn)
        instances = ecs.list_container_instances(cluster=arn)["containerInstanceArns"]
        for one in ecs.describe_container_instances(cluster=arn, containerInstances=instances)["containerInstances"] if instances else []:
            instance = ec2_arn(region, f"instance/{one['ec2InstanceId']}")
            note(rows, "aws:ecs:container-instance", one["containerInstanceArn"], region, one["ec2InstanceId"], relations=[("member-of", arn), ("attached-to", instance)], status=one["status"])
    for family in ("app", "batch"):
        latest = ecs.describe_task_definition(taskDefinition=family)["taskDefinition"]
        roles = [("assumes", ROLE)] if family == "app" else []
        note(rows, "aws:ecs:task-definition", latest["taskDefinitionArn"], region, f"{family}:{latest['revision']}", relations=roles, network_mode=latest["networkMode"], revision=latest["revision"])


def kubernetes(client, region, rows):
    eks = client("eks", region)
    for name in eks.list_clusters()["clusters"]:
        cluster = eks.describe_cluster(name=name)["cluster"]
        note(rows, "aws:eks:cluster", cluster["arn"], region, name, cluster["tags"], version=cluster["version"], role_arn=cluster["roleArn"], subnet_uids=[ec2_arn(region, f"subnet/{one}") for one in cluster["resourcesVpcConfig"]["subnetIds"]])
        for group in eks.list_nodegroups(clusterName=name)["nodegroups"]:
            one = eks.describe_nodegroup(clusterName=name, nodegroupName=group)["nodegroup"]
            note(rows, "aws:eks:nodegroup", one["nodegroupArn"], region, group, one["tags"], cluster_uid=cluster["arn"], min_size=1, max_size=3, desired_size=2, role_arn=one["nodeRole"])
        for profile in eks.list_fargate_profiles(clusterName=name)["fargateProfileNames"]:
            one = eks.describe_fargate_profile(clusterName=name, fargateProfileName=profile)["fargateProfile"]
            note(rows, "aws:eks:fargate-profile", one["fargateProfileArn"], region, profile, one["tags"], [("member-of", cluster["arn"]), ("assumes", ROLE)] + [("member-of", ec2_arn(region, f"subnet/{subnet}")) for subnet in one["subnets"]], namespaces=["jobs"])


def caches(client, region, rows):
    elasticache = client("elasticache", region)
    for one in elasticache.describe_cache_clusters(ShowCacheNodeInfo=True)["CacheClusters"]:
        arn = f"arn:aws:elasticache:{region}:{ACCOUNT}:"
        tags = pairs(elasticache.list_tags_for_resource(ResourceName=one["ARN"])["TagList"])
        links = [("uses", ec2_arn(region, f"security-group/{group['SecurityGroupId']}")) for group in one.get("SecurityGroups", [])] + ([("uses", f"{arn}subnetgroup:{one['CacheSubnetGroupName']}")] if one.get("CacheSubnetGroupName") else [])
        note(rows, "aws:elasticache:cluster", one["ARN"], region, one["CacheClusterId"], tags, links, status=one["CacheClusterStatus"], engine=one["Engine"], node_type=one["CacheNodeType"], node_count=one["NumCacheNodes"], snapshot_retention_days=one["SnapshotRetentionLimit"])


def file_systems(client, region, rows):
    for one in client("efs", region).describe_file_systems()["FileSystems"]:
        key = one.get("KmsKeyId", "")
        note(rows, "aws:efs:file-system", one["FileSystemArn"], region, one.get("Name") or one["FileSystemId"], pairs(one["Tags"]), [("encrypted-by", key)] if key.startswith("arn:") else [], state=one["LifeCycleState"], encrypted=one["Encrypted"], mount_target_count=one["NumberOfMountTargets"], throughput_mode=one["ThroughputMode"], performance_mode=one["PerformanceMode"], size_bytes=one["SizeInBytes"]["Value"])


def alarms(client, region, rows):
    cloudwatch = client("cloudwatch", region)
    # moto makes no composite alarms.
    for one in cloudwatch.describe_alarms(AlarmTypes=["MetricAlarm", "CompositeAlarm"])["MetricAlarms"]:
        metrics = [one] if "MetricName" in one else [each["MetricStat"]["Metric"] for each in one.get("Metrics", []) if "MetricStat" in each]
        named = [{"namespace": each["Namespace"], "name": each["MetricName"], "dimensions": {d["Name"]: d["Value"] for d in each.get("Dimensions", [])}} for each in metrics]
        places = {"InstanceId": f"arn:aws:ec2:{region}:{ACCOUNT}:instance/", "FunctionName": f"arn:aws:lambda:{region}:{ACCOUNT}:function:"}
        links = [("targets", places[key] + value) for each in named for key, value in each["dimensions"].items()] + [("uses", action) for action in one.get("AlarmActions", [])]
        tags = pairs(cloudwatch.list_tags_for_resource(ResourceARN=one["AlarmArn"])["Tags"])
        note(rows, "aws:cloudwatch:alarm", one["AlarmArn"], region, one["AlarmName"], tags, links, alarm_type="metric", state=one["StateValue"], metrics=named)


def apis(client, region, rows):
    gateway = client("apigateway", region)
    for api in gateway.get_rest_apis()["items"]:
        uid = f"arn:aws:apigateway:{region}::/restapis/{api['id']}"
        note(rows, "aws:apigateway:rest-api", uid, region, api["name"], api.get("tags"), [], endpoint_types=api["endpointConfiguration"]["types"])
        for resource in gateway.get_resources(restApiId=api["id"], embed=["methods"])["items"]:
            own = f"{uid}/resources/{resource['id']}"
            parent = resource.get("parentId")
            methods = resource.get("resourceMethods", {})
            note(rows, "aws:apigateway:resource", own, region, f"{api['name']} {resource['path']}", relations=[("member-of", uid)] + ([("owned-by", f"{uid}/resources/{parent}")] if parent else []), path=resource["path"], http_methods=sorted(methods))
            for verb, method in methods.items():
                function = f"arn:aws:lambda:{region}:{ACCOUNT}:function:orders"
                note(rows, "aws:apigateway:method", f"{own}/methods/{verb}", region, f"{api['name']} {verb} {resource['path']}", relations=[("member-of", own), ("routes-to", function)], authorization_type=method["authorizationType"])
        for stage in gateway.get_stages(restApiId=api["id"])["item"]:
            note(rows, "aws:apigateway:stage", f"{uid}/stages/{stage['stageName']}", region, f"{api['name']} · {stage['stageName']}", stage.get("tags"), [("member-of", uid), ("routes-to", f"{uid}/deployments/{stage['deploymentId']}")], tracing_enabled=True)
        for deployment in gateway.get_deployments(restApiId=api["id"])["items"]:
            note(rows, "aws:apigateway:deployment", f"{uid}/deployments/{deployment['id']}", region, f"{api['name']} · {deployment['id']}", relations=[("created-from", uid)])
        for one in gateway.get_authorizers(restApiId=api["id"])["items"]:
            note(rows, "aws:apigateway:authorizer", f"{uid}/authorizers/{one['id']}", region, f"{api['name']} · {one['name']}", authorizer_type=one["type"], function_uid=f"arn:aws:lambda:{region}:{ACCOUNT}:function:orders")
    for plan in gateway.get_usage_plans()["items"]:
        stages = [("attached-to", f"arn:aws:apigateway:{region}::/restapis/{one['apiId']}/stages/{one['stage']}") for one in plan["apiStages"]]
        note(rows, "aws:apigateway:usage-plan", f"arn:aws:apigateway:{region}::/usageplans/{plan['id']}", region, plan["name"], plan.get("tags"), stages, throttling_rate_limit=plan["throttle"]["rateLimit"])


def tables(client, region, rows):
    dynamodb = client("dynamodb", region)
    for name in [name for page in dynamodb.get_paginator("list_tables").paginate() for name in page["TableNames"]]:
        table = dynamodb.describe_table(TableName=name)["Table"]
        units, key = table["ProvisionedThroughput"], table.get("SSEDescription", {}).get("KMSMasterKeyArn")
        indexes = [{"name": one["IndexName"], "read_units": one["ProvisionedThroughput"]["ReadCapacityUnits"], "write_units": one["ProvisionedThroughput"]["WriteCapacityUnits"]} for one in table.get("GlobalSecondaryIndexes", [])]
        tags = pairs(dynamodb.list_tags_of_resource(ResourceArn=table["TableArn"])["Tags"])
        mode = table.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED")
        note(rows, "aws:dynamodb:table", table["TableArn"], region, name, tags, [("encrypted-by", key)] if key else [], status=table["TableStatus"], billing_mode=mode, read_units=units["ReadCapacityUnits"], write_units=units["WriteCapacityUnits"], item_count=table["ItemCount"], size_bytes=table["TableSizeBytes"], global_indexes=indexes, kms_key_uid=key, deletion_protection=table["DeletionProtectionEnabled"], stream_arn=table.get("LatestStreamArn"))


def log_groups(client, region, rows):
    logs = client("logs", region)
    for group in [one for page in logs.get_paginator("describe_log_groups").paginate() for one in page["logGroups"]]:
        arn, key = group["arn"].removesuffix(":*"), group.get("kmsKeyId")
        tags = logs.list_tags_for_resource(resourceArn=arn)["tags"]
        note(rows, "aws:logs:log-group", arn, region, group["logGroupName"], tags, [("encrypted-by", key)] if key else [], retention_days=group.get("retentionInDays"), stored_bytes=group["storedBytes"], log_group_class=group.get("logGroupClass", "STANDARD"), kms_key_uid=key, metric_filters=group["metricFilterCount"])


def secrets(client, region, rows):
    manager = client("secretsmanager", region)
    for one in [one for page in manager.get_paginator("list_secrets").paginate(IncludePlannedDeletion=True) for one in page["SecretList"]]:
        key = one.get("KmsKeyId")
        accessed, deleted = one.get("LastAccessedDate"), one.get("DeletedDate")
        note(rows, "aws:secretsmanager:secret", one["ARN"], region, one["Name"], pairs(one.get("Tags", [])), [("encrypted-by", key)] if key else [], description=one.get("Description"), last_accessed_on=accessed.strftime("%Y-%m-%d") if accessed else None, rotation_enabled=one.get("RotationEnabled", False), kms_key_uid=key, is_replica=one.get("PrimaryRegion", region) != region)
        assert (one["Name"] == "doomed") == (deleted is not None)


def streams(client, region, rows):
    kinesis = client("kinesis", region)
    for name in [name for page in kinesis.get_paginator("list_streams").paginate(Limit=100) for name in page["StreamNames"]]:
        one = kinesis.describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]
        key = one.get("KeyId")
        tags = pairs(kinesis.list_tags_for_stream(StreamName=name)["Tags"])
        note(rows, "aws:kinesis:stream", one["StreamARN"], region, name, tags, [("encrypted-by", key)] if key else [], mode=one["StreamModeDetails"]["StreamMode"], shard_count=one["OpenShardCount"], retention_hours=one["RetentionPeriodHours"], encryption_type=one.get("EncryptionType"), kms_key_uid=key)


def warehouses(client, region, rows):
    for one in client("redshift", region).describe_clusters()["Clusters"]:
        arn = f"arn:aws:redshift:{region}:{ACCOUNT}:"
        groups = [f"parametergroup:{group['ParameterGroupName']}" for group in one["ClusterParameterGroups"]] + ([f"subnetgroup:{one['ClusterSubnetGroupName']}"] if one.get("ClusterSubnetGroupName") else [])
        links = [("uses", ec2_arn(region, f"security-group/{group['VpcSecurityGroupId']}")) for group in one["VpcSecurityGroups"]] + [("uses", arn + group) for group in groups]
        links += [("assumes", role["IamRoleArn"]) for role in one["IamRoles"]] + ([("member-of", ec2_arn(region, f"vpc/{one['VpcId']}"))] if one.get("VpcId") else []) + ([("encrypted-by", one["KmsKeyId"])] if one.get("KmsKeyId") else [])
        note(rows, "aws:redshift:cluster", f"{arn}cluster:{one['ClusterIdentifier']}", region, one["ClusterIdentifier"], pairs(one["Tags"]), links, status=one["ClusterStatus"], node_type=one["NodeType"], node_count=one["NumberOfNodes"], encrypted=one["Encrypted"], publicly_accessible=one["PubliclyAccessible"], database_name=one["DBName"], port=one["Endpoint"]["Port"])


def domains(client, region, rows):
    opensearch = client("opensearch", region)
    for name in [one["DomainName"] for one in opensearch.list_domain_names()["DomainNames"]]:
        one = opensearch.describe_domain(DomainName=name)["DomainStatus"]
        cluster, volumes = one["ClusterConfig"], one["EBSOptions"]
        nodes = [{"role": "data", "instance_type": cluster["InstanceType"], "count": cluster["InstanceCount"]}]
        if cluster.get("DedicatedMasterEnabled"):
            nodes.append({"role": "master", "instance_type": cluster["DedicatedMasterType"], "count": cluster["DedicatedMasterCount"]})
        tags = pairs(opensearch.list_tags(ARN=one["ARN"])["TagList"])
        note(rows, "aws:opensearch:domain", one["ARN"], region, name, tags, [], engine_version=one["EngineVersion"], nodes=nodes, volume_type=volumes.get("VolumeType") if volumes["EBSEnabled"] else None, volume_gib=volumes.get("VolumeSize") if volumes["EBSEnabled"] else None)


def zones(client, rows):
    route53 = client("route53")
    for zone in [one for page in route53.get_paginator("list_hosted_zones").paginate() for one in page["HostedZones"]]:
        name = zone["Id"].split("/")[-1]
        tags = pairs(route53.list_tags_for_resource(ResourceType="hostedzone", ResourceId=name)["ResourceTagSet"]["Tags"])
        note(rows, "aws:route53:hosted-zone", f"arn:aws:route53:::hostedzone/{name}", "global", zone["Name"], tags, [], zone_id=name, record_set_count=zone["ResourceRecordSetCount"], is_private=zone["Config"]["PrivateZone"])


GLOBAL = [identities, edge, buckets, zones]
REGIONAL = [alarms, keys, functions, containers, kubernetes, caches, file_systems, apis, tables, log_groups, secrets, streams, warehouses, domains]
