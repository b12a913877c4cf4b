#!/bin/sh
# Fetches what the volume lacks of $MODELS, one after the other, and says at the end what did not come.
set -u
missing=""
node --import tsx models/prepare/main.ts || missing=" (the parts of the relay)"
for name in $MODELS; do
  node --import tsx models/fetch/main.ts get "$name" || missing="$missing $name"
done
if [ -n "$missing" ]; then
  echo "Not fetched:$missing. The lines above say why; docker compose up models tries again." >&2
  exit 1
fi
