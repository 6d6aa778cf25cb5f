# find_package(sitedex): every room, as sitedex::crawler and so on, with the libraries below it.
# find_package(sitedex COMPONENTS lazy): the generators alone, which need nothing else.
include(CMakeFindDependencyMacro)

find_dependency(Threads)
if(NOT sitedex_FIND_COMPONENTS STREQUAL "lazy")
  list(PREPEND CMAKE_MODULE_PATH ${CMAKE_CURRENT_LIST_DIR})
  find_dependency(PkgConfig)
  find_dependency(CLI11)
  find_dependency(CURL)
  find_dependency(ICU 72 COMPONENTS uc i18n data)
  find_dependency(SQLite3 3.40)
  find_dependency(fmt)
  find_dependency(nlohmann_json)
  find_dependency(tomlplusplus)
  find_dependency(Gumbo)
  find_dependency(ZLIB)
  pkg_check_modules(BROTLI REQUIRED QUIET IMPORTED_TARGET libbrotlidec)
  pkg_check_modules(XXHASH REQUIRED QUIET IMPORTED_TARGET libxxhash)
  pkg_check_modules(RE2 REQUIRED QUIET IMPORTED_TARGET re2)
  list(POP_FRONT CMAKE_MODULE_PATH)
endif()

include(${CMAKE_CURRENT_LIST_DIR}/sitedexTargets.cmake)
