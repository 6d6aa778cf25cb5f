# Writes SOURCE, which has the bytes of FILES.

set(arrays "")
set(table "")
list(LENGTH FILES count)
foreach(file IN LISTS FILES)
  get_filename_component(name ${file} NAME)
  string(MAKE_C_IDENTIFIER "k_${name}" array)
  file(READ ${file} bytes HEX)
  string(REGEX REPLACE "(..)" "'\\\\x\\1'," bytes "${bytes}")
  string(APPEND arrays "constexpr char ${array}[]{${bytes}};\n")
  string(APPEND table "    {\"${name}\", {${array}, sizeof ${array}}},\n")
endforeach()

file(WRITE ${SOURCE} "#include \"web/embedded.hpp\"

#include <array>

namespace web {
namespace {

${arrays}
constexpr std::array<EmbeddedFile, ${count}> kFiles{{
${table}}};

}  // namespace

std::span<const EmbeddedFile> embedded_files() {
  return kFiles;
}

}  // namespace web
")
