#include "catalogue/built_in.h"

// The assembler takes the file in as it is: the compiler never sees its bytes.
asm(R"(
  .pushsection .rodata
  .balign 16
  .globl iamproof_built_in_catalogue
  .hidden iamproof_built_in_catalogue
iamproof_built_in_catalogue:
  .incbin ")" IAMPROOF_CATALOGUE_BLOCK R"("
  .globl iamproof_built_in_catalogue_end
  .hidden iamproof_built_in_catalogue_end
iamproof_built_in_catalogue_end:
  .byte 0
  .popsection
)");

extern "C" {
extern const std::byte iamproof_built_in_catalogue[];
extern const std::byte iamproof_built_in_catalogue_end[];
}

namespace iamproof {

const std::byte* built_in_block() {
  return iamproof_built_in_catalogue;
}

std::size_t built_in_block_size() {
  return static_cast<std::size_t>(iamproof_built_in_catalogue_end - iamproof_built_in_catalogue);
}

}  // namespace iamproof
