# Snowball's stemmers, the static library: they make what stands in an index, and so change with the program only.
find_path(Snowball_INCLUDE_DIR libstemmer.h)
find_library(Snowball_LIBRARY NAMES libstemmer.a)
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Snowball REQUIRED_VARS Snowball_LIBRARY Snowball_INCLUDE_DIR)
if(Snowball_FOUND AND NOT TARGET Snowball::Snowball)
  add_library(Snowball::Snowball STATIC IMPORTED)
  set_target_properties(Snowball::Snowball PROPERTIES IMPORTED_LOCATION ${Snowball_LIBRARY}
                        INTERFACE_INCLUDE_DIRECTORIES ${Snowball_INCLUDE_DIR})
endif()
