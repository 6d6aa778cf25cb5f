#!/bin/bash
# The installed form works: all headers with all libraries, and the example on a log without an end.
# install_test.sh BUILD_DIR CXX
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
build=$1
export CXX=$2

work=$(mktemp -d "${TMPDIR:-/tmp}/sitedex-install.XXXXXX")
trap 'rm -rf "$work"' EXIT
export CMAKE_PREFIX_PATH=$work/prefix CMAKE_GENERATOR=Ninja

cmake --install "$build" --prefix "$work/prefix" >"$work/log"

targets=$(find "$work/prefix" -name sitedexTargets.cmake)
rooms=$(sed -n 's/^add_library(\(sitedex::[a-z]*\) .*/\1/p' "$targets" | tr '\n' ' ')
[ -n "$rooms" ] || { echo "no library was installed" >&2; exit 1; }
mkdir "$work/user"
cat >"$work/user/CMakeLists.txt" <<CMAKE
cmake_minimum_required(VERSION 3.25)
project(user LANGUAGES CXX)
find_package(sitedex REQUIRED)
add_executable(user main.cpp)
target_link_libraries(user PRIVATE $rooms)
CMAKE
(cd "$work/prefix/include/sitedex" && find . -name '*.hpp' -printf '#include "%P"\n' | sort) >"$work/user/main.cpp"
echo 'int main() {}' >>"$work/user/main.cpp"
cmake -S "$work/user" -B "$work/user-build" >"$work/log" || { cat "$work/log"; exit 1; }
cmake --build "$work/user-build"

cmake -S "$root/examples/generators" -B "$work/example" >"$work/log" || { cat "$work/log"; exit 1; }
cmake --build "$work/example"

log_line() { echo "::1 - - [10/Oct/2026:13:$1 +0000] \"GET /$2 HTTP/1.1\" $3 87"; }
log() {
  for second in 00 11 22 33 44; do log_line "01:$second" slow 503; done
  log_line 02:10 first 500
  for second in 11 12 13; do log_line "02:$second" next 502; done
  log_line 02:14 fine 200
  log_line 02:15 last 503
  yes 'and so on'
}
found=$(log | "$work/example/bursts" 1 || true)
expected="1. $(log_line 02:10 first 500)"
[ "$found" = "$expected" ] || { printf 'expected: %s\nfound:    %s\n' "$expected" "$found" >&2; exit 1; }
