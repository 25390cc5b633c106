#!/usr/bin/env bash
# Asks `reticule serve` and nginx for the same feed in the same run, with wrk:
# answers with gzip, and 304s. Fails where serve gives less than 0.7 of nginx's
# rate in either. Needs nginx and wrk; everything is on loopback and ends with
# the script. Rounds alternate, and the best of each server counts: what other
# programs take from the machine they take from both.
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${ROUNDS:-3} seconds=${SECONDS_EACH:-4} least=${LEAST:-0.7}
for program in nginx wrk curl; do
	command -v "$program" >/dev/null || { echo "$program is not installed"; exit 1; }
done

dir=$(mktemp -d)
pids=()
trap 'for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done; wait; rm -rf "$dir"' EXIT
go build -o "$dir/reticule" ./cmd/reticule
"$dir/reticule" demo --once --dir "$dir/site" >/dev/null
find "$dir/site/public" -type f -name '*.xml' -exec gzip -k -9 {} +

cat >"$dir/nginx.conf" <<EOF
daemon off; pid $dir/nginx.pid; error_log $dir/error.log; worker_processes auto;
events { worker_connections 512; }
http {
	access_log off; keepalive_requests 1000000; gzip_static on; gzip_vary on; sendfile on; tcp_nopush on; open_file_cache max=100;
	types { application/rss+xml xml; }
	client_body_temp_path $dir/b; proxy_temp_path $dir/p; fastcgi_temp_path $dir/f; uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
	server { listen 127.0.0.1:18482; root $dir/site/public; add_header Cache-Control max-age=3600; }
}
EOF
chmod 755 "$dir"
nginx -c "$dir/nginx.conf" 2>/dev/null & pids+=($!)
"$dir/reticule" serve --config "$dir/site/config.toml" --listen 127.0.0.1:18481 2>/dev/null & pids+=($!)

declare -A at=([serve]=18481 [nginx]=18482) best
path=/micro-bags/rss.xml
for who in serve nginx; do
	curl -sf --retry 50 --retry-connrefused --retry-delay 1 -o /dev/null "http://127.0.0.1:${at[$who]}$path"
done

# rate WHO HEADER…: answers in a second
rate() {
	local who=$1
	shift
	wrk -t2 -c16 -d"${seconds}s" -H 'Accept-Encoding: gzip' "$@" "http://127.0.0.1:${at[$who]}$path" | awk '/Requests\/sec/ { printf "%d", $2 } /Non-2xx/ { bad = 1 } END { exit bad }'
}

for ((i = 0; i < rounds; i++)); do
	for who in serve nginx; do
		tag=$(curl -s -D - -o /dev/null -H 'Accept-Encoding: gzip' "http://127.0.0.1:${at[$who]}$path" | tr -d '\r' | awk 'tolower($1) == "etag:" { print $2 }')
		code=$(curl -s -o /dev/null -w '%{http_code}' -H 'Accept-Encoding: gzip' -H "If-None-Match: $tag" "http://127.0.0.1:${at[$who]}$path")
		[ "$code" = 304 ] || { echo "$who answers $code to its own tag $tag"; exit 1; }
		for kind in gzip 304; do
			if [ "$kind" = gzip ]; then r=$(rate "$who"); else r=$(rate "$who" -H "If-None-Match: $tag"); fi
			[ "$r" -gt "${best[$who$kind]:-0}" ] && best[$who$kind]=$r
		done
	done
done

status=0
for kind in gzip 304; do
	awk -v kind="$kind" -v a="${best[serve$kind]}" -v b="${best[nginx$kind]}" -v least="$least" 'BEGIN {
		printf "%-4s serve %d/s, nginx %d/s, ratio %.2f\n", kind, a, b, a / b
		exit a / b < least }' || status=1
done
exit $status
