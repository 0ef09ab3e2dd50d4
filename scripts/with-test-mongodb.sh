#!/usr/bin/env bash
# Runs a command with HOCBA_TEST_MONGODB_URL naming a server that speaks MongoDB's wire protocol, and ends with the command's status:
#
#   bash scripts/with-test-mongodb.sh npm test -- test/contract
#
# A URL that is already set is used as it is. Otherwise the server of scripts/test-mongodb.txt is installed into a folder of its own
# (HOCBA_TEST_MONGODB_HOME, by default below ~/.cache), started on a free port of this machine with a new data folder, and
# stopped at the end. Where that cannot be, the reason is printed and the command runs without: its tests on MongoDB are
# skipped. What the server can and cannot do is in docs/operating.md.
#
# HOCBA_TEST_MONGODB_FLAGS has more flags for the server: --sync-on-commit makes it keep what it acknowledged through kill -9.
set -uo pipefail

if (($# == 0)); then
  echo 'usage: with-test-mongodb.sh COMMAND [ARGUMENT...]' >&2
  exit 2
fi

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# A change of the versions is a new folder.
versions=$(cksum <"$here/test-mongodb.txt" | cut -d ' ' -f 1)
home=${HOCBA_TEST_MONGODB_HOME:-${XDG_CACHE_HOME:-$HOME/.cache}/hocba-test-mongodb-$versions}
server=$home/bin/secantusd-py
run=''
pid=''

without() {
  echo "tests on MongoDB are skipped: $1" >&2
  unset HOCBA_TEST_MONGODB_URL
}

install_server() {
  [[ -e $home/complete ]] && return
  command -v python3 >/dev/null || { without 'there is no python3'; return 1; }
  mkdir -p "$(dirname "$home")"
  # Of two runs that would install at once, the second waits for the first.
  exec 9>"$home.lock"
  flock --timeout 300 9 || { without "another run has been installing into $home for 300 s"; return 1; }
  if [[ ! -e $home/complete ]]; then
    timeout 60 python3 -m venv --clear "$home" >"$home.log" 2>&1 &&
      timeout 300 "$home/bin/pip" install --quiet --disable-pip-version-check --no-deps --only-binary=:all: \
        --requirement "$here/test-mongodb.txt" >>"$home.log" 2>&1 &&
      touch "$home/complete" || {
      without "the server of scripts/test-mongodb.txt cannot be installed: $(tail -n 1 "$home.log")"
      return 1
    }
  fi
  exec 9>&-
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

start_server() {
  local port
  run=$(mktemp -d -t hocba-test-mongodb-XXXXXX)
  port=$(free_port)
  # shellcheck disable=SC2086 # several flags in one variable
  "$server" --host 127.0.0.1 --port "$port" --storage-path "$run/data" --log-level WARNING --enable-test-commands \
    ${HOCBA_TEST_MONGODB_FLAGS:-} >"$run/log" 2>&1 &
  pid=$!
  for ((tenths = 0; tenths < 300; tenths++)); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then
      export HOCBA_TEST_MONGODB_URL="mongodb://127.0.0.1:$port/?directConnection=true"
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
