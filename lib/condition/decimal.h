/// Exact decimal numbers, as numeric operators compare them: by value, never as binary floating point.
#pragma once

#include <compare>
#include <optional>
#include <string>
#include <string_view>

namespace iamproof {

/// Sign and digits, normalised: no leading zeros before the point, none trailing after it, zero is not negative.
class Decimal {
 public:
  /// `-12.50`, `7`, `+3`: a sign, digits, a fraction. No exponent, blanks or trailing text.
  static std::optional<Decimal> parse(std::string_view text);

  std::string text() const;

  /// A number strictly between two numbers that differ, a whole one where there is one.
  static Decimal between(const Decimal& low, const Decimal& high);
  Decimal plus_one() const;
  Decimal minus_one() const;

  friend std::strong_ordering operator<=>(const Decimal& a, const Decimal& b);
  friend bool operator==(const Decimal&, const Decimal&) = default;

 private:
  Decimal floor() const;
  Decimal negated() const;

  bool negative_ = false;
  std::string whole_;     // "" is zero
  std::string fraction_;  // "" is none
};

}  // namespace iamproof
