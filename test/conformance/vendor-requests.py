"""Judges requests that were made of Azure and Google Cloud by the vendors' own descriptions of their interfaces.

Reads JSON from stdin: {"google": [{method, host, path, query}], "azure": [{method, path, query}], "listings": [{id, method, host, path, items}]}.
Writes JSON: {"problems": [...], "google": {method id: count}, "azure": {"path template api-version": count}}.
"""
import ast
import glob
import json
import os
import re
import sys
import urllib.parse

import azure.mgmt

import vendor_discovery as discovery

problems = []


# --- Google: Discovery documents

def judge_google(request, counts):
    host, path, query = request["host"], request["path"], urllib.parse.parse_qs(request["query"], keep_blank_values=True)
    words = f"{request['method']} https://{host}/{path}"
    fitting = [m for m in discovery.methods_at(host) if m.http == request["method"] and m.pattern.match(path)]
    if not fitting:
        problems.append(f"no method of Discovery fits {words}")
        return
    complaints, is_known = [], False
    for method in fitting:
        own = []
        for name, values in query.items():
            parameter = method.parameters.get(name)
            if parameter is None and f"`{name}`" in method.description:
                continue
            if parameter is None:
                own.append(f"{method.id} has no parameter {name}")
                continue
            for value in values:
                if "enum" in parameter and value not in parameter["enum"]:
                    own.append(f"{method.id}: {name} may not be {value}")
                if parameter.get("type") == "integer" and not value.isdigit():
                    own.append(f"{method.id}: {name} is no number: {value}")
                if "maximum" in parameter and value.isdigit() and int(value) > int(parameter["maximum"]):
                    own.append(f"{method.id}: {name} is at most {parameter['maximum']}, not {value}")
        own += [f"{method.id} needs {name}" for name in method.required if name not in query]
        if not own:
            # Two methods may have one address: which is meant, nobody can tell.
            counts[method.id] = counts.get(method.id, 0) + 1
            is_known = True
        complaints = complaints or own
    if not is_known:
        problems.extend(f"{words}: {one}" for one in complaints)


def judge_listing(listing):
    """The declared method exists, its address is the declared one, and its answer has the declared field of items."""
    method = discovery.method_named(listing["host"], listing["method"])
    if method is None:
        problems.append(f"{listing['id']}: Discovery has no {listing['method']}")
        return
    # `-` stands for all places, where the vendor says that it does.
    path = re.sub(r"/-(?=/|$)", "/x", listing["path"])
    if path != listing["path"] and not method.takes_all:
        problems.append(f"{listing['id']}: {listing['method']} says nothing of - for all places")
    address = re.compile("^" + re.sub(r"\\\{[^}]*\\\}", ".+", re.escape(path)) + "$")
    if not address.match(method.sample) and not method.pattern.match(re.sub(r"\{[^}]*\}", "x", path)):
        problems.append(f"{listing['id']}: {listing['path']} is not the address of {listing['method']}, which is {method.sample}")
    field = listing["items"]
    properties = method.response.get("properties", {})
    if listing.get("isAggregated"):
        scoped = properties.get("items", {}).get("additionalProperties", {}).get("$ref")
        if scoped is None:
            problems.append(f"{listing['id']}: {listing['method']} has no aggregated items")
    elif field != "" and field not in properties:
        problems.append(f"{listing['id']}: the answer of {listing['method']} has no {field}")


# --- Azure: the request builders of the azure-mgmt packages

class Operation:
    def __init__(self, template, versions, parameters, http):
        self.template, self.versions, self.parameters, self.http = template, versions, parameters, http
        # A scope, a resource id and a nested path hold slashes.
        wild = re.sub(r"\\\{(resourceUri|resource_uri|scope|resourceId|parentResourcePath)\\\}", ".+", re.escape(template))
        self.pattern = re.compile("^/?" + re.sub(r"\\\{[^}]*\\\}", "[^/]+", wild).lstrip("/") + "$", re.I)


def constant(node):
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def operations_in(file, wanted):
    with open(file, encoding="utf-8") as handle:
        text = handle.read()
    # Reading all versions of all packages takes minutes; a file that names none of the versions cannot fit.
    if not any(version in text for version in wanted):
        return
    tree = ast.parse(text)
    for function in tree.body:
        if not (isinstance(function, ast.FunctionDef) and function.name.startswith("build_") and function.name.endswith("_request")):
            continue
        template, versions, parameters, http = None, set(), set(), "GET"
        for node in ast.walk(function):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and node.targets[0].id == "_url":
                for inner in ast.walk(node.value):
                    text = constant(inner)
                    if text is not None and "/" in text and template is None:
                        template = text
            if isinstance(node, (ast.Assign, ast.AnnAssign)):
                target = node.targets[0] if isinstance(node, ast.Assign) else node.target
                if isinstance(target, ast.Name) and target.id == "api_version":
                    for inner in ast.walk(node.value):
                        text = constant(inner)
                        if text is not None and re.match(r"\d{4}-\d\d-\d\d", text):
                            versions.add(text)
                if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and target.value.id == "_params":
                    parameters.add(constant(target.slice) or "")
            if isinstance(node, ast.keyword) and node.arg == "method":
                http = constant(node.value) or http
        if template is not None:
            yield Operation(template, versions, parameters, http)


def packages(wanted):
    """The current releases, and beside them older ones that still know older versions of the interfaces."""
    roots = list(azure.mgmt.__path__) + [os.path.join(folder, "azure", "mgmt") for folder in sys.argv[1:]]
    for root in roots:
        for file in sorted(glob.glob(os.path.join(root, "**", "operations", "_*operations.py"), recursive=True)):
            if os.sep + "aio" + os.sep not in file:
                yield from operations_in(file, wanted)


operations = []


def judge_azure(request, counts):
    path, query = request["path"], urllib.parse.parse_qs(request["query"].lstrip("?"), keep_blank_values=True)
    # Azure Monitor's batches and Microsoft Graph have no azure-mgmt package.
    fitting = [o for o in operations if o.http == request["method"] and o.pattern.match(path)]
    words = f"{request['method']} {path}"
    if not fitting:
        problems.append(f"no azure-mgmt operation fits {words}")
        return
    version = query.get("api-version", [""])[0]
    known = [o for o in fitting if version in o.versions]
    if not known:
        problems.append(f"{words}: no package knows api-version {version}; known: {', '.join(sorted({v for o in fitting for v in o.versions}))}")
        return
    for operation in known:
        strange = [name for name in query if name not in operation.parameters and name not in ("api-version", "$skiptoken", "$skipToken")]
        if not strange:
            key = f"{operation.template} {version}"
            counts[key] = counts.get(key, 0) + 1
            return
    problems.append(f"{words}: no parameter {', '.join(strange)}")


def unique(requests, of):
    seen = {}
    for request in requests:
        seen.setdefault(of(request), request)
    return seen.values()


asked = json.load(sys.stdin)
google, arm = {}, {}
for listing in asked["listings"]:
    judge_listing(listing)
for request in unique(asked["google"], lambda r: (r["method"], r["host"], re.sub(r"\d+", "N", r["path"]), tuple(sorted(urllib.parse.parse_qs(r["query"]))))):
    judge_google(request, google)
wanted = {v for r in asked["azure"] for v in urllib.parse.parse_qs(r["query"].lstrip("?")).get("api-version", [])}
operations.extend(packages(wanted))
for request in unique(asked["azure"], lambda r: (r["method"], re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d+", "N", r["path"].lower()), tuple(sorted(urllib.parse.parse_qs(r["query"].lstrip("?")))))):
    judge_azure(request, arm)
json.dump({"problems": sorted(set(problems)), "google": google, "azure": arm}, sys.stdout)
