# cmake -DOUT=file.cpp -DSYMBOL=name -DFILES="a;b" -P embed.cmake
# Writes a table of texts for lib/support/embedded.h, sorted by name. A text is named after its file, with hyphens, a
# pack.json after its folder.
set(rows "")
set(named "")
foreach(file IN LISTS FILES)
  get_filename_component(name "${file}" NAME_WE)
  if(name STREQUAL "pack")
    get_filename_component(folder "${file}" DIRECTORY)
    get_filename_component(name "${folder}" NAME)
  endif()
  string(REPLACE "_" "-" name "${name}")
  # A blank sorts before the hyphen, so that a name comes before those that go on where it ends.
  list(APPEND named "${name} ${file}")
endforeach()
list(SORT named)
foreach(entry IN LISTS named)
  string(REGEX MATCH "^([^ ]*) (.*)$" entry "${entry}")
  set(name "${CMAKE_MATCH_1}")
  file(READ "${CMAKE_MATCH_2}" text)
  string(APPEND rows "    {\"${name}\", R\"iamproof(${text})iamproof\"},\n")
endforeach()
file(CONFIGURE OUTPUT "${OUT}" @ONLY CONTENT [=[
#include "support/embedded.h"

namespace iamproof {

static constexpr Embedded rows[] = {
@rows@};
const std::span<const Embedded> @SYMBOL@ = rows;

}  // namespace iamproof
]=])
