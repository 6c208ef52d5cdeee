/// What checks know of AWS beyond the catalogue: the tables of lib/lint/data.
#pragma once

#include <string_view>
#include <vector>

namespace iamproof {

/// The lines of data/NAME.tsv, hyphens in NAME for its underscores, in their order; comments and empty lines left out.
std::vector<std::string_view> data_lines(std::string_view name);

/// A field of a line, counted from 0; empty if the line has fewer.
std::string_view field_of(std::string_view line, std::size_t number);

}  // namespace iamproof
