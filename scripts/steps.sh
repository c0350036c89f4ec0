# shellcheck shell=bash
# Sourced by the scripts: one line on standard error per step that takes long, everything else into build/logs.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs="$root/build/logs"
mkdir -p "$logs"
# A clone elsewhere finds what another one compiled.
export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1
cd "$root"

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

# step "What is done" LOG COMMAND...: says so when it takes more than two seconds; shows the end of its log when it fails.
step() {
  local title=$1 log="$logs/$2.log" notice status=0
  shift 2
  (sleep 2 && say "$title") >/dev/null &
  notice=$!
  "$@" >"$log" 2>&1 || status=$?
  kill "$notice" 2>/dev/null || true
  wait "$notice" 2>/dev/null || true
  ((status == 0)) && return
  tail -n 40 "$log" >&2
  fail "Failed: $title (all of it in ${log#"$root"/})"
}
