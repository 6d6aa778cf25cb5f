#!/bin/bash
# The Debian package has what a service needs, where it belongs, and its program runs from where it was unpacked.
# package_test.sh BUILD_DIR
set -euo pipefail
build=$1
work=$(mktemp -d "${TMPDIR:-/tmp}/sitedex-package.XXXXXX")
trap 'rm -rf "$work"' EXIT

fail() { echo "package_test: $*" >&2; exit 1; }

(cd "$work" && cpack --config "$build/CPackConfig.cmake" -B "$work" -D CPACK_DEBIAN_COMPRESSION_TYPE=gzip >"$work/log") ||
  { cat "$work/log"; exit 1; }
package=$(echo "$work"/sitedex_*.deb)
dpkg-deb --info "$package"
dpkg-deb --contents "$package" | tee "$work/contents"

owned() { grep -qE "^$1 root/root .* \./$2\$" "$work/contents" || fail "not in it as it should be: $2"; }
owned -rwxr-xr-x usr/bin/sitedex
owned -rw-r--r-- 'usr/lib/sitedex/sitedex_sqlite\.so'
owned -rw-r--r-- 'etc/sitedex/sitedex\.toml'
owned -rw-r--r-- 'usr/lib/systemd/system/sitedex\.service'
owned -rw-r--r-- 'usr/share/doc/sitedex/OPERATING\.md'
owned -rw-r--r-- usr/share/doc/sitedex/copyright
! grep -E '\./usr/(include|lib/[^/]*/(cmake|lib))' "$work/contents" || fail "what is for building has no place in it"

field() { dpkg-deb --field "$package" "$1"; }
[ "$(dpkg-deb --info "$package" conffiles)" = /etc/sitedex/sitedex.toml ] || fail "its settings are no conffile"
for name in libc6 libcurl4 libsqlite3-0 publicsuffix ca-certificates adduser; do
  grep -qwF -- "$name" <<<"$(field Depends)" || fail "Depends has no $name"
done
[ "$(field Architecture)" = "$(dpkg --print-architecture)" ] || fail "for another architecture"

dpkg-deb --extract "$package" "$work/root"
"$work/root/usr/bin/sitedex" --version
printf '[[site]]\nname = "docs"\nurl = "https://docs.example.org/"\n' >>"$work/root/etc/sitedex/sitedex.toml"
"$work/root/usr/bin/sitedex" config check "$work/root/etc/sitedex/sitedex.toml"

if command -v lintian >/dev/null; then
  lintian --fail-on error,warning "$package"
fi
