"""Google's Discovery documents as google-api-python-client brings them."""
import glob
import json
import os
import re

import googleapiclient.discovery_cache

documents = os.path.join(os.path.dirname(googleapiclient.discovery_cache.__file__), "documents")


class Method:
    def __init__(self, document, method):
        self.document = document
        self.id = f"{document['name']}.{method['id'].partition('.')[2]}"
        # A few parameters are told of in words alone.
        self.description = method.get("description", "")
        self.http = method["httpMethod"]
        self.parameters = {**document.get("parameters", {}), **{n: p for n, p in method.get("parameters", {}).items() if p["location"] == "query"}}
        self.required = [n for n, p in method.get("parameters", {}).items() if p["location"] == "query" and p.get("required")]
        template = document["servicePath"] + (method.get("flatPath") or method["path"])
        self.sample = re.sub(r"\{[^}]*\}", "x", template)
        # A name that may be anything has slashes, which the flat path does not show.
        named = [p for p in method.get("parameters", {}).values() if p["location"] == "path"]
        part = ".+" if any(p.get("pattern") == "^.*$" for p in named) else "[^/]+"
        self.pattern = re.compile("^" + re.sub(r"\\\{[^}]*\\\}", part, re.escape(template)) + "$")
        # That `-` stands for all places is told in words alone.
        told = " ".join([self.description, *(p.get("description", "") for p in named)])
        self.takes_all = re.search(r"""[`'"/]-[`'"]|the character - |/-/| - ` |locations/-`""", told) is not None
        self.response = document["schemas"].get(method.get("response", {}).get("$ref"), {})


def methods_of(node, document):
    for method in node.get("methods", {}).values():
        yield Method(document, method)
    for child in node.get("resources", {}).values():
        yield from methods_of(child, document)


by_host = {}
by_name = {}
hosts = {}


def host_of(file):
    if file not in hosts:
        with open(file, encoding="utf-8") as handle:
            match = re.search(r'"rootUrl":\s*"https://([^/"]+)/?"', handle.read())
        hosts[file] = match.group(1) if match else ""
    return hosts[file]


def methods_at(host):
    """All versions of the interfaces of a host; a document is read when its host is first asked for."""
    if host in by_host:
        return by_host[host]
    found = []
    for file in sorted(glob.glob(os.path.join(documents, "*.json"))):
        if host_of(file) != host:
            continue
        with open(file, encoding="utf-8") as handle:
            document = json.load(handle)
        for method in methods_of(document, document):
            found.append(method)
            by_name[f"{document['name']}.{document['version']}.{method.id.partition('.')[2]}"] = method
    by_host[host] = found
    return found


def method_named(host, name):
    methods_at(host)
    return by_name.get(name)
