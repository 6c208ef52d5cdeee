#include "condition/decimal.h"

#include <string>
#include <vector>

#include <doctest/doctest.h>

using namespace iamproof;

TEST_CASE("decimal: compares by value") {
  struct {
    std::string_view low, high;
  } rows[] = {{"9", "10"},        {"-1", "0"},    {"-10", "-9"},
              {"0.1", "0.11"},    {"9.99", "10"}, {"-0.2", "-0.1"},
              {"1.5", "1.50001"}, {"0", "0.001"}, {"99999999999999999999", "100000000000000000000"}};
  for (const auto& row : rows) {
    CAPTURE(row.low);
    CAPTURE(row.high);
    const auto low = Decimal::parse(row.low);
    const auto high = Decimal::parse(row.high);
    REQUIRE(low);
    REQUIRE(high);
    CHECK(*low < *high);
    CHECK_FALSE(*high < *low);
    CHECK_FALSE(*low == *high);
  }
  CHECK(*Decimal::parse("10") == *Decimal::parse("10.0"));
  CHECK(*Decimal::parse("007") == *Decimal::parse("+7"));
  CHECK(*Decimal::parse("-0.00") == *Decimal::parse("0"));
}

TEST_CASE("decimal: what is no plain number is nothing") {
  for (const char* text : {"", "-", "+", ".5", "5.", "1e3", "0x10", " 1", "1 ", "12abc", "--1", "1.2.3", "NaN"}) {
    CAPTURE(text);
    CHECK_FALSE(Decimal::parse(text));
  }
}

TEST_CASE("decimal: a number between two others, a whole one where there is one") {
  struct {
    std::string_view low, high, expected;
  } rows[] = {{"9", "100", "10"},    {"9", "10", "9.1"},        {"9.5", "9.7", "9.51"}, {"-1", "0", "-0.1"},
              {"-0.5", "0.3", "0"},  {"-9.7", "-9.5", "-9.51"}, {"0", "1", "0.1"},      {"9.99", "10", "9.991"},
              {"-10", "-9", "-9.1"}, {"-0.5", "0", "-0.01"},    {"1.5", "3.5", "2"}};
  for (const auto& row : rows) {
    CAPTURE(row.low);
    CAPTURE(row.high);
    const Decimal middle = Decimal::between(*Decimal::parse(row.low), *Decimal::parse(row.high));
    CHECK(middle.text() == row.expected);
  }
}

TEST_CASE("decimal: neighbours on both sides of zero are within one") {
  const auto number = [](const char* text) { return Decimal::parse(text).value(); };
  CHECK(number("1").minus_one() == number("0"));
  CHECK(number("0").minus_one() == number("-1"));
  CHECK(number("0").plus_one() == number("1"));
  CHECK_FALSE(number("0.5").minus_one() < number("-0.5"));
  CHECK_FALSE(number("0.5") < number("-0.5").plus_one());
}

TEST_CASE("decimal: every two numbers of a grid have one between, and neighbours") {
  std::vector<Decimal> grid;
  for (int whole = -12; whole <= 12; ++whole) {
    for (const char* fraction : {"", ".01", ".1", ".5", ".99"}) {
      grid.push_back(*Decimal::parse(std::to_string(whole) + fraction));
    }
  }
  for (const Decimal& a : grid) {
    CAPTURE(a.text());
    CHECK(a < a.plus_one());
    CHECK(a.minus_one() < a);
    CHECK(*Decimal::parse(a.text()) == a);
    for (const Decimal& b : grid) {
      if (!(a < b)) continue;
      const Decimal middle = Decimal::between(a, b);
      CAPTURE(b.text());
      CAPTURE(middle.text());
      CHECK(a < middle);
      CHECK(middle < b);
    }
  }
}
