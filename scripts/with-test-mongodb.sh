#!/usr/bin/env bash
# Runs a command with HOCBA_TEST_MONGODB_URL naming a server that speaks MongoDB's wire protocol, and ends with the command's status:
#
#   bash scripts/with-test-mongodb.sh npm test -- test/contract
#
# A URL that is already set is used as it is. Otherwise a server is built from its package, once, into a folder of its own
# (HOCBA_TEST_MONGODB_HOME, by default below ~/.cache), started on a free port of this machine with a new data folder, and
# stopped at the end. Where that cannot be, the reason is printed and the command runs without: its tests on MongoDB are
# skipped. Building needs cargo, cmake and a C compiler. What the server can and cannot do is in docs/operating.md.
#
# HOCBA_TEST_MONGODB_FLAGS has more flags for the server: --sync-on-commit makes it keep what it acknowledged through kill -9.
set -uo pipefail

if (($# == 0)); then
  echo 'usage: with-test-mongodb.sh COMMAND [ARGUMENT...]' >&2
  exit 2
fi

package=secantus-mdb
version=0.5.3-beta.196
build_seconds_max=1500
home=${HOCBA_TEST_MONGODB_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/hocba-test-mongodb-$version}
server=$home/bin/secantusd-rs
run=''
pid=''

without() {
  echo "tests on MongoDB are skipped: $1" >&2
  unset HOCBA_TEST_MONGODB_URL
}

install_server() {
  [[ -x $server ]] && return
  local tool
  for tool in cargo cmake cc; do
    command -v "$tool" >/dev/null || { without "there is no $tool to build the server with"; return 1; }
  done
  mkdir -p "$home"
  # Of two runs that would build at once, the second waits for the first.
  exec 9>"$home/lock"
  flock --timeout "$build_seconds_max" 9 || { without "another run is still building $home"; return 1; }
  [[ -x $server ]] || build_server || {
    without "$package $version cannot be built in $build_seconds_max s; $home/log ends with: $(tail -n 1 "$home/log")"
    return 1
  }
  exec 9>&-
}

# It is not the fastest server that is wanted, but a fast build: seven minutes of one processor, with the package's own settings
# far more. The package names a newer compiler than it needs.
build_server() {
  echo "building $package $version for the tests on MongoDB, once: some minutes" >&2
  CARGO_PROFILE_RELEASE_LTO=false CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_OPT_LEVEL=1 \
    timeout --kill-after=10 "$build_seconds_max" cargo install "$package" --version "$version" --locked \
    --ignore-rust-version --no-default-features --features bin --root "$home" >"$home/log" 2>&1 </dev/null
}

# The server chooses the port and prints it: a port that was free a moment ago may be taken by then. What a transaction writes must fit into
# a tenth of the cache; beyond that it stands still until its minute is over.
start_server() {
  local port
  run=$(mktemp -d -t hocba-test-mongodb-XXXXXX)
  # shellcheck disable=SC2086 # several flags in one variable
  "$server" --host 127.0.0.1 --port 0 --storage-path "$run/data" --cache-size 2G --log-level WARNING \
    ${HOCBA_TEST_MONGODB_FLAGS:-} >"$run/log" 2>&1 </dev/null &
  pid=$!
  for ((tenths = 0; tenths < 300; tenths++)); do
    port=$(sed -nE 's/.*127\.0\.0\.1:([0-9]+).*/\1/p' "$run/log" | head -n 1)
    if [[ -n $port ]] && (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      export HOCBA_TEST_MONGODB_URL="mongodb://127.0.0.1:$port/?directConnection=true"
      # For measurements of the server itself.
      export HOCBA_TEST_MONGODB_PID=$pid HOCBA_TEST_MONGODB_DATA=$run/data
      return
    fi
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.1
  done
  without "the server did not start: $(tail -n 1 "$run/log")"
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

if [[ -z ${HOCBA_TEST_MONGODB_URL:-} ]]; then
  install_server && start_server
fi
[[ -n ${HOCBA_TEST_MONGODB_URL:-} ]] && echo "tests on MongoDB run on $HOCBA_TEST_MONGODB_URL" | sed 's#//[^@/]*@#//#' >&2
"$@"
