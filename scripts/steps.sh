# Sourced by the scripts: one line on standard error per step that takes a while, everything else into build/logs.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
logs="$root/build/logs"
mkdir -p "$logs"
cd "$root"

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

# step "What is done" LOG COMMAND...: quiet when it works; shows the end of its log when it does not.
step() {
  local title=$1 log="$logs/$2.log"
  shift 2
  say "$title"
  if ! "$@" >"$log" 2>&1; then
    tail -n 40 "$log" >&2
    fail "Failed: $title (all of it in ${log#"$root"/})"
  fi
}
