/// The catalogue that is part of the library.
#pragma once

#include <cstddef>

namespace iamproof {

/// A block made from data/*.txt when the library was built.
const std::byte* built_in_block();
std::size_t built_in_block_size();

}  // namespace iamproof
