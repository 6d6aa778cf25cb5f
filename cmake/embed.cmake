# sitedex_embed(target FILES a.css ...): gives a room the bytes of files, as web/embedded.hpp tells of them.
function(sitedex_embed target)
  cmake_parse_arguments(EMBED "" "" "FILES" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/embedded.cpp)
  list(TRANSFORM EMBED_FILES PREPEND ${CMAKE_CURRENT_SOURCE_DIR}/)
  add_custom_command(OUTPUT ${source} VERBATIM
    COMMAND ${CMAKE_COMMAND} "-DFILES=${EMBED_FILES}" -DSOURCE=${source} -P ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake
    DEPENDS ${EMBED_FILES} ${PROJECT_SOURCE_DIR}/cmake/embed_files.cmake)
  target_sources(${target} PRIVATE ${source})
endfunction()
