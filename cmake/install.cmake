# The installed form: the program, what other programs load, and the rooms as the package "sitedex" (find_package(sitedex)).
include(CMakePackageConfigHelpers)

if(TARGET sitedex)
  install(TARGETS sitedex RUNTIME COMPONENT program)
endif()
if(TARGET sitedex_sqlite)
  install(TARGETS sitedex_sqlite LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/sitedex COMPONENT program)
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/sitedex)
write_basic_package_version_file(sitedexConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(EXPORT sitedex NAMESPACE sitedex:: FILE sitedexTargets.cmake DESTINATION ${package_dir} COMPONENT library)
install(FILES ${PROJECT_BINARY_DIR}/sitedexConfigVersion.cmake cmake/sitedexConfig.cmake cmake/FindCld2.cmake
              cmake/FindGumbo.cmake cmake/FindSnowball.cmake
        DESTINATION ${package_dir} COMPONENT library)
