"""moto as an AWS of its own: one process that serves it, plants an estate and remembers every call.

Prints one JSON line when ready and ends when its standard input closes, so that it never outlives the test.
Outside of AWS it answers GET /_calls and POST /_reset, and POST /_enforce switches moto's own IAM checks on ("on") or off.
"""

import importlib
import io
import json
import os
import re
import sys
import threading
import time
from collections import Counter
from urllib.parse import parse_qs

os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")

import logging

logging.getLogger("werkzeug").setLevel(logging.ERROR)

from moto import settings
from moto.core.authorization import ActionAuthenticatorMixin
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server


SERVICE = re.compile(r"Credential=[^/]+/\d+/([a-z0-9-]+)/([a-z0-9-]+)/aws4_request")
READ_METHODS = {"GET", "HEAD"}
# Reads of REST services that carry their question in a body.
READ_BY_POST = {("es", "/2021-01-01/opensearch/domain-info"): "DescribeDomains"}


class Recorder:
    """Counts what is called, as `service:Operation`, before moto sees it."""

    def __init__(self, app):
        self.app = app
        self.calls = Counter()
        self.lock = threading.Lock()

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if path.startswith("/_"):
            return self.steer(environ, start_response, path)
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(length) if length else b""
        environ["wsgi.input"] = io.BytesIO(body)
        call = operation_of(environ, body)
        with self.lock:
            self.calls[call] += 1
        return self.app(environ, start_response)

    def steer(self, environ, start_response, path):
        answer = {}
        if path == "/_calls":
            with self.lock:
                answer = dict(self.calls)
        elif path == "/_reset":
            with self.lock:
                self.calls.clear()
        elif path == "/_enforce":
            length = int(environ.get("CONTENT_LENGTH") or 0)
            is_on = environ["wsgi.input"].read(length) == b"on"
            settings.INITIAL_NO_AUTH_ACTION_COUNT = 0.0 if is_on else float("inf")
            ActionAuthenticatorMixin.request_count = 0
        body = json.dumps(answer).encode()
        start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
        return [body]


def operation_of(environ, body):
    found = SERVICE.search(environ.get("HTTP_AUTHORIZATION", ""))
    service = found.group(2) if found else "unsigned"
    region = found.group(1) if found else "-"
    target = environ.get("HTTP_X_AMZ_TARGET")
    if target:
        return f"{service}:{target.split('.')[-1]} {region}"
    form = parse_qs(body.decode("utf-8", "replace")) if body else {}
    query = parse_qs(environ.get("QUERY_STRING", ""), keep_blank_values=True)
    action = (form.get("Action") or query.get("Action") or [None])[0]
    if action:
        return f"{service}:{action} {region}"
    if (service, environ.get("PATH_INFO")) in READ_BY_POST:
        return f"{service}:{READ_BY_POST[service, environ['PATH_INFO']]} {region}"
    # REST services name no operation: reads are told by the method.
    verb = "Get" if environ["REQUEST_METHOD"] in READ_METHODS else environ["REQUEST_METHOD"].title()
    part = "Object" if environ.get("PATH_INFO", "/").strip("/").count("/") else ("Bucket" if environ.get("PATH_INFO", "/") != "/" else "Service")
    return f"{service}:{verb}{part} {region}"


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        pass


def main():
    recorder = Recorder(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, recorder, threaded=True, request_handler=QuietHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    started = time.monotonic()
    planting = sys.argv[1] if len(sys.argv) > 1 else "moto_estate"
    planted = importlib.import_module(planting).plant(url)
    recorder.calls.clear()
    print(json.dumps({"url": url, "seconds": round(time.monotonic() - started, 1), **planted}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
