#include "catalogue/block.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "catalogue/fold.h"

// A block is a header, which says where each table begins and how many rows it has, and the tables. A row refers to
// another row by its number and to a text by its offset, so the block means the same wherever it is loaded: it can be
// part of the program's read-only data, and using it costs neither time at start-up nor relocations.
//
// What keeps it small: 22,000 actions share some thousands of definitions (level, resource types, keys); numbers take
// two bytes where there are fewer than 65,535 of a thing; equal texts are stored once; a family's entry that is an
// action is the action's number. What keeps it fast: names lie end to end in order, so those that begin alike are
// neighbours, and each kind of name has a hash table, laid out here and only read later.

namespace iamproof {
namespace {

constexpr std::array<char, 8> magic = {'i', 'a', 'm', 'c', 'a', 't', '0', '1'};

struct TablePlace {
  std::uint32_t offset;
  std::uint32_t count;
};

struct Header {
  std::array<char, 8> magic;
  StringRef date;
  StringRef version;
  std::array<TablePlace, 22> tables;
};

/// Every table of a block, always in this order: for writing and for opening.
template <class AnyBlock, class Do>
void each_table(AnyBlock& block, Do&& act) {
  std::size_t number = 0;
  const auto next = [&](auto& table) { act(number++, table); };
  next(block.names);
  next(block.folded_names);
  next(block.name_groups);
  next(block.name_begins);
  next(block.definition_of);
  next(block.definitions);
  next(block.services);
  next(block.resource_types);
  next(block.keys);
  next(block.templates);
  next(block.operations);
  next(block.families);
  next(block.entries);
  next(block.dependents);
  next(block.list_begins);
  next(block.list_items);
  next(block.pool);
  next(block.action_slots);
  next(block.service_slots);
  next(block.key_slots);
  next(block.template_slots);
  next(block.operation_slots);
}

class Strings {
 public:
  StringRef add(std::string_view text) {
    const auto [place, is_new] = known_.emplace(text, static_cast<StringRef>(pool_.size()));
    if (is_new) {
      const auto size = static_cast<std::uint16_t>(text.size());
      const char* const bytes = static_cast<const char*>(static_cast<const void*>(&size));
      pool_.insert(pool_.end(), bytes, bytes + sizeof size);
      pool_.insert(pool_.end(), text.begin(), text.end());
    }
    return place->second;
  }
  std::vector<char> take() && { return std::move(pool_); }

 private:
  std::unordered_map<std::string_view, StringRef> known_;
  std::vector<char> pool_;
};

class Lists {
 public:
  ListRef add(const std::vector<ListItem>& items) {
    const auto [place, is_new] = known_.emplace(items, static_cast<ListRef>(known_.size()));
    if (is_new) {
      items_.insert(items_.end(), items.begin(), items.end());
      begins_.push_back(static_cast<std::uint32_t>(items_.size()));
    }
    return place->second;
  }
  std::size_t size() const { return known_.size(); }
  std::vector<std::uint32_t> take_begins() && { return std::move(begins_); }
  std::vector<ListItem> take_items() && { return std::move(items_); }

 private:
  std::map<std::vector<ListItem>, ListRef> known_;
  std::vector<std::uint32_t> begins_ = {0};
  std::vector<ListItem> items_;
};

/// At most three quarters full, so that a search always ends at an empty slot, and soon.
std::vector<std::uint16_t> slots_for(std::size_t count) {
  std::size_t size = 8;
  while (size * 3 < count * 4) size *= 2;
  return std::vector<std::uint16_t>(size, empty_slot);
}

void put(std::vector<std::uint16_t>& slots, std::uint64_t hash, std::size_t row) {
  const std::size_t mask = slots.size() - 1;
  std::size_t at = hash & mask;
  while (slots[at] != empty_slot) at = (at + 1) & mask;
  slots[at] = static_cast<std::uint16_t>(row);
}

/// The number of each name, in the order of the map.
template <class Map>
std::unordered_map<std::string_view, std::uint32_t> numbers_of(const Map& map) {
  std::unordered_map<std::string_view, std::uint32_t> numbers;
  for (const auto& [name, placed] : map) numbers.emplace(name, static_cast<std::uint32_t>(numbers.size()));
  return numbers;
}

/// A Block that owns its tables.
struct Tables {
  std::vector<char> names;
  std::vector<char> folded_names;
  std::vector<std::uint32_t> name_groups;
  std::vector<std::uint16_t> name_begins;
  std::vector<std::uint16_t> definition_of;
  std::vector<DefinitionRow> definitions;
  std::vector<ServiceRow> services;
  std::vector<ResourceTypeRow> resource_types;
  std::vector<KeyRow> keys;
  std::vector<TemplateRow> templates;
  std::vector<OperationRow> operations;
  std::vector<FamilyRow> families;
  std::vector<EntryRow> entries;
  std::vector<DependentRow> dependents;
  std::vector<std::uint32_t> list_begins;
  std::vector<ListItem> list_items;
  std::vector<char> pool;
  std::vector<std::uint16_t> action_slots;
  std::vector<std::uint16_t> service_slots;
  std::vector<std::uint16_t> key_slots;
  std::vector<std::uint16_t> template_slots;
  std::vector<std::uint16_t> operation_slots;
};

class Builder {
 public:
  explicit Builder(const Records& records)
      : records_(records),
        services_(numbers_of(records.services)),
        resource_types_(numbers_of(records.resources)),
        keys_(numbers_of(records.keys)),
        actions_(numbers_of(records.actions)) {}

  std::vector<std::byte> build() {
    date_ = strings_.add(records_.date);
    version_ = strings_.add(records_.version);
    add_keys();
    add_resource_types();
    add_actions();
    add_services();
    add_operations();
    add_families();
    list_count_ = lists_.size();
    tables_.list_begins = std::move(lists_).take_begins();
    tables_.list_items = std::move(lists_).take_items();
    tables_.pool = std::move(strings_).take();
    return laid_out();
  }

  std::size_t list_count() const { return list_count_; }

 private:
  ListRef key_list(const std::vector<std::string_view>& names) {
    std::vector<ListItem> items;
    for (const std::string_view name : names) items.push_back(static_cast<ListItem>(keys_.at(folded(name))));
    return lists_.add(items);
  }

  void add_keys() {
    tables_.key_slots = slots_for(records_.keys.size());
    for (const auto& [name, placed] : records_.keys) {
      const KeyInfo& key = placed.record;
      if (const auto variable = variable_part(key.name)) {
        tables_.templates.push_back({static_cast<std::uint32_t>(tables_.keys.size()),
                                     static_cast<std::uint16_t>(variable->begin),
                                     static_cast<std::uint16_t>(key.name.size() - variable->end)});
      }
      put(tables_.key_slots, hash_folded(name), tables_.keys.size());
      tables_.keys.push_back({strings_.add(key.name), key.type, key.multivalued, key.global, 0});
    }
    add_templates();
  }

  void add_templates() {
    std::vector<std::string_view> names;
    for (const auto& [name, placed] : records_.keys) names.push_back(name);
    const auto before = [&](const TemplateRow& row) { return names[row.key].substr(0, row.before); };
    std::sort(tables_.templates.begin(), tables_.templates.end(), [&](const TemplateRow& a, const TemplateRow& b) {
      if (before(a) != before(b)) return before(a) < before(b);
      return a.after != b.after ? a.after > b.after : a.key < b.key;
    });
    tables_.template_slots = slots_for(tables_.templates.size());
    for (std::size_t i = 0; i < tables_.templates.size(); ++i) {
      if (i > 0 && before(tables_.templates[i]) == before(tables_.templates[i - 1])) continue;
      put(tables_.template_slots, hash_folded(before(tables_.templates[i])), i);
    }
  }

  void add_resource_types() {
    for (const auto& [name, placed] : records_.resources) {
      const ResourceRecord& type = placed.record;
      tables_.resource_types.push_back({strings_.add(type.name), strings_.add(type.arn), key_list(type.keys),
                                        static_cast<std::uint16_t>(services_.at(std::string(type.service) + ":"))});
    }
  }

  std::uint16_t definition(const std::string& service, const ActionRecord& action) {
    std::vector<ListItem> resources;
    for (const ResourceUse& use : action.resources) {
      const std::uint32_t type = resource_types_.at(service + folded(use.name));
      resources.push_back(static_cast<ListItem>(use.required ? type | required_bit : type));
    }
    const DefinitionRow row{lists_.add(resources), key_list(action.keys),
                            static_cast<std::uint16_t>(services_.at(service)),
                            static_cast<std::uint16_t>(action.level)};
    const std::array<std::uint16_t, 4> content = {row.resources, row.keys, row.service, row.level};
    const auto [place, is_new] = definitions_.emplace(content, static_cast<std::uint16_t>(definitions_.size()));
    if (is_new) tables_.definitions.push_back(row);
    return place->second;
  }

  void add_name_begin() {
    const std::size_t at = tables_.names.size();
    if (tables_.name_begins.size() % names_in_group == 0) {
      tables_.name_groups.push_back(static_cast<std::uint32_t>(at));
    }
    tables_.name_begins.push_back(static_cast<std::uint16_t>(at - tables_.name_groups.back()));
  }

  void add_actions() {
    tables_.action_slots = slots_for(records_.actions.size());
    for (const auto& [name, placed] : records_.actions) {
      const ActionRecord& action = placed.record;
      const auto id = static_cast<ActionId>(tables_.definition_of.size());
      put(tables_.action_slots, hash_folded(name), id);
      add_name_begin();
      tables_.names.insert(tables_.names.end(), action.name.begin(), action.name.end());
      tables_.folded_names.insert(tables_.folded_names.end(), name.begin(), name.end());
      tables_.definition_of.push_back(definition(name.substr(0, name.find(':') + 1), action));
      for (const std::string_view dependent : action.dependents) {
        tables_.dependents.push_back({id, strings_.add(dependent)});
      }
    }
    add_name_begin();
  }

  void add_services() {
    tables_.service_slots = slots_for(records_.services.size());
    std::uint32_t action = 0;
    auto next = records_.actions.begin();
    for (const auto& [prefix, placed] : records_.services) {
      const ServiceRecord& service = placed.record;
      put(tables_.service_slots, hash_folded(service.prefix), tables_.services.size());
      tables_.services.push_back(
          {strings_.add(service.prefix), strings_.add(service.name), strings_.add(service.category), action});
      for (; next != records_.actions.end() && next->first.starts_with(prefix); ++next) ++action;
    }
    tables_.services.push_back({date_, date_, date_, action});
  }

  void add_operations() {
    tables_.operation_slots = slots_for(records_.operations.size());
    for (const auto& [name, placed] : records_.operations) {
      put(tables_.operation_slots, hash_folded(name), tables_.operations.size());
      tables_.operations.push_back({strings_.add(placed.record.name), actions_.at(folded(placed.record.action))});
    }
  }

  /// An action written as the catalogue writes it is kept as its number.
  std::uint32_t pattern(std::string_view text) {
    const auto action = actions_.find(folded(text));
    const bool same = action != actions_.end() && records_.actions.at(folded(text)).record.name == text;
    return same ? action->second | action_bit : strings_.add(text);
  }

  void add_families() {
    auto next = records_.entries.begin();
    for (const auto& [name, placed] : records_.families) {
      const FamilyRecord& family = placed.record;
      tables_.families.push_back({strings_.add(family.name), strings_.add(family.description), family.version,
                                  static_cast<std::uint32_t>(tables_.entries.size())});
      for (; next != records_.entries.end() && next->first.first == name; ++next) {
        tables_.entries.push_back({pattern(next->second.record.pattern), strings_.add(next->second.record.reason)});
      }
    }
    tables_.families.push_back({date_, date_, 0, static_cast<std::uint32_t>(tables_.entries.size())});
  }

  std::vector<std::byte> laid_out() const {
    constexpr std::size_t alignment = 8;
    Header header{magic, date_, version_, {}};
    std::vector<std::byte> bytes(sizeof header);
    each_table(tables_, [&](std::size_t number, const auto& table) {
      bytes.resize((bytes.size() + alignment - 1) / alignment * alignment);
      header.tables[number] = {static_cast<std::uint32_t>(bytes.size()), static_cast<std::uint32_t>(table.size())};
      const std::size_t size = table.size() * sizeof table[0];
      bytes.resize(bytes.size() + size);
      if (size != 0) std::memcpy(bytes.data() + header.tables[number].offset, table.data(), size);
    });
    std::memcpy(bytes.data(), &header, sizeof header);
    return bytes;
  }

  const Records& records_;
  std::unordered_map<std::string_view, std::uint32_t> services_;
  std::unordered_map<std::string_view, std::uint32_t> resource_types_;
  std::unordered_map<std::string_view, std::uint32_t> keys_;
  std::unordered_map<std::string_view, std::uint32_t> actions_;
  std::map<std::array<std::uint16_t, 4>, std::uint16_t> definitions_;
  Strings strings_;
  Lists lists_;
  std::size_t list_count_ = 0;
  StringRef date_ = 0;
  StringRef version_ = 0;
  Tables tables_;
};

Error too_many(std::string_view what, std::size_t limit) {
  return Error{"", {}, "the catalogue has more than " + std::to_string(limit) + " " + std::string(what)};
}

}  // namespace

std::optional<VariablePart> variable_part(std::string_view key) {
  for (const auto& [open, close] : {std::pair<std::string_view, char>{"${", '}'}, {"<", '>'}}) {
    const std::size_t begin = key.find(open);
    if (begin == std::string_view::npos) continue;
    const std::size_t end = key.find(close, begin);
    if (end != std::string_view::npos) return VariablePart{begin, end + 1};
  }
  return std::nullopt;
}

Result<std::vector<std::byte>> build_block(const Records& records) {
  constexpr std::size_t limit = empty_slot - 1;
  constexpr std::size_t type_limit = required_bit - 1;
  if (records.actions.size() > limit) return too_many("actions", limit);
  if (records.services.size() > limit) return too_many("services", limit);
  if (records.keys.size() > limit) return too_many("condition keys", limit);
  if (records.operations.size() > limit) return too_many("API operations", limit);
  if (records.resources.size() > type_limit) return too_many("resource types", type_limit);
  Builder builder(records);
  std::vector<std::byte> block = builder.build();
  if (builder.list_count() > limit) return too_many("different lists", limit);
  return block;
}

Block open_block(const std::byte* bytes) {
  Header header;
  std::memcpy(&header, bytes, sizeof header);
  assert(header.magic == magic);
  Block block;
  each_table(block, [&]<class Row>(std::size_t number, std::span<const Row>& table) {
    const auto [offset, count] = header.tables[number];
    table = {static_cast<const Row*>(static_cast<const void*>(bytes + offset)), count};
  });
  block.date = block.string(header.date);
  block.version = block.string(header.version);
  return block;
}

std::span<const DependentRow> dependents_of(const Block& block, ActionId action) {
  const auto [begin, end] =
      std::equal_range(block.dependents.begin(), block.dependents.end(), DependentRow{action, 0},
                       [](const DependentRow& a, const DependentRow& b) { return a.action < b.action; });
  return {begin, end};
}

Records records_of(const Block& block) {
  Records records;
  records.date = block.date;
  records.version = block.version;
  const auto key_names = [&](ListRef list) {
    std::vector<std::string_view> names;
    for (const ListItem key : block.list(list)) names.push_back(block.string(block.keys[key].name));
    return names;
  };
  for (const ServiceRow& row : block.services.first(block.services.size() - 1)) {
    const ServiceRecord service{block.string(row.prefix), block.string(row.name), block.string(row.category)};
    records.services[std::string(service.prefix) + ":"].record = service;
  }
  for (const ResourceTypeRow& row : block.resource_types) {
    ResourceRecord type{block.string(block.services[row.service].prefix), block.string(row.name), block.string(row.arn),
                        key_names(row.keys)};
    records.resources[std::string(type.service) + ":" + folded(type.name)].record = std::move(type);
  }
  for (ActionId id = 0; id < block.action_count(); ++id) {
    const DefinitionRow& row = block.definitions[block.definition_of[id]];
    ActionRecord action{block.name(id), static_cast<AccessLevel>(row.level), {}, key_names(row.keys), {}};
    for (const ListItem item : block.list(row.resources)) {
      const ActionResource use = action_resource(item);
      action.resources.push_back({block.string(block.resource_types[use.type].name), use.required});
    }
    for (const DependentRow& dependent : dependents_of(block, id)) {
      action.dependents.push_back(block.string(dependent.name));
    }
    records.actions[std::string(block.folded_name(id))].record = std::move(action);
  }
  for (const KeyRow& row : block.keys) {
    const KeyInfo key{block.string(row.name), row.type, row.multivalued, row.global};
    records.keys[folded(key.name)].record = key;
  }
  for (const OperationRow& row : block.operations) {
    const OperationRecord operation{block.string(row.name), block.name(row.action)};
    records.operations[folded(operation.name)].record = operation;
  }
  for (std::size_t i = 0; i + 1 < block.families.size(); ++i) {
    const FamilyRow& row = block.families[i];
    const FamilyRecord family{block.string(row.name), row.version, block.string(row.description)};
    for (std::uint32_t entry = row.first_entry; entry < block.families[i + 1].first_entry; ++entry) {
      const std::string_view pattern = block.pattern(block.entries[entry]);
      records.entries[{std::string(family.name), folded(pattern)}].record = {pattern,
                                                                             block.string(block.entries[entry].reason)};
    }
    records.families[std::string(family.name)].record = family;
  }
  return records;
}

}  // namespace iamproof
