"""An estate of a chosen size, from a seed, with what is wrong in it.

Things are named by the short id that every tool can be brought to: i-…, vol-…, a bucket's name, AKIA….
`truth` answers the questions; `facts` names the sets by which a difference between two tools can be explained.
"""

import random
from collections import defaultdict
from datetime import datetime, timedelta, timezone

import boto3
from freezegun import freeze_time

from estate_identities import identities

# How old things are made; nothing lies near the thresholds of 45 and 90 days.
AGES = (300, 120, 20, 1)
HEAVY = {"us-east-1": 6, "eu-west-1": 4, "us-east-2": 3, "us-west-2": 3, "eu-central-1": 3}
# Of 1,000 resources; each instance brings a root volume along.
SHARES = {"instance": 150, "volume": 150, "snapshot": 140, "address": 35, "group": 50, "bucket": 120, "user": 60, "role": 50, "iam_group": 5, "policy": 15}
ANYWHERE = [{"CidrIp": "0.0.0.0/0"}]


class Estate:
    def __init__(self, seed, resources, regions):
        self.random = random.Random(seed)
        self.regions = regions
        self.weights = [HEAVY.get(region, 1) for region in regions]
        self.count = {kind: max(len(AGES), round(resources * share / 1000)) for kind, share in SHARES.items()}
        self.truth, self.facts = defaultdict(list), defaultdict(list)
        self.keys_of, self.made = defaultdict(list), defaultdict(int)
        self.places = {region: defaultdict(list) for region in regions}
        self.clients, self.bucket_regions = {}, {}

    def client(self, service, region="us-east-1"):
        if (service, region) not in self.clients:
            self.clients[service, region] = boto3.client(service, region_name=region)
        return self.clients[service, region]

    def region(self):
        return self.random.choices(self.regions, self.weights)[0]

    def chance(self, share):
        return self.random.random() < share

    def pause(self):
        """Tools tell keys and snapshots apart by the second that they were made in."""
        self.clock.tick(timedelta(seconds=3))

    def share_of(self, kind, age):
        """How many are made at this age: the newest get what is left over."""
        each = self.count[kind] // len(AGES)
        return each if age != AGES[-1] else self.count[kind] - each * (len(AGES) - 1)


def plant(seed, resources, regions):
    estate = Estate(seed, resources, regions)
    now = datetime.now(timezone.utc)
    images(estate)
    with freeze_time(now, tick=True) as clock:
        estate.clock = clock
        for age in AGES:
            clock.move_to(now - timedelta(days=age))
            for work in (security_groups, instances, volumes, snapshots, addresses, buckets, identities):
                work(estate, age, now)
    newest_of_volume(estate)
    unused_groups(estate)
    return {"truth": estate.truth, "facts": estate.facts, "keys_of": estate.keys_of, "made": estate.made, "bucket_regions": estate.bucket_regions}


def images(estate):
    for region in estate.regions:
        ec2 = estate.client("ec2", region)
        estate.places[region]["image"] = ec2.register_image(Name=f"golden-{region}", RootDeviceName="/dev/xvda")["ImageId"]
        estate.facts["snapshot-of-an-image"] += [each["SnapshotId"] for each in ec2.describe_snapshots()["Snapshots"]]
        estate.places[region]["vpc"] = ec2.describe_vpcs()["Vpcs"][0]["VpcId"]
        estate.facts["default-group"] += [each["GroupId"] for each in ec2.describe_security_groups()["SecurityGroups"]]


def security_groups(estate, age, now):
    for number in range(estate.share_of("group", age)):
        region = estate.region()
        ec2, place = estate.client("ec2", region), estate.places[region]
        group = ec2.create_security_group(GroupName=f"group-{age}-{number}", Description="app", VpcId=place["vpc"])["GroupId"]
        estate.made["security group"] += 1
        port = estate.random.choice([22, 22, 443, 8080])
        is_open = estate.chance(0.3)
        source = ANYWHERE if is_open else [{"CidrIp": "10.0.0.0/8"}]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[{"IpProtocol": "tcp", "FromPort": port, "ToPort": port, "IpRanges": source}])
        if is_open and port == 22:
            estate.truth["group-open"].append(group)
        place["used-groups" if estate.chance(0.6) else "free-groups"].append(group)


def instances(estate, age, now):
    for number in range(estate.share_of("instance", age)):
        region = estate.region()
        ec2, place = estate.client("ec2", region), estate.places[region]
        groups = [estate.random.choice(place["used-groups"])] if place["used-groups"] else []
        extra = {"SecurityGroupIds": groups} if groups else {}
        made = ec2.run_instances(ImageId=place["image"], MinCount=1, MaxCount=1, InstanceType="t3.small", **extra)["Instances"][0]
        place["attached-groups"] += groups
        estate.made["instance"] += 1
        estate.made["root volume"] += 1
        if estate.chance(0.3):
            ec2.stop_instances(InstanceIds=[made["InstanceId"]])
            estate.truth["instance-stopped"].append(made["InstanceId"])
            if age <= 1:
                estate.facts["stopped-for-a-day"].append(made["InstanceId"])
        else:
            place["running"].append(made["InstanceId"])


def volumes(estate, age, now):
    for number in range(estate.share_of("volume", age)):
        region = estate.region()
        ec2, place = estate.client("ec2", region), estate.places[region]
        volume = ec2.create_volume(AvailabilityZone=f"{region}a", Size=20, VolumeType="gp3")["VolumeId"]
        estate.made["volume"] += 1
        place["volumes"].append(volume)
        if place["running"] and estate.chance(0.6):
            ec2.attach_volume(VolumeId=volume, InstanceId=estate.random.choice(place["running"]), Device=f"/dev/sd{age}{number}")
        else:
            estate.truth["volume-unattached"].append(volume)


def snapshots(estate, age, now):
    for number in range(estate.share_of("snapshot", age)):
        region = estate.region()
        ec2, place = estate.client("ec2", region), estate.places[region]
        if not place["volumes"]:
            place["volumes"].append(ec2.create_volume(AvailabilityZone=f"{region}a", Size=20, VolumeType="gp3")["VolumeId"])
            estate.truth["volume-unattached"].append(place["volumes"][0])
            estate.made["volume"] += 1
        volume = estate.random.choice(place["volumes"])
        estate.pause()
        made = ec2.create_snapshot(VolumeId=volume, Description="weekly")
        snapshot = made["SnapshotId"]
        estate.made["snapshot"] += 1
        # Tools see seconds: several of one second are all the newest.
        place["of " + volume].append((made["StartTime"].replace(microsecond=0), snapshot))
        if age >= 90:
            estate.truth["snapshot-old"].append(snapshot)


def newest_of_volume(estate):
    for place in estate.places.values():
        for made in [rows for key, rows in place.items() if key.startswith("of ")]:
            newest = max(at for at, _ in made)
            estate.facts["newest-of-its-volume"] += [snapshot for at, snapshot in made if at == newest]


def unused_groups(estate):
    for place in estate.places.values():
        attached = set(place["attached-groups"])
        estate.truth["group-unused"] += [each for each in place["used-groups"] + place["free-groups"] if each not in attached]


def addresses(estate, age, now):
    for number in range(estate.share_of("address", age)):
        region = estate.region()
        ec2, place = estate.client("ec2", region), estate.places[region]
        address = ec2.allocate_address(Domain="vpc")["AllocationId"]
        estate.made["address"] += 1
        free = [each for each in place["running"] if each not in place["addressed"]]
        if free and estate.chance(0.6):
            ec2.associate_address(AllocationId=address, InstanceId=free[0])
            place["addressed"].append(free[0])
        else:
            estate.truth["address-unassociated"].append(address)


def buckets(estate, age, now):
    for number in range(estate.share_of("bucket", age)):
        region = estate.region()
        s3, name = estate.client("s3", region), f"bench-{age}-{number}"
        where = {} if region == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": region}}
        s3.create_bucket(Bucket=name, **where)
        estate.bucket_regions[name] = region
        estate.made["bucket"] += 1
        if estate.chance(0.35):
            estate.truth["bucket-empty"].append(name)
        else:
            s3.put_object(Bucket=name, Key="data", Body=b"x")
        if estate.chance(0.5):
            s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=dict.fromkeys(("BlockPublicAcls", "IgnorePublicAcls", "BlockPublicPolicy", "RestrictPublicBuckets"), True))
        elif estate.chance(0.25):
            s3.put_bucket_acl(Bucket=name, ACL="public-read")
            estate.truth["bucket-public"].append(name)
        else:
            estate.facts["bucket-without-access-block"].append(name)
