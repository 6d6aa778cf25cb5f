# The door; CMake does the work (CMakePresets.json). Every target installs what it needs first (scripts/packages).

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

launcher := $(if $(shell command -v ccache),-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
configure = cmake --preset $(1) $(launcher) $(2) --log-level=WARNING
compile = cmake --build --preset $(1)
# g++ 12's sanitizers want the address layout of older kernels; where a container forbids that, they run as they are.
plain_layout := $(shell setarch --addr-no-randomize true 2>/dev/null && echo setarch --addr-no-randomize)
# npm from elsewhere, with Node, and Debian's own are in each other's way.
npm := $(if $(shell command -v npm),,npm)

help:  ## print this list
	@sed -n 's|^\([a-z -]*\):.*##|  make \1\t|p' $(MAKEFILE_LIST) | expand --tabs=24

deps:  ## install the packages of every other target
	scripts/install-deps build run test lint demo browser bench bench-peers $(npm) fuzz package container

build:  ## compile; leaves the program at build/sitedex
	scripts/install-deps build
	$(call configure,release,-DSITEDEX_TESTS=OFF)
	$(call compile,release)

demo: build  ## crawl Debian's Python manual, or URL=..., and search it
	scripts/install-deps demo
	scripts/demo $(if $(URL),'$(URL)')

test:  ## compile everything and run every test
	scripts/install-deps build test
	$(call configure,release,-DSITEDEX_TESTS=ON)
	$(call compile,release)
	ctest --preset release

asan tsan:  ## run the tests under the address sanitizer, or those of rooms with threads under the thread sanitizer
	scripts/install-deps build test
	$(call configure,$@)
	$(call compile,$@)
	$(plain_layout) ctest --preset $@

browser-test: build  ## drive the daemon's pages with Chromium; leaves screenshots in build/screenshots
	scripts/install-deps browser $(npm)
	tests/browser/run

lint:  ## check the format of all sources, and what clang-tidy and shellcheck say
	scripts/install-deps build test lint
	$(call configure,release,-DSITEDEX_TESTS=ON)
	$(call compile,release) --target sitedex_joined
	scripts/lint build

format:  ## format all sources
	scripts/install-deps lint
	git ls-files '*.cpp' '*.hpp' | xargs clang-format-19 -i

soak: build  ## kill crawls of 5,000 URLs 200 times, at random instants (some 10 minutes)
	scripts/install-deps build test
	$(call configure,release,-DSITEDEX_TESTS=ON)
	cmake --build --preset release --target app_test
	SITEDEX_KILLS=200 SITEDEX_KILL_PAGES=5000 build/app_test --gtest_filter='KillTest.*'

bench:  ## measure the program beside the floors of its stages, and on a site without end (minutes)
	scripts/install-deps build test bench
	$(call configure,release,-DSITEDEX_TESTS=ON)
	$(call compile,release)
	scripts/bench
	scripts/bench-endless

bench-peers:  ## measure the program beside others that do its work (some 10 minutes)
	scripts/install-deps build test bench-peers $(npm)
	$(call configure,release,-DSITEDEX_TESTS=ON)
	$(call compile,release)
	scripts/bench-peers

bench-search:  ## measure searches beside Xapian, on five manuals and on 200,000 made pages (some 5 minutes)
	scripts/install-deps build test bench
	$(call configure,release,-DSITEDEX_TESTS=ON)
	$(call compile,release)
	scripts/bench-search

bench-daemon:  ## measure the daemon: many sites, and searches under load (some 3 minutes)
	scripts/install-deps build test bench
	$(call configure,release,-DSITEDEX_TESTS=ON)
	$(call compile,release)
	scripts/bench-daemon

known-items: build  ## score searches of five manuals by what readers look for, beside omega (some 3 minutes)
	scripts/install-deps bench
	scripts/known-items

fuzz:  ## fuzz whatever reads bytes from outside, a minute each, or only FUZZ=scanner_fuzz
	scripts/install-deps build fuzz
	$(call configure,fuzz)
	$(call compile,fuzz) $(addprefix --target ,$(FUZZ))
	scripts/fuzz build-fuzz $(FUZZ)

container-test:  ## build the image on a bare Debian, run the daemon in it, measure it (root)
	scripts/install-deps container
	scripts/container-test

package: build  ## make the Debian package; leaves it in build/packages
	scripts/install-deps package
	cpack --config build/CPackConfig.cmake -B build/packages
	lintian build/packages/*.deb

install: build  ## install program, headers and libraries below PREFIX (/usr/local)
	cmake --install build --prefix $(or $(PREFIX),/usr/local)

clean:  ## remove what was built
	rm -rf build build-*

.PHONY: help deps build demo test browser-test asan tsan lint format soak bench bench-peers bench-search bench-daemon known-items fuzz container-test package install clean
