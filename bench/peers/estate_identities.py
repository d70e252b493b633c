"""Users, keys, roles, groups and policies of the estate."""

import json
from datetime import timedelta

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import AccessKeyLastUsed, iam_backends

# Days since a use: within 45 days of now, or 90 days and more.
RECENT, LONG_AGO = 1, 150
TRUST = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]})
READ = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::bench-*/*"}]})


def identities(estate, age, now):
    iam, backend = estate.client("iam"), iam_backends[DEFAULT_ACCOUNT_ID]["aws"]
    for number in range(estate.share_of("iam_group", age)):
        iam.create_group(GroupName=f"team-{age}-{number}")
        estate.made["IAM group"] += 1
    for number in range(estate.share_of("policy", age)):
        iam.create_policy(PolicyName=f"read-{age}-{number}", PolicyDocument=READ)
        estate.made["IAM policy"] += 1
    for number in range(estate.share_of("role", age)):
        role(estate, iam, backend, f"role-{age}-{number}", age, now)
    for number in range(estate.share_of("user", age)):
        user(estate, iam, backend, f"user-{age}-{number}", age, now)


def role(estate, iam, backend, name, age, now):
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=TRUST)
    estate.made["role"] += 1
    if estate.chance(0.5):
        # The API has no way to set when something was used: the model behind it has.
        backend.get_role(name).last_used = now.replace(tzinfo=None, microsecond=0) - timedelta(days=1)
    elif age >= 90:
        estate.truth["role-unused"].append(name)


def user(estate, iam, backend, name, age, now):
    iam.create_user(UserName=name)
    estate.made["user"] += 1
    iam.add_user_to_group(UserName=name, GroupName=f"team-{age}-0")
    model, is_used = backend.get_user(name), False
    if estate.chance(0.4):
        iam.create_login_profile(UserName=name, Password="correct horse battery staple 1A!")
        estate.truth["console-without-mfa"].append(name)
        days = days_since_use(estate, age)
        if days is not None:
            model.password_last_used = now.replace(tzinfo=None, microsecond=0) - timedelta(days=days)
        is_used = days == RECENT
        if age >= 90 and not is_used:
            estate.truth["password-unused"].append(name)
            estate.facts["password-never-used" if days is None else "password-used-long-ago"].append(name)
    for number in range(estate.random.choice([0, 1, 1, 2])):
        is_used = key(estate, iam, model, name, number, age, now) or is_used
    if age >= 90 and not is_used:
        estate.truth["user-unused"].append(name)


def days_since_use(estate, age):
    """Half are used; what is old enough may have been used long ago, and None was never."""
    if estate.chance(0.5):
        return RECENT
    return LONG_AGO if age > LONG_AGO and estate.chance(0.6) else None


def key(estate, iam, model, name, number, age, now):
    estate.pause()
    made = iam.create_access_key(UserName=name)["AccessKey"]["AccessKeyId"]
    estate.keys_of[name].append(made)
    estate.made["access key"] += 1
    days, is_active = days_since_use(estate, age), estate.chance(0.7)
    if days is None:
        estate.facts["key-never-used"].append(made)
    else:
        model.access_keys[number].last_used = AccessKeyLastUsed(timestamp=now.replace(tzinfo=None, microsecond=0) - timedelta(days=days), service="s3", region="us-east-1")
        if days == LONG_AGO and is_active:
            estate.facts["user-of-a-key-used-long-ago"].append(name)
    is_used = days == RECENT
    if not is_active:
        iam.update_access_key(UserName=name, AccessKeyId=made, Status="Inactive")
    if age >= 90 and is_active:
        estate.truth["key-old"].append(made)
    if age >= 90 and not is_used:
        estate.truth["key-unused-active" if is_active else "key-unused-inactive"].append(made)
    return is_used
