# cmake -DOUT=file.cpp -DSYMBOL=name -DFILES="a;b" -P embed.cmake
# Writes a table of texts, named after their files, for lib/lint/embedded.h.
set(rows "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  file(READ "${file}" text)
  string(APPEND rows "    {\"${name}\", R\"iamproof(${text})iamproof\"},\n")
endforeach()
file(CONFIGURE OUTPUT "${OUT}" @ONLY CONTENT [=[
#include "lint/embedded.h"

namespace iamproof {

static constexpr Embedded rows[] = {
@rows@};
const std::span<const Embedded> @SYMBOL@ = rows;

}  // namespace iamproof
]=])
