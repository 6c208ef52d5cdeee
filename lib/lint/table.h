/// The tables of data/: what checks know beyond the catalogue.
#pragma once

#include <string_view>
#include <vector>

namespace iamproof {

/// The rows of data/NAME.tsv with `_` in the file's name as `-`: split at tabs, without comments. Text of the library,
/// so that it never ends.
using TableRow = std::vector<std::string_view>;
std::vector<TableRow> read_table(std::string_view name);

/// The parts of a text between separators, empty ones left out.
std::vector<std::string_view> split(std::string_view text, char separator);

}  // namespace iamproof
