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

if vitest run --config vitest.conformance.config.ts "$@"; then
  echo "conformance: passed in $((SECONDS - started)) s"
else
  echo "conformance: FAILED after $((SECONDS - started)) s" >&2
  exit 1
fi
