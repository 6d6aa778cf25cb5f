# Headers of others that most tests include, compiled once instead of with each source. Not in rooms, whose sources have
# to include all that they use.
# With a launcher (ccache) nothing is precompiled: it knows sources by their text, and saves more.

set(SITEDEX_PRECOMPILED
    <algorithm> <array> <atomic> <chrono> <cstdint> <filesystem> <fstream> <functional> <map> <memory> <optional> <random>
    <ranges> <set> <span> <stdexcept> <stop_token> <string> <string_view> <thread> <unordered_map> <utility> <vector>
    <fmt/format.h>)
# Every target that takes the headers has to be compiled as they were: with these flags.
add_library(sitedex_precompiled_flags INTERFACE)
target_compile_options(sitedex_precompiled_flags INTERFACE -pthread)
target_link_libraries(sitedex_precompiled_flags INTERFACE sitedex_flags fmt::fmt)

# sitedex_precompiled(name HEADERS <header> ... LINKS libraries ...)
function(sitedex_precompiled name)
  cmake_parse_arguments(PRECOMPILED "" "" "HEADERS;LINKS" ${ARGN})
  file(CONFIGURE OUTPUT ${name}.cpp CONTENT "")
  add_library(${name} OBJECT ${CMAKE_CURRENT_BINARY_DIR}/${name}.cpp)
  target_link_libraries(${name} PRIVATE sitedex_precompiled_flags ${PRECOMPILED_LINKS})
  target_precompile_headers(${name} PRIVATE ${PRECOMPILED_HEADERS})
endfunction()

# sitedex_take_precompiled(target name)
function(sitedex_take_precompiled target name)
  target_link_libraries(${target} PRIVATE $<BUILD_INTERFACE:sitedex_precompiled_flags>)
  target_precompile_headers(${target} REUSE_FROM ${name})
endfunction()
