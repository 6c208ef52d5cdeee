#include "oracle/values.h"

#include <doctest/doctest.h>

namespace {

TEST_SUITE("oracle values") {
  TEST_CASE("numbers are compared by value, without rounding") {
    struct Row {
      const char* a;
      const char* b;
      int order;
    };
    const Row rows[] = {
        {"10", "10.0", 0},  {"9", "10", -1},
        {"-2", "-1", -1},   {"-0", "0", 0},
        {"007", "7", 0},    {"0.50", "0.5", 0},
        {"0.5", "0.49", 1}, {"10000000000000000000000.1", "10000000000000000000000", 1},
    };
    for (const Row& row : rows) {
      CAPTURE(row.a);
      CAPTURE(row.b);
      const auto a = oracle::read_decimal(row.a);
      const auto b = oracle::read_decimal(row.b);
      REQUIRE(a);
      REQUIRE(b);
      CHECK(oracle::compare(*a, *b) == row.order);
      CHECK(oracle::compare(*b, *a) == -row.order);
    }
    for (const char* wrong : {"", "abc", "12abc", "1e3", " 1", "0x10", "--1"}) {
      CAPTURE(wrong);
      CHECK_FALSE(oracle::read_decimal(wrong));
    }
  }

  TEST_CASE("dates are instants") {
    struct Row {
      const char* a;
      const char* b;
      int order;
    };
    const Row rows[] = {
        {"2026-07-01T00:00:00+02:00", "2026-06-30T22:00:00Z", 0},
        {"2025", "1970-01-01T00:33:45Z", 0},
        {"2026-01", "2026-01-01T00:00:00Z", 0},
        {"2026-01-01T00:00:00.5Z", "2026-01-01T00:00:00.500Z", 0},
        {"2026-01-01T00:00:00.5Z", "2026-01-01T00:00:01Z", -1},
        {"2024-03-01", "2024-02-29", 1},
        {"1969-12-31T23:59:59Z", "0", -1},
        {"1782856800", "2026-06-30T22:00:00Z", 0},
    };
    for (const Row& row : rows) {
      CAPTURE(row.a);
      CAPTURE(row.b);
      const auto a = oracle::read_instant(row.a);
      const auto b = oracle::read_instant(row.b);
      REQUIRE(a);
      REQUIRE(b);
      CHECK(oracle::compare(*a, *b) == row.order);
    }
    for (const char* wrong : {"", "soon", "2026-13-01", "2026-01-01T", "9223372036854775808"}) {
      CAPTURE(wrong);
      CHECK_FALSE(oracle::read_instant(wrong));
    }
  }

  TEST_CASE("addresses lie in blocks of their own family") {
    struct Row {
      const char* block;
      const char* address;
      bool inside;
    };
    const Row rows[] = {
        {"203.0.113.5/24", "203.0.113.77", true},
        {"203.0.113.5", "203.0.113.77", false},
        {"10.0.0.0/9", "10.128.0.0", false},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"2001:DB8::/32", "2001:db8:0:0:0:0:0:1", true},
        {"::/0", "10.0.0.1", false},
    };
    for (const Row& row : rows) {
      CAPTURE(row.block);
      CAPTURE(row.address);
      const auto block = oracle::read_address_block(row.block);
      const auto address = oracle::read_address(row.address);
      REQUIRE(block);
      REQUIRE(address);
      CHECK(oracle::contains(*block, *address) == row.inside);
    }
    for (const char* wrong : {"", "10.0.0", "10.0.0.256", "10.0.0.1/33", "1:2", "::1::"}) {
      CAPTURE(wrong);
      CHECK_FALSE(oracle::read_address_block(wrong));
    }
  }
}

}  // namespace
