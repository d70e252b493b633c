#!/usr/bin/env bash
# The tests against software of others: moto, PostgreSQL, a browser, strace, kill -9. For a Debian machine after `npm ci`;
# installs what is missing. Further words go to vitest, e.g. `.ci/conformance.sh test/conformance/moto.test.ts`.
set -euo pipefail
cd "$(dirname "$0")/.."
export PATH="$PWD/node_modules/.bin:$PATH"
export CI=true
started=$SECONDS

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }
fail() { echo "conformance: $1" >&2; exit 1; }

command -v vitest > /dev/null || fail 'node_modules is missing: run npm ci first.'

missing=()
command -v chromium > /dev/null || missing+=(chromium)
command -v strace > /dev/null || missing+=(strace)
compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || missing+=(postgresql)

# MOTO_PYTHON names a Python that has moto; else one is made outside of the repository and used again.
python="${MOTO_PYTHON:-}"
has_moto() { "$1" -c 'import moto, boto3, freezegun, flask' 2> /dev/null; }
if [ -z "$python" ]; then
  venv="${TMPDIR:-/tmp}/roundsman-moto-$(id -u)"
  python="$venv/bin/python"
  if ! { [ -O "$venv" ] && has_moto "$python"; }; then
    python3 -c 'import ensurepip, venv' 2> /dev/null || missing+=(python3-venv)
  fi
fi

if [ "${#missing[@]}" -gt 0 ]; then
  command -v apt-get > /dev/null || fail "install ${missing[*]} first: this machine has no apt-get."
  echo "conformance: installing ${missing[*]}"
  as_root apt-get update -qq || fail 'apt-get update failed.'
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" > /dev/null || fail "apt-get could not install ${missing[*]}."
fi

if ! has_moto "$python"; then
  [ -z "${MOTO_PYTHON:-}" ] || fail "MOTO_PYTHON ($MOTO_PYTHON) has no moto[server], boto3 and freezegun."
  echo "conformance: making $venv"
  rm -rf "$venv"
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check 'moto[server]==5.2.5' 'boto3==1.44.5' 'freezegun==1.5.5' || fail 'pip could not install moto.'
fi
export MOTO_PYTHON="$python"

# The vendors' own packages, whose descriptions judge what is asked of Azure and Google Cloud; CLOUDS_PYTHON and CLOUDS_OLDER
# name them where they are already there. Older releases know the versions that are asked for beside the newest.
vendors="${TMPDIR:-/tmp}/roundsman-vendors-$(id -u)"
clouds="${CLOUDS_PYTHON:-$vendors/bin/python}"
if ! "$clouds" -c 'import googleapiclient, google.auth, azure.identity, azure.mgmt.compute, azure.mgmt.resource.locks' 2> /dev/null || [ ! -d "${CLOUDS_OLDER:-$vendors/older}" ]; then
  [ -z "${CLOUDS_PYTHON:-}" ] || fail "CLOUDS_PYTHON ($CLOUDS_PYTHON) or CLOUDS_OLDER lacks the vendors' packages."
  echo "conformance: making $vendors"
  rm -rf "$vendors"
  python3 -m venv "$vendors"
  "$vendors/bin/pip" install --quiet --disable-pip-version-check \
    'azure-identity==1.27.0' \
    'azure-mgmt-authorization==4.0.0' \
    'azure-mgmt-compute==39.0.0' \
    'azure-mgmt-containerregistry==15.0.0' \
    'azure-mgmt-containerservice==41.8.0' \
    'azure-mgmt-cosmosdb==10.0.0' \
    'azure-mgmt-keyvault==14.1.0' \
    'azure-mgmt-loganalytics==14.0.0' \
    'azure-mgmt-managementgroups==2.0.0' \
    'azure-mgmt-monitor==7.0.0' \
    'azure-mgmt-msi==7.1.0' \
    'azure-mgmt-network==33.1.0' \
    'azure-mgmt-rdbms==10.1.1' \
    'azure-mgmt-recoveryservices==4.3.0' \
    'azure-mgmt-recoveryservicesbackup==11.2.0' \
    'azure-mgmt-redis==14.5.0' \
    'azure-mgmt-reservations==3.0.0' \
    'azure-mgmt-resource==26.0.0' \
    'azure-mgmt-resource-locks==1.0.0' \
    'azure-mgmt-resourcegraph==8.0.1' \
    'azure-mgmt-sql==4.0.0' \
    'azure-mgmt-storage==25.3.0' \
    'azure-mgmt-subscription==3.1.1' \
    'azure-mgmt-web==11.0.1' \
    'google-api-python-client==2.202.0' \
    'google-auth==2.62.2' \
    'requests==2.34.2' || fail "pip could not install the vendors' packages."
  "$vendors/bin/pip" install --quiet --disable-pip-version-check --no-deps --target "$vendors/older" \
    'azure-mgmt-compute==30.3.0' \
    'azure-mgmt-network==25.1.0' \
    'azure-mgmt-storage==21.1.0' \
    'azure-mgmt-web==7.2.0' \
    'azure-mgmt-keyvault==10.3.0' \
    'azure-mgmt-containerservice==27.0.0' \
    'azure-mgmt-authorization==4.0.0' \
    'azure-mgmt-resource==23.1.1' \
    'azure-mgmt-redis==14.3.0' \
    'azure-mgmt-containerregistry==10.3.0' \
    'azure-mgmt-cosmosdb==9.5.1' \
    'azure-mgmt-recoveryservices==2.5.0' \
    'azure-mgmt-recoveryservicesbackup==9.0.0' \
    'azure-mgmt-msi==7.0.0' \
    'azure-mgmt-monitor==6.0.2' \
    'azure-mgmt-loganalytics==13.0.0b7' \
    'azure-mgmt-reservations==2.3.0' || fail "pip could not install older releases of the vendors' packages."
fi
export CLOUDS_PYTHON="$clouds"
export CLOUDS_OLDER="${CLOUDS_OLDER:-$vendors/older}"

if vitest run --config vitest.conformance.config.ts "$@"; then
  echo "conformance: passed in $((SECONDS - started)) s"
else
  echo "conformance: FAILED after $((SECONDS - started)) s" >&2
  exit 1
fi
