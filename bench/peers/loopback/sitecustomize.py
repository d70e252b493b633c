"""The S3 control API is asked at ACCOUNT.HOST, which is no name for an address: such a host is the address itself."""

import re
import socket

resolve = socket.getaddrinfo


def resolve_loopback(host, *more, **named):
    if isinstance(host, str):
        host = re.sub(r"^\d{12}\.(?=127\.0\.0\.1$)", "", host)
    return resolve(host, *more, **named)


socket.getaddrinfo = resolve_loopback
