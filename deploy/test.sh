#!/usr/bin/env bash
set -euo pipefail
# shellcheck source=deploy/lib/setup.sh
source "$(dirname -- "${BASH_SOURCE[0]}")/lib/setup.sh"

help() {
  cat <<END
Usage: deploy/test.sh [OPTION]...          sets up what is missing and runs every test
       deploy/test.sh bench [ARGUMENT]...  runs the benchmarks
       deploy/test.sh soak [MINUTES]       works for minutes (10 by default) and checks that nothing is lost and nothing grows
       deploy/test.sh chaos [N] [SEED]     kills a host N times while it works (200 by default), fills its disk and locks its file, and checks that nothing is lost
                                          and that what is promised within some seconds comes in time
       deploy/test.sh cluster [TURNS]      kills, replaces and separates silos and stops a database while they work (on 150 turns by default) and checks that all
                                          turns end, that nothing is lost and that it goes on in time; as root also in networks of their own
       deploy/test.sh cluster upgrade [COMMIT]
                                          replaces the silos of a commit (the one before this by default) by those of this one while they work

Options go to dotnet test, such as --filter FullyQualifiedName~Planning. Names what failed and what was skipped, with the reason, and
ends with a line "N passed, N failed, N skipped". Exits 1 if a test failed or none ran. Tests of what needs Orleans run wherever its
packages can be restored; JARVIS_PACKAGES names a folder of NuGet packages that is searched besides the package sources.
END
}

set_up() {
  require_sdk
  install_system_packages
  install_test_packages
  install_models tests
  install_lint
  install_clients
  say "Restoring packages ..."
  "${msbuild[@]}" -v:quiet -t:Restore "$root/Jarvis.Actors.sln" >&2 || fail "The packages could not be restored; see above."
  install_onnxruntime
}

build() {
  set_up
  say "Building ..."
  compile -v:minimal "$root/Jarvis.Actors.sln" | tee "$state/build.log" >&2 || fail "The build failed; see above."
}

bench() {
  local project=$root/tests/Jarvis.Benchmarks
  [[ -d $project ]] || fail "There are no benchmarks here: tests/Jarvis.Benchmarks is missing."
  alone set_up
  exec dotnet run -c Release --project "$project" -- "$@"
}

chaos() {
  local kills=${1:-200} seed=()
  [[ -z ${2-} ]] || seed=(--seed "$2")
  alone build
  "$root/tests/Jarvis.Chaos/bin/Release/net10.0/Jarvis.Chaos" --kills "$kills" "${seed[@]}"
  # On a machine that does nothing else, times are held to what is promised.
  JARVIS_STRICT_TIMES=1 exec dotnet test "$root/tests/Jarvis.EndToEnd.Tests" -c Release --no-build --nologo \
    --filter "FullyQualifiedName~TimerTests|FullyQualifiedName~DurabilityTests"
}

soak() {
  alone build
  exec "$root/tests/Jarvis.Soak/bin/Release/net10.0/Jarvis.Soak" "$@"
}

cluster_tests() {
  exec dotnet test "$root/tests/Jarvis.Orleans.Tests" -c Release --no-build --nologo --logger "console;verbosity=detailed" --filter "$1"
}

cluster() {
  alone build
  JARVIS_CLUSTER_TURNS=${1:-150} cluster_tests FullyQualifiedName~Tests.Silos
}

# build_silo COMMIT FOLDER
build_silo() {
  local commit=$1 folder=$2 runtime=deploy/onnxruntime/node_modules
  say "Building the silo of $commit ..."
  rm -rf "$folder"
  mkdir -p "$folder"
  git -C "$root" archive "$commit" | tar -x -C "$folder" || fail "There is no commit $commit here."
  [[ ! -d $root/$runtime ]] || ln -s "$root/$runtime" "$folder/$runtime"
  "${msbuild[@]}" -v:quiet -t:Restore "$folder/src/Jarvis.Silo" >&2 && compile -v:minimal "$folder/src/Jarvis.Silo" >&2 ||
    fail "The silo of $commit could not be built; see above."
}

upgrade() {
  local folder=$state/previous
  alone build
  alone build_silo "${1:-HEAD~1}" "$folder"
  JARVIS_CLUSTER_PREVIOUS=$folder/src/Jarvis.Silo/bin/Release/net10.0/jarvis-silo.dll cluster_tests FullyQualifiedName~UpgradeTests
}

# What a person wants to see of a test run as it goes.
progress() {
  grep --line-buffered -v -e '^ *$' -e '^Test run for ' -e '^VSTest version' -e '^Starting test execution' -e '^A total of ' \
    -e '^ *Left out: ' -e '^No test is available in ' -e '^Additionally, path to test adapters' -e '^No test matches' -e "^Data collector 'Blame'" -e '^Results File: ' -e '^Attachments:' -e '/Sequence_.*\.xml$' || true
}

# list TITLE OUTCOME: the tests that ended so.
list() {
  local title=$1 outcome=$2
  awk -F '\t' -v title="$title" -v outcome="$outcome" '
    $1 == outcome {
      if (!n++) print "\n" title
      gsub("\037", "\n      ", $3)
      print "  " $2 ($3 == "" ? "" : "\n      " $3)
    }' "$results/all"
}

count() {
  awk -F '\t' -v outcome="$1" '$1 == outcome { n++ } END { print n + 0 }' "$results/all"
}

case ${1-} in
  -h | --help) help; exit ;;
  bench) shift; bench "$@" ;;
  chaos) shift; chaos "$@" ;;
  soak) shift; soak "$@" ;;
  cluster)
    shift
    [[ ${1-} != upgrade ]] || { shift; upgrade "$@"; }
    cluster "$@"
    ;;
esac

alone build

mkdir -p "$root/artifacts/tests"
find "$root/artifacts/tests" -mindepth 1 -maxdepth 1 -mtime +0 -exec rm -rf {} +
results=$(mktemp -d "$root/artifacts/tests/XXXXXX")

say "Testing ..."
code=0
(cd -- "$root" && dotnet test Jarvis.Actors.sln -c Release --no-build --nologo -tl:off --results-directory "$results" \
  --blame-hang-timeout 5m --blame-hang-dump-type none "$@") 2>&1 | progress || code=$?

find "$results" -name '*.trx' -exec awk -f "$root/deploy/lib/trx.awk" {} + >"$results/all"
list "Skipped:" NotExecuted
grep -h '^ *Left out: ' "$state/build.log" || true
list "Failed:" Failed

passed=$(count Passed)
failed=$(count Failed)
if (( failed == 0 && code != 0 )); then
  printf '\nFailed:\n  A test run broke off; see above.\n'
  failed=1
fi
if (( passed + failed == 0 )); then
  printf '\nNo test ran.\n'
fi
printf '\n%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$(count NotExecuted)"
(( failed == 0 && passed > 0 )) || exit 1
