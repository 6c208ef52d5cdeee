/// The types of condition values: numbers, dates, addresses, Booleans, bytes. Each reader gives nothing for a text that
/// is not of its type.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oracle {

/// A sign, digits and an optional fraction, kept as digits so that nothing is rounded.
struct Decimal {
  bool negative = false;
  std::string whole;     ///< without leading zeros
  std::string fraction;  ///< without trailing zeros
};
std::optional<Decimal> read_decimal(std::string_view text);
/// Below zero, zero or above as a is less than, equal to or greater than b.
int compare(const Decimal& a, const Decimal& b);

/// A point in time: days since 1970-01-01 and nanoseconds into that day, both UTC.
struct Instant {
  std::int64_t day = 0;
  std::int64_t nanosecond = 0;
};
/// ISO 8601 in the W3C profile as IAM accepts it, or seconds since 1970: a text with neither `-` nor `T` is seconds.
/// A part left out is the lowest, a missing offset is UTC.
std::optional<Instant> read_instant(std::string_view text);
int compare(const Instant& a, const Instant& b);

struct Address {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  ///< the first four for IPv4
};
struct AddressBlock {
  Address address;
  int prefix_length = 0;
};
std::optional<Address> read_address(std::string_view text);
std::optional<AddressBlock> read_address_block(std::string_view text);
/// Only the first prefix_length bits count, and the two families never meet.
bool contains(const AddressBlock& block, const Address& address);

/// "true" or "false", without regard to case.
std::optional<bool> read_boolean(std::string_view text);

/// The bytes that base64 text stands for.
std::optional<std::string> read_base64(std::string_view text);

}  // namespace oracle
