#!/bin/sh
# Names that the service `site` has found for this machine become the names of the certificate.
set -eu
LAN_ADDRESS="$(cat /site/address)"
LAN_SITES="$(cat /site/sites)"
export LAN_ADDRESS LAN_SITES
exec "$@"
