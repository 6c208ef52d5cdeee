/// Blocks of IP addresses of both families, as IP operators compare them: by bits, never by spelling.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace iamproof {

/// An address: the four or sixteen bytes of it. IPv4 and IPv6 never meet.
struct IpAddress {
  bool v6 = false;
  std::array<std::uint8_t, 16> bytes{};  ///< the first four of IPv4, the rest zero
  friend auto operator<=>(const IpAddress&, const IpAddress&) = default;

  static std::optional<IpAddress> parse(std::string_view text);
  std::string text() const;
  std::size_t size() const { return v6 ? 16 : 4; }
  /// The address after this one in its family; nothing after the last.
  std::optional<IpAddress> next() const;
};

/// All addresses from `first` to `last` of one family.
struct IpRange {
  IpAddress first, last;

  /// `203.0.113.0/24`, `2001:db8::/32`, or a single address. Bits below the prefix length are ignored.
  /// IAM User Guide, "IP address condition operators".
  static std::optional<IpRange> parse(std::string_view text);
  bool contains(const IpAddress& address) const {
    return first <= address && address <= last && first.v6 == address.v6;
  }
};

}  // namespace iamproof
