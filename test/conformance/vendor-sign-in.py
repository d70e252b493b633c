"""Signs in with azure-identity or google-auth as standard input says; every request goes to one address, with where it was meant for in a header."""

import contextlib
import json
import os
import sys
import urllib.parse

import requests

asked = json.load(sys.stdin)
os.environ.update(asked["environment"])
google_scope = "https://www.googleapis.com/auth/cloud-platform"


class Redirected(requests.adapters.HTTPAdapter):
    def send(self, request, **words):
        meant = urllib.parse.urlsplit(request.url)
        request.headers["x-meant-for"] = f"{meant.scheme}://{meant.netloc}"
        request.url = asked["url"] + urllib.parse.urlunsplit(("", "", meant.path, meant.query, ""))
        return super().send(request, **{**words, "verify": False})


class Session(requests.Session):
    def get_adapter(self, url):
        return Redirected()


def azure(way):
    from azure.core import AzureClouds
    from azure.core.pipeline.transport import RequestsTransport
    from azure.identity import CertificateCredential, ChainedTokenCredential, ClientSecretCredential, ManagedIdentityCredential, WorkloadIdentityCredential
    from azure.mgmt.core.tools import get_arm_endpoints

    cloud = AzureClouds[asked["cloud"]]
    scope = get_arm_endpoints(cloud)["credential_scopes"][0]
    plain = {"transport": RequestsTransport(session=Session(), session_owner=False)}
    words = {"authority": asked["authority"], "disable_instance_discovery": True, **plain}
    who = (asked.get("tenant"), asked.get("client"))
    if way == "secret":
        credential = ClientSecretCredential(*who, asked["secret"], **words)
    elif way == "certificate":
        credential = CertificateCredential(*who, certificate_data=asked["pem"].encode(), **words)
    elif way == "workload":
        credential = WorkloadIdentityCredential(tenant_id=who[0], client_id=who[1], token_file_path=asked["tokenFile"], **words)
    else:
        # In a chain it looks first whether there is a metadata service.
        credential = ChainedTokenCredential(ManagedIdentityCredential(client_id=who[1], **plain))
    return credential.get_token(scope).token


def google(way):
    import google.auth
    import google.auth.transport.requests
    from google.auth import compute_engine

    request = google.auth.transport.requests.Request(session=Session())
    if way == "metadata":
        credential = compute_engine.Credentials(scopes=[google_scope])
    else:
        file = json.loads(asked["file"])
        # A person is asked for no scope: what they agreed to at `gcloud auth` may be narrower, and asking for more is refused.
        credential, _ = google.auth.load_credentials_from_dict(file, scopes=None if file["type"] == "authorized_user" else [google_scope], request=request)
    # Of federation it had to have a token already, to look for the project.
    if not credential.token:
        credential.refresh(request)
    return credential.token


# What the libraries print is no part of the answer.
with contextlib.redirect_stdout(sys.stderr):
    token = {"azure": azure, "google": google}[sys.argv[1]](sys.argv[2])
json.dump(token, sys.stdout)
