"""A few thousand things over 17 regions in moto: networks everywhere, services in some, and cheap things in bulk."""

import json

import boto3
import moto_network
import moto_services
from moto_estate import REGIONS

ACCOUNT = moto_services.ACCOUNT
SERVED = REGIONS[::3]
BULK = {"volumes": 30, "snapshots": 15, "groups": 10, "addresses": 5, "instances": 20, "keys": 2, "buckets": 2}
ROLES, USERS = 80, 40


def plant(url):
    clients = {}

    def client(service, region="us-east-1"):
        if (service, region) not in clients:
            clients[service, region] = boto3.client(service, region_name=region, endpoint_url=url, aws_access_key_id="planter", aws_secret_access_key="planter", config=moto_services.SDK)
        return clients[service, region]

    moto_services.plant_global(client)
    for region in REGIONS:
        moto_network.plant_network(url, region)
        if region in SERVED:
            moto_services.plant_services(client, region)
        plant_bulk(client, region)
    plant_identities(client("iam"))
    key = plant_scanner(client("iam"))
    return {"account": ACCOUNT, "regions": REGIONS, "truth": {}, "inventory": {}, "scanner": key, "listed": listing(url, client)}


def tags(kind, name):
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}, {"Key": "team", "Value": f"t{len(name) % 3}"}]}]


def plant_bulk(client, region):
    ec2 = client("ec2", region)
    web = [each for page in ec2.describe_instances()["Reservations"] for each in page["Instances"] if each.get("KeyName") == "ops"]
    for each in web:
        for device in each["BlockDeviceMappings"]:
            ec2.create_snapshot(VolumeId=device["Ebs"]["VolumeId"], Description="of a web server", TagSpecifications=tags("snapshot", "web-root"))
    image = ec2.describe_images(Owners=["self"])["Images"][0]["ImageId"]
    ec2.run_instances(ImageId=image, MinCount=BULK["instances"], MaxCount=BULK["instances"], InstanceType="t3.micro", TagSpecifications=tags("instance", f"batch-{region}"))
    vpc = ec2.describe_vpcs(Filters=[{"Name": "is-default", "Values": ["false"]}])["Vpcs"][0]["VpcId"]
    zone = ec2.describe_availability_zones()["AvailabilityZones"][0]["ZoneName"]
    for number in range(BULK["groups"]):
        ec2.create_security_group(GroupName=f"bulk-{number}", Description="bulk", VpcId=vpc, TagSpecifications=tags("security-group", f"bulk-{number}"))
    volumes = [ec2.create_volume(AvailabilityZone=zone, Size=8 + number, VolumeType="gp3", TagSpecifications=tags("volume", f"data-{number}"))["VolumeId"] for number in range(BULK["volumes"])]
    for volume in volumes[: BULK["snapshots"]]:
        ec2.create_snapshot(VolumeId=volume, Description="bulk")
    for _ in range(BULK["addresses"]):
        ec2.allocate_address(Domain="vpc")
    for number in range(BULK["keys"]):
        client("kms", region).create_key(Description=f"bulk {number}")
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    for number in range(BULK["buckets"]):
        client("s3", region).create_bucket(Bucket=f"plain-bulk-{number}-{region}", **where)


def plant_identities(iam):
    for number in range(ROLES):
        iam.create_role(RoleName=f"bulk-{number}", AssumeRolePolicyDocument=json.dumps(moto_services.TRUST), Tags=[{"Key": "team", "Value": f"t{number % 3}"}])
    for number in range(USERS):
        iam.create_user(UserName=f"bulk-{number}", Tags=[{"Key": "team", "Value": f"t{number % 3}"}])
        if number % 4 == 0:
            iam.create_access_key(UserName=f"bulk-{number}")


def plant_scanner(iam):
    iam.create_user(UserName="scanner")
    key = iam.create_access_key(UserName="scanner")["AccessKey"]
    return {"user_name": "scanner", "access_key_id": key["AccessKeyId"], "secret_access_key": key["SecretAccessKey"]}


def listing(url, client):
    rows = {}
    for each in moto_services.GLOBAL:
        if each is not moto_services.buckets:
            each(client, rows)
    for region in REGIONS:
        for kind, found in moto_network.listing(url, region).items():
            rows.setdefault(kind, []).extend(found)
        for each in moto_services.REGIONAL:
            # Container tasks are listed where there is a family of them.
            if region in SERVED or each is moto_services.keys:
                each(client, region, rows)
        list_cheap(client("ec2", region), region, rows)
    list_buckets(client, rows)
    list_identities(client("iam"), rows)
    # What is compared here: that each thing is there, where, and under which name and tags.
    return {kind: [{"uid": row["uid"], "region": row["region"], "name": row.get("name") or row["tags"].get("Name"), "tags": row["tags"]} for row in found] for kind, found in rows.items()}


def note(rows, kind, uid, region, named, name):
    moto_services.note(rows, kind, uid, region, named.get("Name", name), named)


def list_cheap(ec2, region, rows):
    arn, pairs = moto_network.arn_of(region), moto_services.pairs
    for each in moto_network.pages(ec2, "describe_volumes", "Volumes"):
        note(rows, "aws:ec2:volume", arn(f"volume/{each['VolumeId']}"), region, pairs(each.get("Tags")), each["VolumeId"])
    for each in moto_network.pages(ec2, "describe_snapshots", "Snapshots", OwnerIds=["self"]):
        # moto adds some of its own to every answer.
        if each["OwnerId"] == ACCOUNT:
            note(rows, "aws:ec2:snapshot", arn(f"snapshot/{each['SnapshotId']}"), region, pairs(each.get("Tags")), each["SnapshotId"])
    for each in ec2.describe_addresses()["Addresses"]:
        note(rows, "aws:ec2:elastic-ip", arn(f"elastic-ip/{each['AllocationId']}"), region, pairs(each.get("Tags")), each["PublicIp"])


def list_buckets(client, rows):
    for bucket in client("s3").list_buckets()["Buckets"]:
        name = bucket["Name"]
        region = client("s3").get_bucket_location(Bucket=name)["LocationConstraint"] or "us-east-1"
        s3, uid = client("s3", region), f"arn:aws:s3:::{name}"
        named = moto_services.pairs(s3.get_bucket_tagging(Bucket=name)["TagSet"]) if name.startswith("guarded-") else {}
        moto_services.note(rows, "aws:s3:bucket", uid, region, name, named)
        moto_services.note(rows, "aws:s3:bucket-acl", f"{uid}/acl", region, f"{name} · access control list")
        if name.startswith("open-"):
            moto_services.note(rows, "aws:s3:bucket-policy", f"{uid}/policy", region, f"{name} · policy")


def list_identities(iam, rows):
    # The services' listing has one of each for its attributes.
    rows["aws:iam:role"], rows["aws:iam:user"] = [], []
    for each in moto_network.pages(iam, "list_roles", "Roles"):
        moto_services.note(rows, "aws:iam:role", each["Arn"], "global", each["RoleName"], moto_services.pairs(iam.list_role_tags(RoleName=each["RoleName"])["Tags"]))
    for each in moto_network.pages(iam, "list_users", "Users"):
        moto_services.note(rows, "aws:iam:user", each["Arn"], "global", each["UserName"], moto_services.pairs(iam.list_user_tags(UserName=each["UserName"])["Tags"]))
        for key in iam.list_access_keys(UserName=each["UserName"])["AccessKeyMetadata"]:
            moto_services.note(rows, "aws:iam:access-key", f"{each['Arn']}/access-key/{key['AccessKeyId']}", "global", None)
