#include "catalogue/records.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "catalogue/fold.h"

// A catalogue is lines of fields separated by tabs; the first field says what the line is, a list is separated by
// commas, `-` is an empty list, `#` begins a comment line:
//
//   service   s3          Amazon S3   storage
//   resource  s3          bucket      arn:${Partition}:s3:::${BucketName}   aws:ResourceTag/${TagKey}
//   action    s3:GetBucketAcl   Read  bucket!                               s3:authType,s3:signatureAge
//
// The order of lines does not matter, so files can be concatenated in any order, and an overlay is a file like any
// other. Reading goes on after a wrong line: one run tells all that is wrong with a text.

namespace iamproof {
namespace {

constexpr std::size_t max_errors = 100;
constexpr std::size_t max_field = 0xFFFF;
constexpr std::string_view format_number = "1";

std::string quoted(std::string_view text) {
  constexpr std::size_t shown = 80;
  std::string result = "`";
  for (const char c : text.substr(0, shown)) result += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? '?' : c;
  return result + (text.size() > shown ? "...`" : "`");
}

bool is_lower_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}
bool is_alphanumeric(char c) {
  return is_lower_or_digit(fold(c));
}

bool is_prefix(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_lower_or_digit(c) || c == '-' || c == '.'; });
}

bool is_action_name(std::string_view text) {
  if (text.size() > longest_action_name) return false;
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos || !is_prefix(text.substr(0, colon))) return false;
  const std::string_view name = text.substr(colon + 1);
  return !name.empty() &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_alphanumeric(c) || c == '-' || c == '_'; });
}

/// `*`, or an action's name with wildcards after the colon.
bool is_action_pattern(std::string_view text) {
  if (text == "*") return true;
  std::string plain(text);
  const std::size_t colon = std::min(plain.find(':'), plain.size());
  std::replace_if(
      plain.begin() + static_cast<std::ptrdiff_t>(colon), plain.end(), [](char c) { return c == '*' || c == '?'; },
      'x');
  return is_action_name(plain);
}

bool is_key_name(std::string_view text) {
  return text.find(':') != std::string_view::npos && text.find_first_of(" ,") == std::string_view::npos;
}

/// Well-formed UTF-8 without control characters; tabs have been taken out before.
bool is_plain_text(std::string_view text) {
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    if (lead < 0x20 || lead == 0x7F || (lead >= 0x80 && lead < 0xC2) || lead > 0xF4) return false;
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (i + length > text.size()) return false;
    for (std::size_t k = 1; k < length; ++k) {
      if ((static_cast<unsigned char>(text[i + k]) & 0xC0U) != 0x80U) return false;
    }
    const auto second = static_cast<unsigned char>(length > 1 ? text[i + 1] : '\0');
    const bool overlong = (lead == 0xE0 && second < 0xA0) || (lead == 0xF0 && second < 0x90);
    const bool beyond = (lead == 0xED && second > 0x9F) || (lead == 0xF4 && second > 0x8F);
    if (overlong || beyond) return false;
    i += length;
  }
  return true;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> split_list(std::string_view field) {
  return field == "-" ? std::vector<std::string_view>{} : split(field, ',');
}

std::optional<KeyType> key_type_from(std::string_view name) {
  for (const KeyType type : {KeyType::string, KeyType::arn, KeyType::boolean, KeyType::date, KeyType::numeric,
                             KeyType::ip_address, KeyType::binary}) {
    if (to_string(type) == name) return type;
  }
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(const Source& text) : text_(text) {}

  Result<Records> read() {
    std::string_view rest = text_.text();
    while (!rest.empty() && errors_.size() < max_errors) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      at_ = text_.text().size() - rest.size();
      line(rest.substr(0, end));
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    if (!errors_.empty()) return std::move(errors_);
    return std::move(records_);
  }

 private:
  using Fields = std::vector<std::string_view>;

  /// What a line that begins with `tag` holds after it. `optional` fields may be left off at the end.
  struct Kind {
    std::string_view tag;
    std::size_t count;
    std::size_t optional;
    std::string_view fields;
    void (Reader::*read)(const Fields&);
  };
  static constexpr std::size_t kind_count = 9;
  static const std::array<Kind, kind_count> kinds;

  // Errors come in the order of the text, so the line is found by counting on from the last one.
  void fail(std::string message) {
    const std::string_view text = text_.text();
    line_ += static_cast<std::uint32_t>(std::count(text.begin() + static_cast<std::ptrdiff_t>(counted_),
                                                   text.begin() + static_cast<std::ptrdiff_t>(at_), '\n'));
    counted_ = at_;
    errors_.push_back(Error{text_.name(), Position{line_, 1}, std::move(message)});
  }

  void line(std::string_view line) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.empty() || line.front() == '#') return;
    Fields fields = split(line, '\t');
    const auto kind = std::find_if(kinds.begin(), kinds.end(), [&](const Kind& k) { return k.tag == fields.front(); });
    if (kind == kinds.end()) {
      fail(quoted(fields.front()) +
           " begins no line of a catalogue; expected catalogue, service, resource, action, key, global, operation, "
           "family or entry, then a tab");
      return;
    }
    fields.erase(fields.begin());
    if (fields.size() < kind->count || fields.size() > kind->count + kind->optional) {
      fail("a line `" + std::string(kind->tag) + "` has " + std::string(kind->fields) + ", separated by tabs; found " +
           std::to_string(fields.size()) + (fields.size() == 1 ? " field" : " fields"));
      return;
    }
    for (const std::string_view field : fields) {
      if (!field.empty() && field.size() <= max_field && is_plain_text(field)) continue;
      fail("a field of a line `" + std::string(kind->tag) +
           "` is empty, longer than 65535 bytes, or has control characters or bytes that are not UTF-8");
      return;
    }
    (this->*kind->read)(fields);
  }

  template <class Map, class Record>
  void add(Map& map, typename Map::key_type name, Record record, std::string_view shown) {
    if (!map.emplace(std::move(name), typename Map::mapped_type{std::move(record), at_}).second) {
      fail(quoted(shown) + " is given twice");
    }
  }

  void catalogue(const Fields& fields) {
    if (fields[0] != format_number) {
      fail("the catalogue is of format " + quoted(fields[0]) + "; expected " + std::string(format_number));
    } else if (!records_.date.empty()) {
      fail("there is a second line `catalogue`");
    }
    records_.date = fields[1];
    records_.version = fields[2];
  }

  void service(const Fields& fields) {
    if (!is_prefix(fields[0])) {
      fail(quoted(fields[0]) + " is no service prefix; expected lower-case letters, digits, `-` and `.`");
      return;
    }
    add(records_.services, std::string(fields[0]) + ":", ServiceRecord{fields[0], fields[1], fields[2]}, fields[0]);
  }

  std::optional<std::vector<std::string_view>> keys(std::string_view field) {
    std::vector<std::string_view> names = split_list(field);
    for (const std::string_view name : names) {
      if (is_key_name(name)) continue;
      fail(quoted(name) + " is no condition key; expected a list such as `s3:prefix,aws:TagKeys`, or `-`");
      return std::nullopt;
    }
    return names;
  }

  void resource(const Fields& fields) {
    if (fields[1].find_first_of(",!") != std::string_view::npos) {
      fail(quoted(fields[1]) + " is no name of a resource type; expected one without `,` and `!`");
      return;
    }
    if (auto condition_keys = keys(fields[3])) {
      std::string name = std::string(fields[0]) + ":" + folded(fields[1]);
      add(records_.resources, std::move(name),
          ResourceRecord{fields[0], fields[1], fields[2], std::move(*condition_keys)}, fields[1]);
    }
  }

  void action(const Fields& fields) {
    if (!expect_action(fields[0])) return;
    const std::optional<AccessLevel> level = access_level_from(fields[1]);
    if (!level) {
      fail(quoted(fields[1]) + " is no access level; expected List, Read, Tagging, Write or Permissions management");
      return;
    }
    ActionRecord record{.name = fields[0], .level = *level, .resources = {}, .keys = {}, .dependents = {}};
    for (std::string_view type : split_list(fields[2])) {
      const bool required = type.ends_with('!');
      if (required) type.remove_suffix(1);
      record.resources.push_back({type, required});
    }
    auto condition_keys = keys(fields[3]);
    if (!condition_keys) return;
    record.keys = std::move(*condition_keys);
    if (fields.size() > 4) record.dependents = split_list(fields[4]);
    for (const std::string_view dependent : record.dependents) {
      if (!expect_action(dependent)) return;
    }
    add(records_.actions, folded(fields[0]), std::move(record), fields[0]);
  }

  bool expect_action(std::string_view name) {
    if (is_action_name(name)) return true;
    fail(quoted(name) + " is no action; expected a name such as `s3:GetObject`, of at most 255 bytes");
    return false;
  }

  void any_key(const Fields& fields, bool global) {
    if (!is_key_name(fields[0])) {
      fail(quoted(fields[0]) + " is no condition key; expected a name such as `s3:prefix`");
      return;
    }
    constexpr std::string_view array = "ArrayOf";
    const bool multivalued = fields[1].starts_with(array);
    const std::optional<KeyType> type = key_type_from(fields[1].substr(multivalued ? array.size() : 0));
    if (!type) {
      fail(quoted(fields[1]) +
           " is no type of a condition key; expected String, ARN, Bool, Date, Numeric, IPAddress or Binary, or one of "
           "them after `ArrayOf`");
      return;
    }
    add(records_.keys, folded(fields[0]), KeyInfo{fields[0], *type, multivalued, global}, fields[0]);
  }
  void key(const Fields& fields) { any_key(fields, false); }
  void global_key(const Fields& fields) { any_key(fields, true); }

  void operation(const Fields& fields) {
    if (!expect_action(fields[0]) || !expect_action(fields[1])) return;
    add(records_.operations, folded(fields[0]), OperationRecord{fields[0], fields[1]}, fields[0]);
  }

  void family(const Fields& fields) {
    FamilyRecord record{.name = fields[0], .version = 0, .description = fields[2]};
    const char* const end = fields[1].data() + fields[1].size();
    const auto [stop, error] = std::from_chars(fields[1].data(), end, record.version);
    if (stop != end || error != std::errc()) {
      fail(quoted(fields[1]) + " is no version of a family; expected a whole number");
    } else if (!is_prefix(fields[0])) {
      fail(quoted(fields[0]) + " is no name of a family; expected lower-case letters, digits and `-`");
    } else {
      add(records_.families, std::string(fields[0]), record, fields[0]);
    }
  }

  void entry(const Fields& fields) {
    if (!is_action_pattern(fields[1])) {
      fail(quoted(fields[1]) + " is no action pattern; expected `*` or one such as `s3:Get*`");
      return;
    }
    add(records_.entries, {std::string(fields[0]), folded(fields[1])}, FamilyEntry{fields[1], fields[2]}, fields[1]);
  }

  const Source& text_;
  std::size_t at_ = 0;
  std::size_t counted_ = 0;
  std::uint32_t line_ = 1;
  Records records_;
  Errors errors_;
};

const std::array<Reader::Kind, Reader::kind_count> Reader::kinds = {{
    {"action", 4, 1, "a name, an access level, resource types, condition keys and, if any, dependent actions",
     &Reader::action},
    {"catalogue", 3, 0, "the number of the format, a date and a version", &Reader::catalogue},
    {"entry", 3, 0, "a family, an action pattern and a reason", &Reader::entry},
    {"family", 3, 0, "a name, a version and a description", &Reader::family},
    {"global", 2, 0, "a condition key and its type", &Reader::global_key},
    {"key", 2, 0, "a condition key and its type", &Reader::key},
    {"operation", 2, 0, "an API operation and the action that authorises it", &Reader::operation},
    {"resource", 4, 0, "a service, a name, an ARN format and condition keys", &Reader::resource},
    {"service", 3, 0, "a prefix, a name and a category", &Reader::service},
}};

template <class Map>
void replace_all(Map& base, Map&& overlay) {
  // merge() moves over what `overlay` does not have yet, which leaves the replaced ones behind.
  overlay.merge(base);
  base = std::move(overlay);
}

std::string_view service_of(std::string_view action) {
  return action.substr(0, action.find(':') + 1);
}

}  // namespace

Result<Records> parse_records(const Source& text) {
  return Reader(text).read();
}

void lay_over(Records& base, Records overlay) {
  if (!overlay.date.empty()) {
    base.date = overlay.date;
    base.version = overlay.version;
  }
  for (auto entry = base.entries.begin(); entry != base.entries.end();) {
    entry = overlay.families.count(entry->first.first) != 0 ? base.entries.erase(entry) : std::next(entry);
  }
  replace_all(base.services, std::move(overlay.services));
  replace_all(base.resources, std::move(overlay.resources));
  replace_all(base.actions, std::move(overlay.actions));
  replace_all(base.keys, std::move(overlay.keys));
  replace_all(base.operations, std::move(overlay.operations));
  replace_all(base.families, std::move(overlay.families));
  replace_all(base.entries, std::move(overlay.entries));
}

Errors unknown_names(const Records& records, const Source& text) {
  struct Unknown {
    std::size_t at;
    std::string message;
  };
  std::vector<Unknown> unknown;
  const auto expect = [&](bool known, std::size_t at, std::string_view who, std::string_view what,
                          std::string_view name) {
    if (!known)
      unknown.push_back({at, quoted(who) + " names the " + std::string(what) + " " + quoted(name) +
                                 ", which no line of the catalogue gives"});
  };
  const auto expect_keys = [&](const std::vector<std::string_view>& keys, std::size_t at, std::string_view who) {
    for (const std::string_view key : keys) {
      expect(records.keys.count(folded(key)) != 0, at, who, "condition key", key);
    }
  };
  for (const auto& [name, placed] : records.resources) {
    const std::string service = std::string(placed.record.service) + ":";
    expect(records.services.count(service) != 0, placed.at, placed.record.name, "service", placed.record.service);
    expect_keys(placed.record.keys, placed.at, placed.record.name);
  }
  for (const auto& [name, placed] : records.actions) {
    const std::string service(service_of(name));
    expect(records.services.count(service) != 0, placed.at, placed.record.name, "service",
           std::string_view(service).substr(0, service.size() - 1));
    for (const ResourceUse& use : placed.record.resources) {
      expect(records.resources.count(service + folded(use.name)) != 0, placed.at, placed.record.name, "resource type",
             use.name);
    }
    expect_keys(placed.record.keys, placed.at, placed.record.name);
  }
  for (const auto& [name, placed] : records.operations) {
    expect(records.actions.count(folded(placed.record.action)) != 0, placed.at, placed.record.name, "action",
           placed.record.action);
  }
  for (const auto& [name, placed] : records.entries) {
    expect(records.families.count(name.first) != 0, placed.at, placed.record.pattern, "family", name.first);
  }
  std::stable_sort(unknown.begin(), unknown.end(), [](const Unknown& a, const Unknown& b) { return a.at < b.at; });
  if (unknown.size() > max_errors) unknown.resize(max_errors);
  Errors errors;
  for (Unknown& each : unknown) {
    errors.push_back(Error{text.name(), text.position(each.at), std::move(each.message)});
  }
  return errors;
}

}  // namespace iamproof
