/// The parts of the world that AWS keeps apart.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace iamproof {

constexpr std::array<std::string_view, 8> partitions = {"aws",       "aws-cn",    "aws-us-gov", "aws-iso",
                                                        "aws-iso-b", "aws-iso-e", "aws-iso-f",  "aws-eusc"};

constexpr bool is_partition(std::string_view name) {
  return std::find(partitions.begin(), partitions.end(), name) != partitions.end();
}

}  // namespace iamproof
