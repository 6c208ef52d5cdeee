/// What the checks know of AWS, as tables of data/: a row a line, its cells between tabs, `#` before a remark.
#pragma once

#include <string_view>
#include <vector>

namespace iamproof {

using DataRow = std::vector<std::string_view>;

/// The rows of the table, which is named as its file is, with hyphens and without its ending. O(bytes) at every call:
/// who needs them more than once keeps them.
std::vector<DataRow> data_rows(std::string_view table);

/// The parts of a text between separators, empty ones left out.
std::vector<std::string_view> split(std::string_view text, char separator);

/// The first cell of each row.
std::vector<std::string_view> first_column(std::string_view table);

}  // namespace iamproof
