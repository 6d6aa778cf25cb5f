# The Debian package: cpack in the build folder (make package). What is in it beside the program goes nowhere else: that
# is installed for the package alone.
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "The sitedex authors <sitedex@localhost>" CACHE STRING
    "Who answers for the Debian package: its builder")
include(GNUInstallDirs)

set(doc_dir share/doc/sitedex)
set(debian ${PROJECT_SOURCE_DIR}/cmake/debian)
configure_file(${debian}/changelog.in ${PROJECT_BINARY_DIR}/changelog @ONLY)
execute_process(COMMAND gzip --best --no-name --force changelog WORKING_DIRECTORY ${PROJECT_BINARY_DIR}
                COMMAND_ERROR_IS_FATAL ANY)

function(sitedex_package name)  # sitedex_package(new_name FILE file DESTINATION folder)
  cmake_parse_arguments(INTO "" "FILE;DESTINATION" "" ${ARGN})
  install(FILES ${INTO_FILE} DESTINATION ${INTO_DESTINATION} RENAME ${name} COMPONENT package EXCLUDE_FROM_ALL)
endfunction()

sitedex_package(sitedex.toml FILE configs/daemon.toml DESTINATION /etc/sitedex)
sitedex_package(sitedex.service FILE configs/sitedex.service DESTINATION lib/systemd/system)
sitedex_package(nginx.conf FILE configs/nginx.conf DESTINATION ${doc_dir}/examples)
sitedex_package(grafana-dashboard.json FILE configs/grafana-dashboard.json DESTINATION ${doc_dir}/examples)
sitedex_package(copyright FILE ${debian}/copyright DESTINATION ${doc_dir})
sitedex_package(sitedex FILE ${debian}/overrides DESTINATION share/lintian/overrides)
sitedex_package(changelog.gz FILE ${PROJECT_BINARY_DIR}/changelog.gz DESTINATION ${doc_dir})
foreach(document OPERATING.md SECURITY.md SQL.md)
  sitedex_package(${document} FILE docs/${document} DESTINATION ${doc_dir})
endforeach()

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME sitedex)
set(CPACK_COMPONENTS_ALL program package)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS
    OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION web)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "crawls web sites breadth-first and makes them searchable")
set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"One program and one SQLite file: it keeps web sites crawled, on schedule and
politely, and answers searches on the command line, over HTTP and in SQL.
The service does nothing until it is enabled: systemctl enable --now sitedex.")
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, ca-certificates, publicsuffix")
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
    ${debian}/conffiles ${debian}/postinst ${debian}/prerm ${debian}/postrm)
include(CPack)
