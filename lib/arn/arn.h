/// The parts of an ARN: arn:partition:service:region:account:resource. All after the fifth colon is one part.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "glob/glob.h"

namespace iamproof {

struct ArnParts {
  std::string_view partition, service, region, account, resource;
};

/// The parts of "arn:" and at least five colons; nothing for any other text. The parts may hold wildcards.
std::optional<ArnParts> split_arn(std::string_view text);

bool is_account_id(std::string_view text);  ///< twelve digits

/// The pattern of an ARN operator (ArnLike, ArnEquals): six components, wildcards of the first five stay inside theirs.
/// Nothing for fewer than six components: such a pattern matches no ARN. `tokens` are those of the pattern as written
/// (after policy variables are taken care of). IAM User Guide, "ARN condition operators".
std::optional<Glob> arn_like(const Glob& pattern);

/// The ARNs of a catalogue format such as "arn:${Partition}:iam::${Account}:user/${UserNameWithPath}": a partition
/// begins with `aws`, an account is twelve digits, and no placeholder before the fifth colon holds one, nor do those of
/// data/colon_free.tsv.
enum class Colons : std::uint8_t { as_named, anywhere };  ///< anywhere: whatever data/colon_free.tsv says
enum class Placeholders : std::uint8_t { any, filled };   ///< any: what a placeholder stands for may be empty
Glob arn_format(std::string_view format, Colons colons = Colons::as_named,
                Placeholders placeholders = Placeholders::any);

}  // namespace iamproof
