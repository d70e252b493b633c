"""An estate in moto, and what a perfect scan finds in it at the default thresholds.

Times cannot be set over the API, so the clock of the whole process is set back while the old things are made.
"""

import json
from datetime import datetime, timedelta, timezone

import boto3
from botocore.config import Config
from freezegun import freeze_time

ACCOUNT = "123456789012"
REGIONS = [
    "us-east-1", "us-east-2", "us-west-1", "us-west-2", "ca-central-1", "sa-east-1",
    "eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-north-1",
    "ap-south-1", "ap-southeast-1", "ap-southeast-2", "ap-northeast-1", "ap-northeast-2", "ap-northeast-3",
]
RULES = [
    "aws-ec2-stopped", "aws-ebs-unattached", "aws-ebs-on-stopped", "aws-ebs-gp2", "aws-ebs-io1", "aws-eip-unassociated", "aws-eip-on-stopped",
    "aws-snapshot-old", "aws-snapshot-orphan", "aws-s3-empty", "aws-iam-user-unused", "aws-iam-role-unused", "aws-iam-key-unused-active", "aws-iam-key-unused-inactive",
]
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
SDK = Config(retries={"max_attempts": 2}, s3={"addressing_style": "path"}, tcp_keepalive=True)


def arn(service, region, rest):
    return f"arn:aws:{service}:{region}:{ACCOUNT}:{rest}"


class Estate:
    def __init__(self, url):
        self.url = url
        self.truth = {rule: [] for rule in RULES}
        self.clients = {}
        self.places = {region: {} for region in REGIONS}

    def client(self, service, region="us-east-1", key=("planter", "planter")):
        at = (service, region, key)
        if at not in self.clients:
            self.clients[at] = boto3.client(service, region_name=region, endpoint_url=self.url, aws_access_key_id=key[0], aws_secret_access_key=key[1], config=SDK)
        return self.clients[at]

    def found(self, rule, uid):
        self.truth[rule].append(uid)


def plant(url):
    estate = Estate(url)
    now = datetime.now(timezone.utc)
    steps = [
        (400, [images, old_identities]),
        (200, [old_machines, old_buckets, used_long_ago]),
        (180, [first_snapshots]),
        (150, [doomed_snapshots]),
        (120, [second_doomed_snapshots]),
        (100, [stop_long, delete_doomed, second_snapshots]),
        (20, [young_orphans, delete_young]),
        (10, [young_identities]),
        (5, [stop_briefly]),
        (1, [newest_snapshots, used_yesterday]),
    ]
    with freeze_time(now - timedelta(days=400), tick=True) as clock:
        for days, work in steps:
            clock.move_to(now - timedelta(days=days))
            for each in work:
                each(estate)
    fresh_things(estate)
    by_listing(estate, now)
    key = scanner(estate)
    return {"account": ACCOUNT, "regions": REGIONS, "truth": {rule: sorted(uids) for rule, uids in estate.truth.items()}, "inventory": inventory(estate), "scanner": key}


def in_regions(work):
    def over_all(estate):
        for index, region in enumerate(REGIONS):
            work(estate, estate.client("ec2", region), region, index, estate.places[region])

    return over_all


@in_regions
def images(estate, ec2, region, index, place):
    # moto makes a snapshot of its own for each image, of a volume that is gone: no rule may flag it.
    place["image"] = ec2.register_image(Name=f"golden-{region}", RootDeviceName="/dev/xvda")["ImageId"]


def run(ec2, place, name, count=1):
    tags = [{"ResourceType": "instance", "Tags": [{"Key": "Name", "Value": name}]}]
    return [each["InstanceId"] for each in ec2.run_instances(ImageId=place["image"], MinCount=count, MaxCount=count, InstanceType="t3.small", TagSpecifications=tags)["Instances"]]


def volume(ec2, region, name, **more):
    settings = {"AvailabilityZone": f"{region}a", "Size": 100, "VolumeType": "gp3", **more}
    return ec2.create_volume(TagSpecifications=[{"ResourceType": "volume", "Tags": [{"Key": "Name", "Value": name}]}], **settings)["VolumeId"]


@in_regions
def old_machines(estate, ec2, region, index, place):
    web, spare = run(ec2, place, "web", 2)
    place["long"], = run(ec2, place, "long-stopped")
    place["brief"], = run(ec2, place, "briefly-stopped")
    place["data"] = volume(ec2, region, "data")
    ec2.attach_volume(VolumeId=place["data"], InstanceId=web, Device="/dev/sdf")
    place["on-long"] = volume(ec2, region, "on-long")
    ec2.attach_volume(VolumeId=place["on-long"], InstanceId=place["long"], Device="/dev/sdf")
    place["solo"] = volume(ec2, region, "solo")
    ec2.attach_volume(VolumeId=place["solo"], InstanceId=spare, Device="/dev/sdf")
    place["doomed"] = volume(ec2, region, "doomed", Size=20)
    for number in range(1 + index % 3):
        estate.found("aws-ebs-unattached", arn("ec2", region, f"volume/{volume(ec2, region, f'left-{number}', VolumeType='gp2' if number == 1 else 'gp3')}"))
    if index % 4 == 0:
        fast = volume(ec2, region, "fast", VolumeType="io1", Iops=1000)
        ec2.attach_volume(VolumeId=fast, InstanceId=web, Device="/dev/sdg")
        estate.found("aws-ebs-io1", arn("ec2", region, f"volume/{fast}"))
    for holder, rule in ((None, "aws-eip-unassociated"), (web, None), (place["long"], "aws-eip-on-stopped"), (place["brief"], None)):
        address = ec2.allocate_address(Domain="vpc")
        if holder is not None:
            ec2.associate_address(AllocationId=address["AllocationId"], InstanceId=holder)
        if rule is not None:
            estate.found(rule, arn("ec2", region, f"elastic-ip/{address['AllocationId']}"))


def snapshot(ec2, place, key, description):
    return ec2.create_snapshot(VolumeId=place[key], Description=description)["SnapshotId"]


@in_regions
def first_snapshots(estate, ec2, region, index, place):
    estate.found("aws-snapshot-old", arn("ec2", region, f"snapshot/{snapshot(ec2, place, 'data', 'weekly')}"))
    # The only one of its volume, so the newest: old and still not flagged.
    snapshot(ec2, place, "solo", "before the upgrade")


@in_regions
def doomed_snapshots(estate, ec2, region, index, place):
    uid = arn("ec2", region, f"snapshot/{snapshot(ec2, place, 'doomed', 'first of a volume that goes')}")
    estate.found("aws-snapshot-old", uid)
    estate.found("aws-snapshot-orphan", uid)


@in_regions
def second_doomed_snapshots(estate, ec2, region, index, place):
    # The newest of its volume, whose age alone flags nothing.
    estate.found("aws-snapshot-orphan", arn("ec2", region, f"snapshot/{snapshot(ec2, place, 'doomed', 'last of a volume that goes')}"))


@in_regions
def second_snapshots(estate, ec2, region, index, place):
    estate.found("aws-snapshot-old", arn("ec2", region, f"snapshot/{snapshot(ec2, place, 'data', 'weekly')}"))


@in_regions
def newest_snapshots(estate, ec2, region, index, place):
    snapshot(ec2, place, "data", "weekly")


@in_regions
def young_orphans(estate, ec2, region, index, place):
    place["brief-volume"] = volume(ec2, region, "for a day", Size=10)
    snapshot(ec2, place, "brief-volume", "of a volume that is gone, but young")


@in_regions
def delete_young(estate, ec2, region, index, place):
    ec2.delete_volume(VolumeId=place["brief-volume"])


@in_regions
def delete_doomed(estate, ec2, region, index, place):
    ec2.delete_volume(VolumeId=place["doomed"])


@in_regions
def stop_long(estate, ec2, region, index, place):
    ec2.stop_instances(InstanceIds=[place["long"]])
    estate.found("aws-ec2-stopped", arn("ec2", region, f"instance/{place['long']}"))


@in_regions
def stop_briefly(estate, ec2, region, index, place):
    ec2.stop_instances(InstanceIds=[place["brief"]])
    estate.found("aws-ec2-stopped", arn("ec2", region, f"instance/{place['brief']}"))


def put_bucket(estate, name, region):
    s3 = estate.client("s3", region)
    where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
    s3.create_bucket(Bucket=name, **where)
    return s3


def old_buckets(estate):
    for region in REGIONS:
        put_bucket(estate, f"empty-{region}", region)
        estate.found("aws-s3-empty", f"arn:aws:s3:::empty-{region}")
        put_bucket(estate, f"used-{region}", region).put_object(Bucket=f"used-{region}", Key="a/b c+ü.txt", Body=b"x")
    versioned = {"VersioningConfiguration": {"Status": "Enabled"}}
    s3 = put_bucket(estate, "empty-but-versioned", "eu-west-1")
    s3.put_bucket_versioning(Bucket="empty-but-versioned", **versioned)
    estate.found("aws-s3-empty", "arn:aws:s3:::empty-but-versioned")
    for name in ("only-a-delete-marker", "only-old-versions"):
        s3 = put_bucket(estate, name, "eu-central-1")
        s3.put_bucket_versioning(Bucket=name, **versioned)
        version = s3.put_object(Bucket=name, Key="gone", Body=b"x")["VersionId"]
        s3.delete_object(Bucket=name, Key="gone")
        if name == "only-a-delete-marker":
            s3.delete_object(Bucket=name, Key="gone", VersionId=version)


def user(estate, name, path="/"):
    return estate.client("iam").create_user(UserName=name, Path=path)["User"]["Arn"]


def access_key(estate, name, is_active=True):
    iam = estate.client("iam")
    key = iam.create_access_key(UserName=name)["AccessKey"]
    if not is_active:
        iam.update_access_key(UserName=name, AccessKeyId=key["AccessKeyId"], Status="Inactive")
    return key["AccessKeyId"], key["SecretAccessKey"]


def key_uid(user_arn, key):
    return f"{user_arn}/access-key/{key[0]}"


def old_identities(estate):
    iam = estate.client("iam")
    for number in range(12):
        uid = user(estate, f"never-{number}", path="/" if number % 2 else "/team/payments/")
        estate.found("aws-iam-user-unused", uid)
        if number % 3 == 1:
            iam.create_login_profile(UserName=f"never-{number}", Password="correct horse battery staple 1A!")
        if number % 3 == 2:
            estate.found("aws-iam-key-unused-active", key_uid(uid, access_key(estate, f"never-{number}")))
            estate.found("aws-iam-key-unused-inactive", key_uid(uid, access_key(estate, f"never-{number}", is_active=False)))
    for number in range(6):
        uid = user(estate, f"long-ago-{number}")
        key = access_key(estate, f"long-ago-{number}")
        estate.places.setdefault("long ago", []).append(key)
        estate.found("aws-iam-user-unused", uid)
        estate.found("aws-iam-key-unused-active", key_uid(uid, key))
    for number in range(6):
        user(estate, f"busy-{number}")
        estate.places.setdefault("busy", []).append(access_key(estate, f"busy-{number}"))
    estate.places["late key"] = user(estate, "old-with-a-new-key")
    estate.found("aws-iam-user-unused", estate.places["late key"])
    for number in range(8):
        estate.found("aws-iam-role-unused", iam.create_role(RoleName=f"old-role-{number}", Path="/" if number % 2 else "/apps/", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"])
    iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")
    iam.create_role(RoleName="AWSReservedSSO_Admin_0123", Path="/aws-reserved/sso.amazonaws.com/", AssumeRolePolicyDocument=TRUST)


def use(estate, key):
    # moto notes the use of a key when a call is made with it.
    estate.client("sts", "us-east-1", key).get_caller_identity()


def used_long_ago(estate):
    for key in estate.places["long ago"]:
        use(estate, key)


def used_yesterday(estate):
    for key in estate.places["busy"]:
        use(estate, key)


def young_identities(estate):
    iam = estate.client("iam")
    for number in range(5):
        user(estate, f"young-{number}")
        access_key(estate, f"young-{number}", is_active=number % 2 == 0)
        iam.create_role(RoleName=f"young-role-{number}", AssumeRolePolicyDocument=TRUST)
    access_key(estate, "old-with-a-new-key")


def fresh_things(estate):
    """Made now: found at once where the rule says so, and by no rule that looks at age."""
    for region in REGIONS:
        ec2, place = estate.client("ec2", region), estate.places[region]
        estate.found("aws-ebs-unattached", arn("ec2", region, f"volume/{volume(ec2, region, 'fresh-and-free', VolumeType='gp2')}"))
        stopped, = run(ec2, place, "just-stopped")
        run(ec2, place, "fresh")
        ec2.stop_instances(InstanceIds=[stopped])
        estate.found("aws-ec2-stopped", arn("ec2", region, f"instance/{stopped}"))
    put_bucket(estate, "fresh-and-empty", "us-west-2")
    estate.found("aws-s3-empty", "arn:aws:s3:::fresh-and-empty")
    user(estate, "fresh")
    estate.client("iam").create_role(RoleName="fresh-role", AssumeRolePolicyDocument=TRUST)


def pages(client, operation, key, **more):
    for page in client.get_paginator(operation).paginate(**more):
        yield from page[key]


def by_listing(estate, now):
    """Root volumes come along with instances: what the rules say of them is worked out from a listing."""
    for region in REGIONS:
        ec2, place = estate.client("ec2", region), estate.places[region]
        for each in pages(ec2, "describe_volumes", "Volumes"):
            uid = arn("ec2", region, f"volume/{each['VolumeId']}")
            holders = {attachment["InstanceId"] for attachment in each["Attachments"]}
            if each["VolumeType"] == "gp2" and now - each["CreateTime"] >= timedelta(days=3):
                estate.found("aws-ebs-gp2", uid)
            if holders == {place["long"]}:
                estate.found("aws-ebs-on-stopped", uid)


def inventory(estate):
    """What boto3 lists, as [uid, region] by resource type."""
    listed = {}

    def note(kind, uid, region):
        listed.setdefault(kind, []).append([uid, region])

    for region in REGIONS:
        ec2 = estate.client("ec2", region)
        for reservation in pages(ec2, "describe_instances", "Reservations"):
            for each in reservation["Instances"]:
                if each["State"]["Name"] != "terminated":
                    note("aws:ec2:instance", arn("ec2", region, f"instance/{each['InstanceId']}"), region)
        for each in pages(ec2, "describe_volumes", "Volumes"):
            note("aws:ec2:volume", arn("ec2", region, f"volume/{each['VolumeId']}"), region)
        for each in pages(ec2, "describe_snapshots", "Snapshots", OwnerIds=["self"]):
            # moto adds some of its own to every answer.
            if each["OwnerId"] == ACCOUNT:
                note("aws:ec2:snapshot", arn("ec2", region, f"snapshot/{each['SnapshotId']}"), region)
        for each in ec2.describe_addresses()["Addresses"]:
            note("aws:ec2:elastic-ip", arn("ec2", region, f"elastic-ip/{each['AllocationId']}"), region)
    s3, iam = estate.client("s3"), estate.client("iam")
    for each in s3.list_buckets()["Buckets"]:
        note("aws:s3:bucket", f"arn:aws:s3:::{each['Name']}", s3.get_bucket_location(Bucket=each["Name"])["LocationConstraint"] or "us-east-1")
    for each in pages(iam, "list_users", "Users"):
        note("aws:iam:user", each["Arn"], "global")
        for key in pages(iam, "list_access_keys", "AccessKeyMetadata", UserName=each["UserName"]):
            note("aws:iam:access-key", f"{each['Arn']}/access-key/{key['AccessKeyId']}", "global")
    for each in pages(iam, "list_roles", "Roles"):
        note("aws:iam:role", each["Arn"], "global")
    return {kind: sorted(rows) for kind, rows in listed.items()}


def scanner(estate):
    """A user without rights so far, for the scan under moto's own IAM."""
    user(estate, "scanner")
    key = access_key(estate, "scanner")
    return {"user_name": "scanner", "access_key_id": key[0], "secret_access_key": key[1]}
