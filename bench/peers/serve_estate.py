"""moto as the AWS that every tool asks: plants an estate, writes what a perfect tool finds, and serves it.

Reads one JSON line of options and prints one when it is ready; it ends when its standard input closes, so that it
never outlives the benchmark.
"""

import json
import logging
import os
import sys
import threading

os.environ.setdefault("MOTO_EC2_LOAD_DEFAULT_AMIS", "false")
os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
logging.getLogger("werkzeug").setLevel(logging.ERROR)

from moto import mock_aws
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server

from estate import plant


class QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, *_):
        """One line a request would be thousands."""


def main():
    options = json.loads(sys.stdin.readline())
    # Planted inside the process: about four times as fast as over HTTP.
    mock = mock_aws()
    mock.start()
    planted = plant(options["seed"], options["resources"], options["regions"])
    mock.stop(remove_data=False)
    with open(options["truth"], "w", encoding="utf-8") as file:
        json.dump(planted, file)
    server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=True, request_handler=QuietHandler)
    # What moto lacks would print a page each time; the proxy counts it.
    server.log = lambda *_: None
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"url": f"http://127.0.0.1:{server.server_port}"}), flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main()
