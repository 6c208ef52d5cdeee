// Counting lines from the start of the text for each of its findings is quadratic, and a policy on one line of a
// megabyte with a finding for each action is not even rare among generated ones. So the position of every 1024th byte
// is remembered, and a place is counted from the mark before it.
#include "report/positions.h"

#include <algorithm>

namespace iamproof {

static Position advance(Position from, std::string_view over) {
  for (const char c : over) {
    if (c == '\n') {
      from = {from.line + 1, 1};
    } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      ++from.column;  // a code point counts at its first byte
    }
  }
  return from;
}

Positions::Positions(std::string_view text, Position first) : text_(text), marks_{first} {
  for (std::size_t at = stride; at <= text.size(); at += stride) {
    marks_.push_back(advance(marks_.back(), text.substr(at - stride, stride)));
  }
}

Position Positions::at(std::size_t offset) const {
  const std::size_t end = std::min(offset, text_.size());
  const std::size_t mark = end / stride;
  return advance(marks_[mark], text_.substr(mark * stride, end - mark * stride));
}

Position TextPositions::at(const Source& source, std::size_t offset) {
  return positions_.try_emplace(&source, source.text(), source.first()).first->second.at(offset);
}

}  // namespace iamproof
