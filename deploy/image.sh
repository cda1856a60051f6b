#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=deploy/lib/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/setup.sh"

context=$root/artifacts/image

help() {
  cat <<END
Usage: deploy/image.sh [TAG]      builds the container image of a silo (jarvis-silo:0.1.0 by default)
       deploy/image.sh --context  only lays out what goes into it, in artifacts/image, for another builder

Needs Docker, or another builder that reads a Dockerfile; with it: \$JARVIS_BUILDER (docker by default).
END
}

lay_out() {
  require_sdk
  install_models run
  rm -rf "$context"
  mkdir -p "$context"
  say "Publishing ..."
  install_onnxruntime
  (cd -- "$root" && dotnet publish src/Jarvis.Silo -c Release -r linux-x64 --self-contained -v:quiet --nologo -tl:off \
    -p:DebugType=none -p:UseSharedCompilation=false -o "$context/app") >&2 || fail "It could not be published; see above."
  [[ -x $context/app/jarvis-silo ]] || fail "The silo was left out, for a package of Orleans is in no package source (see above)."
  mkdir "$context/models"
  [[ ! -d $root/deploy/models/node_modules ]] || cp -R "$root/deploy/models/node_modules/." "$context/models"
  cp "$root/deploy/container/Dockerfile" "$context"
}

case ${1-} in
  -h | --help) help; exit ;;
  --context) alone lay_out; exit ;;
esac

builder=${JARVIS_BUILDER:-docker}
command -v "$builder" >/dev/null || fail "$builder is not installed. Install it, name another in JARVIS_BUILDER, or run deploy/image.sh --context."
alone lay_out
exec "$builder" build -t "${1:-jarvis-silo:0.1.0}" "$context"
