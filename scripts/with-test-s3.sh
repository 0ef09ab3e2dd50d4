#!/usr/bin/env bash
# Runs a command with HOCBA_TEST_S3_ENDPOINT naming a server that speaks S3, and ends with the command's status:
#
#   bash scripts/with-test-s3.sh npm test -- test/contract/files.test.ts test/http/content/files-in-s3.test.ts
#
# An endpoint that is already set is used as it is, with the keys in HOCBA_TEST_S3_ACCESS_KEY_ID and HOCBA_TEST_S3_SECRET_ACCESS_KEY; the tests
# make buckets of their own there and remove them. Otherwise a server is built from its module, once, into a folder of its own
# (HOCBA_TEST_S3_HOME, by default below ~/.cache), started on a free port of this machine with a new data folder, and stopped
# at the end. Where that cannot be, the reason is printed and the command runs without: its tests on S3 are skipped. Building needs go.
set -uo pipefail

if (($# == 0)); then
  echo 'usage: with-test-s3.sh COMMAND [ARGUMENT...]' >&2
  exit 2
fi

module=github.com/versity/versitygw
version=v1.8.0
build_seconds_max=900
home=${HOCBA_TEST_S3_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/hocba-test-s3-$version}
server=$home/bin/versitygw
run=''
pid=''

without() {
  echo "tests on S3 are skipped: $1" >&2
  unset HOCBA_TEST_S3_ENDPOINT
}

install_server() {
  [[ -x $server ]] && return
  command -v go >/dev/null || { without 'there is no go to build the server with'; return 1; }
  mkdir -p "$home"
  # Of two runs that would build at once, the second waits for the first.
  exec 9>"$home/lock"
  flock --timeout "$build_seconds_max" 9 || { without "another run is still building $home"; return 1; }
  [[ -x $server ]] || build_server || {
    without "$module $version cannot be built in $build_seconds_max s; $home/log ends with: $(tail -n 1 "$home/log")"
    return 1
  }
  exec 9>&-
}

build_server() {
  echo "building $module $version for the tests on S3, once: a minute or two" >&2
  CGO_ENABLED=0 GOBIN=$home/bin timeout --kill-after=10 "$build_seconds_max" \
    go install -trimpath -ldflags='-s -w' "$module/cmd/versitygw@$version" >"$home/log" 2>&1 </dev/null
}

# A port that was free a moment ago may be taken by then: so several are tried. Metadata stay beside the files, since not every file system
# takes extended attributes.
start_server() {
  run=$(mktemp -d -t hocba-test-s3-XXXXXX)
  mkdir "$run/buckets" "$run/sidecar"
  export HOCBA_TEST_S3_ACCESS_KEY_ID=hocba-test HOCBA_TEST_S3_SECRET_ACCESS_KEY=hocba-test-secret
  for ((try = 0; try < 5; try++)); do
    start_on $((20000 + RANDOM % 12000)) && return
  done
  without "the server did not start: $(tail -n 1 "$run/log")"
}

start_on() {
  local port=$1
  "$server" --port "127.0.0.1:$port" --access "$HOCBA_TEST_S3_ACCESS_KEY_ID" --secret "$HOCBA_TEST_S3_SECRET_ACCESS_KEY" \
    --quiet --keep-alive posix --sidecar "$run/sidecar" "$run/buckets" >"$run/log" 2>&1 </dev/null &
  pid=$!
  for ((tenths = 0; tenths < 300; tenths++)); do
    kill -0 "$pid" 2>/dev/null || return 1
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      export HOCBA_TEST_S3_ENDPOINT="http://127.0.0.1:$port"
      return
    fi
    sleep 0.1
  done
  return 1
}

stop_server() {
  if [[ -n $pid ]]; then
    kill "$pid" 2>/dev/null
    for ((tenths = 0; tenths < 100; tenths++)); do
      kill -0 "$pid" 2>/dev/null || break
      sleep 0.1
    done
    kill -9 "$pid" 2>/dev/null
    wait "$pid" 2>/dev/null
  fi
  [[ -n $run ]] && rm -r "$run"
}

trap stop_server EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [[ -z ${HOCBA_TEST_S3_ENDPOINT:-} ]]; then
  install_server && start_server
fi
[[ -n ${HOCBA_TEST_S3_ENDPOINT:-} ]] && echo "tests on S3 run on $HOCBA_TEST_S3_ENDPOINT" >&2
"$@"
