/// Lines and columns of many places in texts.
#pragma once

#include <cstddef>
#include <map>
#include <string_view>
#include <vector>

#include "iamproof/result.h"
#include "iamproof/source.h"

namespace iamproof {

/// Answers as Source::position() does, after one pass over the text, in constant time each. The text must outlive it.
class Positions {
 public:
  explicit Positions(std::string_view text, Position first = {});
  Position at(std::size_t offset) const;

 private:
  static constexpr std::size_t stride = 1024;

  std::string_view text_;
  std::vector<Position> marks_;  ///< of the bytes 0, stride, 2 * stride, ...
};

/// Of any number of texts, each gone through once, when first asked about.
class TextPositions {
 public:
  Position at(const Source& source, std::size_t offset);

 private:
  std::map<const Source*, Positions> positions_;
};

}  // namespace iamproof
