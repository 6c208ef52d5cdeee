#include <algorithm>

#include "iamproof/pack.h"
#include "support/embedded.h"

namespace iamproof {

static std::string_view embedded_pack(std::string_view name) {
  const auto at = std::find_if(embedded_packs.begin(), embedded_packs.end(),
                               [&](const Embedded& pack) { return pack.name == name; });
  return at == embedded_packs.end() ? std::string_view() : at->text;
}

std::vector<Pack> packs() {
  return {{"org-admin",
           "an administrator of an organization in a management account that somebody else pays for",
           embedded_pack("org-admin"),
           {PolicyType::identity},
           true},
          {"member-reach",
           "somebody in the management account who is to have no power over member accounts",
           embedded_pack("member-reach"),
           {PolicyType::identity},
           true,
           false},
          {"public-access",
           "a resource, or a role, that is not open to everyone",
           embedded_pack("public-access"),
           {PolicyType::resource, PolicyType::trust}}};
}

std::optional<Pack> find_pack(std::string_view name) {
  for (Pack& pack : packs()) {
    if (pack.name == name) return std::move(pack);
  }
  return std::nullopt;
}

std::optional<std::string_view> explain(std::string_view id) {
  const auto at = std::lower_bound(embedded_pages.begin(), embedded_pages.end(), id,
                                   [](const Embedded& page, std::string_view name) { return page.name < name; });
  if (at == embedded_pages.end() || at->name != id) return std::nullopt;
  return at->text;
}

std::vector<std::string_view> explained_ids() {
  std::vector<std::string_view> ids;
  for (const Embedded& page : embedded_pages) ids.push_back(page.name);
  return ids;
}

}  // namespace iamproof
