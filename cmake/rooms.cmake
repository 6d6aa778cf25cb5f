# A room is a folder and a library that links only what stands below it (ARCHITECTURE.md, "The floors").

include(GNUInstallDirs)
include(joined)
include(precompiled)

# What g++ 12 warns of by following values, and is wrong about where much is inlined: in tests, which are joined, and in code
# that sanitizers are woven into. Of all else a release is warned.
set(SITEDEX_FALSE_ALARMS -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-stringop-overread -Wno-array-bounds)

# Warnings and sanitizers for every target of ours.
add_library(sitedex_flags INTERFACE)
target_compile_options(sitedex_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion
  $<$<CXX_COMPILER_ID:GNU>:-Werror>         # g++ is the compiler; clang fuzzes, and lints by clang-tidy
  -Wno-missing-field-initializers  # of -Wextra: the defaults of option structs are there to be left out
  $<$<CXX_COMPILER_ID:GNU>:-Wno-restrict>)  # g++ 12 is wrong about string concatenation at -O3
if(SITEDEX_SANITIZE)
  target_compile_options(sitedex_flags INTERFACE -fsanitize=${SITEDEX_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all
    $<$<CXX_COMPILER_ID:GNU>:${SITEDEX_FALSE_ALARMS};-Wno-mismatched-new-delete>
    $<$<CXX_COMPILER_ID:GNU>:-Wno-tsan>)  # which sees no fences: Asio has some, beside its locks
  target_link_options(sitedex_flags INTERFACE -fsanitize=${SITEDEX_SANITIZE})
endif()

# sitedex_room(name SOURCES a.cpp ... PUBLIC libraries ... PRIVATE libraries ...)
function(sitedex_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  add_library(sitedex_${name} STATIC ${ROOM_SOURCES})
  target_link_libraries(sitedex_${name} PUBLIC ${ROOM_PUBLIC} PRIVATE ${ROOM_PRIVATE} $<BUILD_INTERFACE:sitedex_flags>)
  if(SITEDEX_SANITIZE)  # joined: a third of the work. A release compiles each source for itself: it must include all it uses
    set_target_properties(sitedex_${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${SITEDEX_JOINED})
    target_compile_options(sitedex_${name} PRIVATE -Wno-subobject-linkage)  # joined sources look like headers to it
  endif()
  sitedex_furnish(${name} PUBLIC)
endfunction()

# sitedex_loadable(room): the extension takes from it what it needs. Hidden names are called as in a program. With
# sanitizers there is no extension.
function(sitedex_loadable name)
  if(SITEDEX_SANITIZE)
    return()
  endif()
  set_target_properties(sitedex_${name} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_VISIBILITY_PRESET hidden
                        VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# sitedex_room_headers(name libraries ...): a room of headers only
function(sitedex_room_headers name)
  add_library(sitedex_${name} INTERFACE)
  target_link_libraries(sitedex_${name} INTERFACE ${ARGN})
  sitedex_furnish(${name} INTERFACE)
endfunction()

# What every room has: its name for others, includes from the root, a place in the installed package.
function(sitedex_furnish name scope)
  add_library(sitedex::${name} ALIAS sitedex_${name})
  set_target_properties(sitedex_${name} PROPERTIES EXPORT_NAME ${name})
  target_compile_features(sitedex_${name} ${scope} cxx_std_23)
  target_include_directories(sitedex_${name} ${scope} $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}>
                             $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}/sitedex>)
  install(TARGETS sitedex_${name} EXPORT sitedex ARCHIVE COMPONENT library)
  install(DIRECTORY ${PROJECT_SOURCE_DIR}/${name} DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/sitedex COMPONENT library
          FILES_MATCHING PATTERN *.hpp)
endfunction()

# sitedex_test(room SOURCES a_test.cpp ... LINKS libraries ...): one test program for each room
function(sitedex_test room)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINKS" ${ARGN})
  set(helpers ${TEST_SOURCES})
  list(FILTER helpers EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER TEST_SOURCES INCLUDE REGEX "_test\\.cpp$")
  sitedex_join(units ${room}_test ${TEST_SOURCES})
  add_executable(${room}_test ${units} ${helpers})
  target_link_libraries(${room}_test PRIVATE ${TEST_LINKS} sitedex_flags GTest::gtest_main)
  # What a source keeps to itself may be in what it makes of templates; a unit's sources look like headers here.
  target_compile_options(${room}_test PRIVATE -Wno-subobject-linkage ${SITEDEX_FALSE_ALARMS})
  if(TARGET sitedex_test_headers)
    sitedex_take_precompiled(${room}_test sitedex_test_headers)
  endif()
  if(SITEDEX_SANITIZE)
    list(LENGTH TEST_SOURCES shards)
    sitedex_add_shards(${room} ${shards})
  else()
    gtest_discover_tests(${room}_test DISCOVERY_MODE PRE_TEST WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  endif()
endfunction()

# The tests of a room in so many processes instead of one each, which a sanitizer needs some .3 s to start.
function(sitedex_add_shards room count)
  math(EXPR last "${count} - 1")
  foreach(shard RANGE ${last})
    set(name ${room}_test.${shard})
    add_test(NAME ${name} COMMAND ${room}_test WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "GTEST_TOTAL_SHARDS=${count};GTEST_SHARD_INDEX=${shard}")
  endforeach()
endfunction()
