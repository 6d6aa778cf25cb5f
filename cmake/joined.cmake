# Tests are compiled some sources at once: most of what that costs are the headers of others and what is made of their
# templates, the same in each.

set(SITEDEX_JOINED 6)  # sources in one unit: a change compiles all of its unit again
if(SITEDEX_SANITIZE)
  set(SITEDEX_JOINED 12)
endif()
add_custom_target(sitedex_joined)  # all units, not compiled: what reads sources needs them

# sitedex_join(variable target a_test.cpp ...): the units of these sources, which `target` compiles
function(sitedex_join variable target)
  set(units "")
  list(TRANSFORM ARGN PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  list(LENGTH ARGN count)
  math(EXPR last "${count} - 1")
  foreach(start RANGE 0 ${last} ${SITEDEX_JOINED})
    list(SUBLIST ARGN ${start} ${SITEDEX_JOINED} sources)
    list(GET sources 0 first)
    get_filename_component(name ${first} NAME)
    set(unit ${CMAKE_CURRENT_BINARY_DIR}/${name})
    add_custom_command(OUTPUT ${unit} VERBATIM
      COMMAND ${CMAKE_COMMAND} "-DSOURCES=${sources}" -DUNIT=${unit} -DBUILD=${PROJECT_BINARY_DIR}
              -P ${PROJECT_SOURCE_DIR}/cmake/join_tests.cmake
      DEPENDS ${sources} ${PROJECT_SOURCE_DIR}/cmake/join_tests.cmake)
    list(APPEND units ${unit})
  endforeach()
  add_custom_target(${target}_joined DEPENDS ${units})
  add_dependencies(sitedex_joined ${target}_joined)
  set(${variable} ${units} PARENT_SCOPE)
endfunction()
