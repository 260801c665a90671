#!/bin/sh
# One client of the workload: works on the store at $ADDRESS for $TRAFFIC_SECONDS, reads once more, and ends. Its history, an
# event a line, becomes $RESULTS/$CLIENT_NAME.jsonl and is printed at the end; its exit code is the client's own.
set -eu

here=$(cd "$(dirname "$0")/.." && pwd)
orders=$(mktemp -d)/orders
mkfifo "$orders"

# the end of the orders would end the client at once, so the last one is followed by a pause
{
    sleep "$TRAFFIC_SECONDS"
    echo stop
    sleep 5
    echo final
    sleep 60
} >"$orders" &

# the lock recipe is left out: it writes to a guarded resource, which a runner opens
specification=$(printf '{"name":"%s","address":"%s","recipes":["config","election"],"seed":%s,"ledger":"","fenced":true,%s}' \
    "$CLIENT_NAME" "$ADDRESS" "$SEED" '"holdMs":100,"termMs":1500,"putEveryMs":100,"lateMs":0,"forgetful":false')

code=0
java -Xmx96m -XX:+UseSerialGC -XX:-UsePerfData -Dsun.net.inetaddr.ttl=1 -Dsun.net.inetaddr.negative.ttl=1 \
    -Dlogback.configurationFile=client-logback.xml -cp "$here/target/chaos-scenarios.jar" \
    dev.holdfast.chaos.workload.ClientMain "$specification" \
    <"$orders" >"$RESULTS/$CLIENT_NAME.jsonl" || code=$?
kill $! 2>/dev/null || true
cat "$RESULTS/$CLIENT_NAME.jsonl"
exit "$code"
