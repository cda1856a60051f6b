#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=deploy/lib/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/setup.sh"

silo=$root/src/Jarvis.Silo/bin/Release/net10.0/jarvis-silo
port=${JARVIS_CLUSTER_PORT:-21000}

help() {
  cat <<END
Usage: deploy/cluster.sh [--once]
       deploy/cluster.sh --help

Shows a cluster on this machine: a PostgreSQL of its own and three silo processes, two that hold conversations and let clients in, and one
that is said to have a GPU. Then asks it to read a receipt and to draw its edges; the model for edges is one that needs that GPU. Runs until
Ctrl-C, and leaves nothing behind; with --once it ends after the answer.

Needs PostgreSQL 15 or later (Debian: postgresql, installed here when you are root), curl, and Orleans' packages. It listens on this machine
only, on nine ports from \$JARVIS_CLUSTER_PORT (21000 by default).
END
}

postgres_bin() {
  local bin
  bin=$(find /usr/lib/postgresql -maxdepth 3 -name pg_ctl 2>/dev/null | sort -V | tail -n 1)
  if [[ -n $bin ]]; then
    dirname -- "$bin"
  elif command -v pg_ctl >/dev/null; then
    dirname -- "$(readlink -f -- "$(command -v pg_ctl)")"
  fi
}

install_postgres() {
  [[ -z $(postgres_bin) ]] || return 0
  if command -v apt-get >/dev/null && (( EUID == 0 )); then
    say "Installing with apt-get: postgresql ..."
    attempt apt-postgresql postgresql apt_install postgresql || fail "PostgreSQL could not be installed."
  else
    fail "PostgreSQL is not installed. Install version 15 or later, such as: sudo apt-get install postgresql"
  fi
}

set_up() {
  require_sdk
  command -v curl >/dev/null || fail "curl is not installed. Install it, such as: sudo apt-get install curl"
  install_postgres
  install_system_packages
  install_models run
  say "Building ..."
  "${msbuild[@]}" -v:quiet -t:Restore "$root/src/Jarvis.Silo" >&2 || fail "The packages could not be restored; see above."
  install_onnxruntime
  compile -v:minimal "$root/src/Jarvis.Silo" >&2 || fail "The build failed; see above."
  [[ -x $silo ]] || fail "The cluster was left out, for a package of Orleans is in no package source (see above). Set JARVIS_PACKAGES to a folder that has it."
}

# PostgreSQL does not run as root.
as_postgres() {
  if (( EUID == 0 )); then
    (cd / && runuser -u postgres -- "$@")
  else
    "$@"
  fi
}

start_postgres() {
  say "Starting PostgreSQL ..."
  mkdir "$folder/db" "$folder/resources" "$folder/logs"
  (( EUID != 0 )) || { chown postgres "$folder/db" && chmod 711 "$folder"; }
  as_postgres "$bin/initdb" -D "$folder/db/data" -U jarvis -A trust -E UTF8 --locale C.UTF-8 >"$folder/logs/initdb" 2>&1 ||
    fail "The database could not be made; see $(cat "$folder/logs/initdb")"
  as_postgres "$bin/pg_ctl" -D "$folder/db/data" -l "$folder/db/log" -w -o "-c listen_addresses='' -c unix_socket_directories='$folder/db'" start >/dev/null ||
    fail "PostgreSQL did not start: $(tail -n 5 "$folder/db/log")"
  export Jarvis__Silo__Database="Host=$folder/db;Username=jarvis;Database=postgres"
  export Jarvis__Silo__Resources="$folder/resources"
  export Jarvis__Catalog__Directory="$root/deploy/cluster/cards"
}

# start NUMBER NAME SETTING=VALUE...
start() {
  local number=$1 name=$2
  shift 2
  say "Starting silo $name ..."
  env "Jarvis__Silo__SiloPort=$((port + number))" "Jarvis__Silo__GatewayPort=$((port + 3 + number))" \
    "Jarvis__Silo__Health=http://127.0.0.1:$((port + 6 + number))" "$@" "$silo" >"$folder/logs/$name" 2>&1 &
  pids+=($!)
  curl --silent --fail --output /dev/null --retry 60 --retry-delay 1 --retry-all-errors "http://127.0.0.1:$((port + 6 + number))/health/ready" ||
    fail "Silo $name did not get ready: $(tail -n 10 "$folder/logs/$name")"
}

ask() {
  say "$ jarvis-silo ask \"$1\" ${2#"$root"/}"
  "$silo" ask "$@" | cut -c 1-200
}

stop() {
  trap - EXIT
  say "Stopping ..."
  (( ${#pids[@]} == 0 )) || kill "${pids[@]}" 2>/dev/null || true
  wait
  [[ ! -f $folder/db/data/postmaster.pid ]] || as_postgres "$bin/pg_ctl" -D "$folder/db/data" -m fast -w stop >/dev/null || true
  rm -rf "$folder"
}

once=false
case ${1-} in
  -h | --help) help; exit ;;
  --once) once=true ;;
  "") ;;
  *) help >&2; exit 2 ;;
esac

alone set_up
bin=$(postgres_bin)
pids=()
# A socket's path has to be short.
folder=$(mktemp -d /tmp/jarvis-cluster-XXXXXX)
trap stop EXIT
start_postgres
start 0 first
start 1 second
start 2 gpu Jarvis__Silo__Roles__0=Gpu Jarvis__Silo__Devices__0__Id=cuda:0 Jarvis__Silo__Devices__0__Labels__0=simulated
ask "Read what the receipt in receipt.png says and draw its edges" "$root/deploy/samples/receipt.png"
$once && exit
cat >&2 <<END

The cluster runs. To ask it more, in another shell:
  export Jarvis__Silo__Database='$Jarvis__Silo__Database' Jarvis__Silo__Resources='$Jarvis__Silo__Resources'
  $silo ask "…" [FILE]...
How each silo is doing: curl http://127.0.0.1:$((port + 6))/health/ready. Their logs are in $folder/logs. Ctrl-C ends it.
END
wait
