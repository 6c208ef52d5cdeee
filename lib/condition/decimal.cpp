#include "condition/decimal.h"

#include <algorithm>

namespace iamproof {

namespace {

bool all_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::strong_ordering compare_magnitude(std::string_view whole_a, std::string_view fraction_a, std::string_view whole_b,
                                       std::string_view fraction_b) {
  if (whole_a.size() != whole_b.size()) return whole_a.size() <=> whole_b.size();
  if (const int order = whole_a.compare(whole_b); order != 0) return order <=> 0;
  return fraction_a.compare(fraction_b) <=> 0;  // trailing zeros are gone, so text order is value order
}

/// Adds one to a digit string without leading zeros.
std::string increment(std::string digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '9') {
      ++*digit;
      return digits;
    }
    *digit = '0';
  }
  return "1" + digits;
}

/// Takes one from a digit string that is not zero.
std::string decrement(std::string digits) {
  for (auto digit = digits.rbegin(); digit != digits.rend(); ++digit) {
    if (*digit != '0') {
      --*digit;
      break;
    }
    *digit = '9';
  }
  digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

}  // namespace

std::optional<Decimal> Decimal::parse(std::string_view text) {
  Decimal number;
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
    number.negative_ = text.front() == '-';
    text.remove_prefix(1);
  }
  const std::size_t point = text.find('.');
  std::string_view whole = text.substr(0, point);
  if (whole.empty() || !all_digits(whole)) return std::nullopt;
  if (point != std::string_view::npos) {
    const std::string_view fraction = text.substr(point + 1);
    if (fraction.empty() || !all_digits(fraction)) return std::nullopt;
    number.fraction_ = fraction.substr(0, fraction.find_last_not_of('0') + 1);
  }
  whole.remove_prefix(std::min(whole.find_first_not_of('0'), whole.size()));
  number.whole_ = whole;
  if (number.whole_.empty() && number.fraction_.empty()) number.negative_ = false;
  return number;
}

std::string Decimal::text() const {
  std::string out = negative_ ? "-" : "";
  out += whole_.empty() ? "0" : whole_;
  if (!fraction_.empty()) out += "." + fraction_;
  return out;
}

std::strong_ordering operator<=>(const Decimal& a, const Decimal& b) {
  if (a.negative_ != b.negative_) return a.negative_ ? std::strong_ordering::less : std::strong_ordering::greater;
  const auto order = compare_magnitude(a.whole_, a.fraction_, b.whole_, b.fraction_);
  return a.negative_ ? 0 <=> order : order;
}

Decimal Decimal::plus_one() const {
  Decimal out = *this;
  if (!negative_) {
    out.whole_ = increment(whole_);
    return out;
  }
  if (whole_.empty()) return {};  // -1 < x < 0: zero is above it and within one
  out.whole_ = decrement(whole_);
  if (out.whole_.empty() && out.fraction_.empty()) out.negative_ = false;
  return out;
}

Decimal Decimal::negated() const {
  Decimal out = *this;
  if (!whole_.empty() || !fraction_.empty()) out.negative_ = !negative_;
  return out;
}

Decimal Decimal::minus_one() const {
  return negated().plus_one().negated();
}

Decimal Decimal::floor() const {
  if (fraction_.empty()) return *this;
  Decimal out = *this;
  out.fraction_.clear();
  if (negative_) out.whole_ = increment(whole_);
  if (out.whole_.empty()) out.negative_ = false;
  return out;
}

Decimal Decimal::between(const Decimal& low, const Decimal& high) {
  const Decimal next_whole = low.floor().plus_one();
  if (low < next_whole && next_whole < high) return next_whole;
  // No whole number lies between, so both have one sign (zero counted with either). Moving from the end nearer to zero
  // by less than one unit of the last place of both stays short of the other end.
  const std::size_t places = std::max(low.fraction_.size(), high.fraction_.size());
  Decimal out = low.negative_ ? high : low;
  out.negative_ = low.negative_;
  out.fraction_.resize(places, '0');
  out.fraction_ += '1';
  return out;
}

}  // namespace iamproof
