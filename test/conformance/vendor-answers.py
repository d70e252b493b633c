"""Makes answers of Google's lists from the Discovery documents: valid ones, odd ones included, the same for the same seed.

Reads JSON from stdin: {"seed": n, "perList": n, "listings": [{id, method, host, items, isAggregated}]}.
Writes JSON: {"listings": {"<id> <method>": {"items": [...]}}}; each item has a name of its own.
"""
import json
import random
import re
import sys

import vendor_discovery as discovery

asked = json.load(sys.stdin)
chance = random.Random(asked["seed"])

texts = ["", "a", "x" * 300, "Ünïcödé – 漢字 🚀", "<script>alert(1)</script>", "=cmd()", "line\nbreak", "null", "0", "-1", "true", "../..", "projects/1/zones/z/x/y"]
times = ["2024-02-29T23:59:59.999999999Z", "2025-06-01T00:00:00-07:00", "1970-01-01T00:00:00Z", "2099-12-31T23:59:59Z", "2025-01-01T00:00:00.1+05:30"]


def text(schema, name):
    if "enum" in schema:
        # A value that was added later is as valid as those that are known.
        return chance.choice(schema["enum"] + ["ADDED_LATER"])
    form = schema.get("format")
    if form in ("int64", "uint64"):
        return str(chance.choice([0, 1, 2**31, 2**53 + 1, 2**63 - 1]))
    if form in ("google-datetime", "date-time") or name.lower().endswith(("time", "timestamp")):
        return chance.choice(times)
    if form == "byte":
        return "AAECAw=="
    if form == "google-duration":
        return chance.choice(["0s", "3.5s", "31536000s"])
    return chance.choice(texts)


def value(document, schema, name, depth):
    if "$ref" in schema:
        return value(document, document["schemas"][schema["$ref"]], name, depth)
    kind = schema.get("type")
    if kind == "object" or "properties" in schema:
        if depth > 5:
            return {}
        if "additionalProperties" in schema:
            return {key: value(document, schema["additionalProperties"], key, depth + 1) for key in chance.sample(["env", "Owner", "a" * 63, "x_1"], chance.randint(0, 3))}
        # Google leaves out what has its default.
        return {key: value(document, inner, key, depth + 1) for key, inner in schema.get("properties", {}).items() if chance.random() < (0.7 if depth < 2 else 0.5)}
    if kind == "array":
        return [value(document, schema.get("items", {}), name, depth + 1) for _ in range(chance.choice([0, 0, 1, 3]))]
    if kind == "boolean":
        return chance.random() < 0.5
    if kind in ("integer", "number"):
        return chance.choice([0, 1, -1, 2**31 - 1]) if kind == "integer" else chance.choice([0, 0.5, 1e308, "NaN"])
    if kind == "any":
        return chance.choice([{}, [], "x", 1, None])
    return text(schema, name)


made = {}
for listing in asked["listings"]:
    method = discovery.method_named(listing["host"], listing["method"])
    document = method.document
    properties = method.response.get("properties", {})
    if listing["items"] == "":
        schema = method.response
    elif listing.get("isAggregated"):
        scoped = document["schemas"][properties["items"]["additionalProperties"]["$ref"]]
        schema = scoped["properties"][listing["items"]]["items"]
    else:
        schema = properties[listing["items"]]["items"]
    resolved = document["schemas"][schema["$ref"]] if "$ref" in schema else schema
    items = []
    for number in range(1 if listing["items"] == "" else asked["perList"]):
        item = value(document, resolved, "", 0)
        fields = resolved.get("properties", {})
        own = f"thing-{number}"
        path = re.sub(r"/x/?$", "", method.sample)
        # What names a thing is always there.
        if "selfLink" in fields:
            item["selfLink"] = f"https://www.googleapis.com/{path}/{own}"
        if "name" in fields:
            item["name"] = own if "selfLink" in fields else f"{re.sub('^v[0-9a-z]+/', '', path)}/{own}"
        for field in ("id", "projectId", "displayName", "clusterName", "jobId", "uniqueId", "email"):
            if field in fields and fields[field].get("type") == "string":
                item[field] = f"{1000 + number}" if fields[field].get("format") in ("uint64", "int64") or field in ("id", "uniqueId") else own
        if "resourceName" in fields:
            item["resourceName"] = f"{re.sub('^v[0-9a-z]+/', '', path)}/{own}"
        # BigQuery and Dataproc name things by a reference.
        for reference, field in (("datasetReference", "datasetId"), ("tableReference", "tableId"), ("reference", "jobId")):
            if reference in fields:
                item[reference] = {**item.get(reference, {}), field: own}
        items.append(item)
    made[f"{listing['id']} {listing['method']}"] = {"items": items}
json.dump({"listings": made}, sys.stdout)
