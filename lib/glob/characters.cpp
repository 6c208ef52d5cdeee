#include "glob/characters.h"

namespace iamproof {
namespace {

constexpr char32_t stray_byte = 0xDC00;

/// What the first byte of a sequence says: its length, its share of the code point, and the least code point that
/// needs this length (a smaller one is an overlong form). Length 0: no sequence begins with this byte.
struct Lead {
  std::uint32_t bytes;
  char32_t bits;
  char32_t least;
};

Lead lead_of(unsigned char byte) {
  if ((byte & 0xE0U) == 0xC0U) return {2, byte & 0x1FU, 0x80};
  if ((byte & 0xF0U) == 0xE0U) return {3, byte & 0x0FU, 0x800};
  if ((byte & 0xF8U) == 0xF0U) return {4, byte & 0x07U, 0x10000};
  return {0, 0, 0};
}

}  // namespace

Character character_at(std::string_view text, std::size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80U) return {first, 1};
  const Character stray{stray_byte + first, 1};
  const Lead lead = lead_of(first);
  if (lead.bytes == 0 || text.size() - at < lead.bytes) return stray;
  char32_t c = lead.bits;
  for (std::size_t i = 1; i < lead.bytes; ++i) {
    const auto next = static_cast<unsigned char>(text[at + i]);
    if ((next & 0xC0U) != 0x80U) return stray;
    c = (c << 6U) | (next & 0x3FU);
  }
  const bool surrogate = c >= 0xD800 && c <= 0xDFFF;
  if (c < lead.least || c > 0x10FFFF || surrogate) return stray;
  return {c, lead.bytes};
}

void append(std::string& text, char32_t c) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(static_cast<unsigned char>(byte))); };
  if (c < 0x80) return put(c);
  if (c >= stray_byte + 0x80 && c <= stray_byte + 0xFF) return put(c - stray_byte);
  if (c < 0x800) {
    put(0xC0U | (c >> 6U));
  } else if (c < 0x10000) {
    put(0xE0U | (c >> 12U));
    put(0x80U | ((c >> 6U) & 0x3FU));
  } else {
    put(0xF0U | (c >> 18U));
    put(0x80U | ((c >> 12U) & 0x3FU));
    put(0x80U | ((c >> 6U) & 0x3FU));
  }
  put(0x80U | (c & 0x3FU));
}

}  // namespace iamproof
