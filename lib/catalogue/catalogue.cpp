#include "iamproof/catalogue.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "catalogue/block.h"
#include "catalogue/built_in.h"
#include "catalogue/expand.h"
#include "catalogue/find.h"
#include "catalogue/nearest.h"
#include "catalogue/records.h"

namespace iamproof {

/// A block and its tables. `owned` is empty for the built-in catalogue.
struct Catalogue::Impl {
  std::vector<std::byte> owned;
  Block block;
};

namespace {

constexpr std::size_t max_text = std::size_t{256} << 20U;

Error too_large(const Source& text) {
  return Error{text.name(), {}, "is larger than the limit of " + std::to_string(max_text) + " bytes"};
}

/// From complete records, the last of which came from `text`.
Result<std::shared_ptr<const Catalogue::Impl>> impl_from(const Records& records, const Source& text) {
  Errors errors = unknown_names(records, text);
  if (!errors.empty()) return errors;
  Result<std::vector<std::byte>> bytes = build_block(records);
  if (!bytes) {
    errors = std::move(bytes).errors();
    for (Error& error : errors) error.source = text.name();
    return errors;
  }
  auto impl = std::make_shared<Catalogue::Impl>();
  impl->owned = *std::move(bytes);
  impl->block = open_block(impl->owned.data());
  return std::shared_ptr<const Catalogue::Impl>(std::move(impl));
}

KeyInfo key_info(const Block& block, const KeyRow& row) {
  return {block.string(row.name), row.type, row.multivalued, row.global};
}

std::vector<std::string_view> key_names(const Block& block, ListRef list) {
  std::vector<std::string_view> names;
  for (const ListItem key : block.list(list)) names.push_back(block.string(block.keys[key].name));
  return names;
}

const DefinitionRow& definition(const Block& block, ActionId id) {
  return block.definitions[block.definition_of[id]];
}

/// The family and, by the row after it, its end; null if there is none of that name.
const FamilyRow* find_family(const Block& block, std::string_view name) {
  const auto end = block.families.end() - 1;
  const auto found =
      std::find_if(block.families.begin(), end, [&](const FamilyRow& row) { return block.string(row.name) == name; });
  return found == end ? nullptr : &*found;
}

}  // namespace

Catalogue::Catalogue(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}

Catalogue Catalogue::built_in() {
  return Catalogue(std::make_shared<const Impl>(Impl{{}, open_block(built_in_block())}));
}

Result<Catalogue> Catalogue::read(const Source& text) {
  if (text.text().size() > max_text) return too_large(text);
  const Result<Records> records = parse_records(text);
  if (!records) return records.errors();
  if (records->date.empty()) {
    return Error{text.name(), Position{},
                 "has no line `catalogue`; expected the number of the format, a date and a "
                 "version"};
  }
  auto impl = impl_from(*records, text);
  if (!impl) return std::move(impl).errors();
  return Catalogue(*std::move(impl));
}

Result<Catalogue> Catalogue::with_overlay(const Source& text) const {
  if (text.text().size() > max_text) return too_large(text);
  Result<Records> overlay = parse_records(text);
  if (!overlay) return std::move(overlay).errors();
  Records records = records_of(impl_->block);
  lay_over(records, *std::move(overlay));
  auto impl = impl_from(records, text);
  if (!impl) return std::move(impl).errors();
  return Catalogue(*std::move(impl));
}

std::string_view Catalogue::date() const {
  return impl_->block.date;
}
std::string_view Catalogue::version() const {
  return impl_->block.version;
}

std::size_t Catalogue::action_count() const {
  return impl_->block.action_count();
}
std::string_view Catalogue::action_name(ActionId id) const {
  return impl_->block.name(id);
}
std::string_view Catalogue::action_name_folded(ActionId id) const {
  return impl_->block.folded_name(id);
}

AccessLevel Catalogue::access_level(ActionId id) const {
  return static_cast<AccessLevel>(definition(impl_->block, id).level);
}

ServiceId Catalogue::service_of(ActionId id) const {
  return definition(impl_->block, id).service;
}

std::vector<ActionResource> Catalogue::resources(ActionId id) const {
  std::vector<ActionResource> resources;
  for (const ListItem item : impl_->block.list(definition(impl_->block, id).resources)) {
    resources.push_back(action_resource(item));
  }
  return resources;
}

bool operator==(const Catalogue& a, const Catalogue& b) {
  return a.impl_->block.names.data() == b.impl_->block.names.data();
}

std::uint32_t Catalogue::resource_list(ActionId id) const {
  return definition(impl_->block, id).resources;
}

std::vector<std::string_view> Catalogue::condition_keys(ActionId id) const {
  return key_names(impl_->block, definition(impl_->block, id).keys);
}

std::vector<std::string_view> Catalogue::dependent_actions(ActionId id) const {
  const Block& block = impl_->block;
  std::vector<std::string_view> names;
  for (const DependentRow& row : dependents_of(block, id)) names.push_back(block.string(row.name));
  return names;
}

std::optional<ActionId> Catalogue::find_action(std::string_view name) const {
  return iamproof::find_action(impl_->block, name);
}

std::vector<ActionId> Catalogue::expand(std::string_view pattern) const {
  return iamproof::expand(impl_->block, pattern);
}

std::vector<std::string_view> Catalogue::nearest_actions(std::string_view name, std::size_t limit) const {
  return iamproof::nearest_actions(impl_->block, name, limit);
}

std::string_view Catalogue::action_for_operation(std::string_view name) const {
  const auto row = find_operation(impl_->block, name);
  return row ? impl_->block.name(impl_->block.operations[*row].action) : std::string_view();
}

std::size_t Catalogue::service_count() const {
  return impl_->block.services.size() - 1;
}

ServiceInfo Catalogue::service(ServiceId id) const {
  const Block& block = impl_->block;
  const ServiceRow& row = block.services[id];
  return {block.string(row.prefix), block.string(row.name), block.string(row.category), row.first_action,
          block.services[id + 1].first_action - row.first_action};
}

std::optional<ServiceId> Catalogue::find_service(std::string_view prefix) const {
  return iamproof::find_service(impl_->block, prefix);
}

std::size_t Catalogue::resource_type_count() const {
  return impl_->block.resource_types.size();
}

ResourceTypeInfo Catalogue::resource_type(ResourceTypeId id) const {
  const ResourceTypeRow& row = impl_->block.resource_types[id];
  return {row.service, impl_->block.string(row.name), impl_->block.string(row.arn)};
}

std::vector<std::string_view> Catalogue::resource_condition_keys(ResourceTypeId id) const {
  return key_names(impl_->block, impl_->block.resource_types[id].keys);
}

std::optional<KeyInfo> Catalogue::find_key(std::string_view name) const {
  const auto row = iamproof::find_key(impl_->block, name);
  if (!row) return std::nullopt;
  return key_info(impl_->block, impl_->block.keys[*row]);
}

std::vector<std::string_view> Catalogue::nearest_keys(std::string_view name, std::size_t limit) const {
  return iamproof::nearest_keys(impl_->block, name, limit);
}

std::vector<std::string_view> Catalogue::families() const {
  std::vector<std::string_view> names;
  for (const FamilyRow& row : impl_->block.families.first(impl_->block.families.size() - 1)) {
    names.push_back(impl_->block.string(row.name));
  }
  return names;
}

std::string_view Catalogue::family_description(std::string_view family) const {
  const FamilyRow* const row = find_family(impl_->block, family);
  return row == nullptr ? std::string_view() : impl_->block.string(row->description);
}

std::uint32_t Catalogue::family_version(std::string_view family) const {
  const FamilyRow* const row = find_family(impl_->block, family);
  return row == nullptr ? 0 : row->version;
}

std::vector<FamilyEntry> Catalogue::family(std::string_view name) const {
  const Block& block = impl_->block;
  const FamilyRow* const row = find_family(block, name);
  if (row == nullptr) return {};
  std::vector<FamilyEntry> entries;
  for (const EntryRow& entry : block.entries.subspan(row->first_entry, (row + 1)->first_entry - row->first_entry)) {
    entries.push_back({block.pattern(entry), block.string(entry.reason)});
  }
  return entries;
}

}  // namespace iamproof
