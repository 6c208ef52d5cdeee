#include "condition/ip_range.h"

#include <doctest/doctest.h>

using namespace iamproof;

TEST_CASE("ip range: an address is inside a block by its bits") {
  struct {
    std::string_view block, address;
    bool inside;
  } rows[] = {
      {"203.0.113.0/24", "203.0.113.9", true},
      {"203.0.113.0/24", "203.0.114.0", false},
      {"203.0.113.5/24", "203.0.113.9", true},  // bits below the prefix length do not count
      {"203.0.113.7", "203.0.113.7", true},
      {"0.0.0.0/0", "255.255.255.255", true},
      {"0.0.0.0/0", "2001:db8::1", false},  // the families never meet
      {"::/0", "1.2.3.4", false},
      {"2001:DB8::1", "2001:db8:0:0:0:0:0:1", true},
      {"2001:db8::/33", "2001:db8:8000::", false},
      {"10.0.0.0/9", "10.127.255.255", true},
      {"10.0.0.0/9", "10.128.0.0", false},
  };
  for (const auto& row : rows) {
    CAPTURE(row.block);
    CAPTURE(row.address);
    const auto block = IpRange::parse(row.block);
    const auto address = IpAddress::parse(row.address);
    REQUIRE(block);
    REQUIRE(address);
    CHECK(block->contains(*address) == row.inside);
  }
}

TEST_CASE("ip range: what is no block is nothing") {
  for (const char* text : {"", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/1.5", "::/129", "1.2.3.4 ",
                           "01.2.3.4", "example", "1.2.3.4/8/8"}) {
    CAPTURE(text);
    CHECK_FALSE(IpRange::parse(text));
  }
}

TEST_CASE("ip range: the next address carries, the last has none") {
  CHECK(IpAddress::parse("10.0.0.255")->next() == IpAddress::parse("10.0.1.0"));
  CHECK(IpAddress::parse("::ffff")->next() == IpAddress::parse("::1:0"));
  CHECK_FALSE(IpAddress::parse("255.255.255.255")->next());
}
