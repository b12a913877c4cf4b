#!/bin/sh
# Tells the relay where devices of the local network find it, as far as the service `site` has found that out.
set -eu
if [ -z "${PUBLIC_URL:-}" ] && [ -r /site/address ]; then
  PUBLIC_URL="https://$(cat /site/address)"
  export PUBLIC_URL
fi
exec "$@"
