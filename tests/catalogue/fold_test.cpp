#include "catalogue/fold.h"

#include <doctest/doctest.h>

using namespace iamproof;

TEST_CASE("fold: eight bytes at a time, every byte as alone") {
  for (int byte = 0; byte < 256; ++byte) {
    CAPTURE(byte);
    for (std::size_t at = 0; at < 8; ++at) {
      std::string text = "Zz@[`{aA";
      text[at] = static_cast<char>(byte);
      const std::uint64_t expected = load8(folded(text).data(), 8);
      CHECK(fold8(load8(text.data(), 8)) == expected);
    }
  }
}

TEST_CASE("fold: texts that differ in case are equal and hash alike") {
  struct {
    std::string_view a, b;
    bool equal;
  } rows[] = {
      {"", "", true},
      {"s3:GetObject", "S3:GETOBJECT", true},
      {"s3:GetObject", "s3:GetObjec", false},
      {"s3:GetObject", "s3:GetObjecu", false},
      {"abcdefgh", "ABCDEFGH", true},
      {"abcdefghi", "abcdefghj", false},
      {"@[", "`{", false},              // next to the letters
      {"\xC3\x84", "\xC3\xA4", false},  // only ASCII letters fold
      {std::string_view("a\0", 2), "a", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.a);
    CAPTURE(row.b);
    CHECK(equal_folded(row.a, row.b) == row.equal);
    CHECK((hash_folded(row.a) == hash_folded(row.b)) == row.equal);
  }
}
