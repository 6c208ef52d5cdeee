// BinaryEquals: base64 texts whose decoded bytes are equal.
#include <algorithm>
#include <array>

#include "condition/family.h"

namespace iamproof {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Padded base64 without white space; nothing for any other text.
std::optional<std::string> decode(std::string_view text) {
  if (text.size() % 4 != 0) return std::nullopt;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  std::string bytes;
  std::uint32_t bits = 0;
  std::uint32_t count = 0;
  for (const char c : text) {
    const std::size_t digit = alphabet.find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes += static_cast<char>((bits >> count) & 0xFFU);
    }
  }
  return bytes;
}

std::string encode(std::string_view bytes) {
  std::string text;
  std::uint32_t bits = 0;
  std::uint32_t count = 0;
  for (const char byte : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(byte);
    for (count += 8; count >= 6; count -= 6) text += alphabet[(bits >> (count - 6)) & 0x3FU];
  }
  if (count > 0) text += alphabet[(bits << (6 - count)) & 0x3FU];
  while (text.size() % 4 != 0) text += '=';
  return text;
}

}  // namespace

void read_binary(std::string_view text, Operands& out) {
  if (auto bytes = decode(text)) out.binaries.push_back(std::move(*bytes));
}

bool binary_accepts(const Operands& operands, std::string_view value) {
  const auto bytes = decode(value);
  return bytes && std::find(operands.binaries.begin(), operands.binaries.end(), *bytes) != operands.binaries.end();
}

std::vector<std::string> binary_samples(const Predicates& predicates) {
  std::vector<std::string> out;
  std::size_t longest = 0;
  for (const Predicate* predicate : predicates) {
    for (const std::string& bytes : predicate->operands().binaries) {
      out.push_back(encode(bytes));
      longest = std::max(longest, bytes.size());
    }
  }
  out.push_back(encode(std::string(longest + 1, 'x')));  // equal to none
  return out;
}

}  // namespace iamproof
