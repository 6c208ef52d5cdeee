/// What the programs that compare the library with the oracle have in common.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <utility>

#include "iamproof/result.h"

namespace agree {

/// For printf.
inline unsigned long long as_printed(std::uint64_t n) {
  return n;
}

/// What was asked for, or an exception that says why there is none.
template <class T>
T must(iamproof::Result<T> result) {
  if (!result) throw std::runtime_error(result.errors().front().message);
  return std::move(*result);
}

}  // namespace agree
