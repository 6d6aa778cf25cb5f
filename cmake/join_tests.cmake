# Writes UNIT, which has the texts of SOURCES one behind the other; compilers name them as seen from BUILD. What each
# keeps to itself, in its namespace without a name, gets one more around it there, named as the source is: so two may have
# helpers of the same name.

set(unit "")
foreach(source IN LISTS SOURCES)
  get_filename_component(name ${source} NAME_WE)
  file(READ ${source} text)
  string(REPLACE "\nnamespace {\n" "\nnamespace { namespace ${name} {\n" text "${text}")
  string(REPLACE "\n}  // namespace\n" "\n}}  // namespace\n" text "${text}")
  file(RELATIVE_PATH place ${BUILD} ${source})
  string(APPEND unit "#line 1 \"${place}\"\n${text}")
endforeach()
file(WRITE ${UNIT} "${unit}")
