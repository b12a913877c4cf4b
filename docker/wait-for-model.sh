#!/bin/sh
# Starts the server once its model is there. Until then the health check fails and the relay does without.
set -eu
while [ ! -f "$MODEL_FILE" ]; do
  echo "Waiting for $MODEL_FILE. docker compose logs models shows how far it is."
  sleep 10 &
  wait $!
done
exec "$@"
