#include "lint/arn_formats.h"

#include <algorithm>
#include <optional>

#include <boost/container/small_vector.hpp>

#include "arn/arn.h"

namespace iamproof {

namespace {

constexpr std::string_view separator = ", ";  // between the formats of a type that has several

/// The catalogue has a resource type of EC2 for it still.
constexpr std::string_view closed_service = "elastic-inference";

/// Calls `visit` with each of the formats of a type.
template <class Visit>
void for_each_format(std::string_view formats, Visit visit) {
  while (!formats.empty()) {
    const std::string_view format = formats.substr(0, formats.find(separator));
    formats.remove_prefix(std::min(formats.size(), format.size() + separator.size()));
    visit(format);
  }
}

/// The sixth part up to its first placeholder.
std::string_view resource_start(std::string_view format) {
  const auto parts = split_arn(format);
  return parts ? parts->resource.substr(0, parts->resource.find_first_of("$*")) : std::string_view();
}

/// "dynamodb" of "arn:${Partition}:dynamodb:${Region}:${Account}:table/${TableName}"; nothing where it is a
/// placeholder.
std::optional<std::string_view> service_of(std::string_view format) {
  const auto parts = split_arn(format);
  if (!parts || parts->service.find('$') != std::string_view::npos) return std::nullopt;
  return parts->service;
}

Glob glob_of(std::string_view format) {
  std::vector<Token> tokens;
  std::size_t colons = 0;
  for (std::size_t at = 0; at < format.size(); ++at) {
    const CharClass cls = colons < 5 ? CharClass::no_colon : CharClass::any;
    const std::size_t close = format.substr(at).starts_with("${") ? format.find('}', at) : std::string_view::npos;
    if (close != std::string_view::npos) {
      tokens.push_back({.kind = Token::Kind::one, .cls = cls});
      tokens.push_back({.kind = Token::Kind::many, .cls = cls});
      at = close;
    } else if (format[at] == '*') {
      tokens.push_back({.kind = Token::Kind::many, .cls = cls});
    } else {
      if (format[at] == ':') ++colons;
      tokens.push_back({.kind = Token::Kind::literal, .c = static_cast<unsigned char>(format[at])});
    }
  }
  return Glob::from_tokens(std::move(tokens));
}

/// A text that the pattern may match: a letter for each of its wildcards.
class Sample {
 public:
  explicit Sample(std::string_view pattern) : letters_(pattern.begin(), pattern.end()) {
    for (char& c : letters_) c = c == '*' || c == '?' ? 'x' : c;
  }

  std::string_view text() const { return {letters_.data(), letters_.size()}; }

 private:
  boost::container::small_vector<char, 256> letters_;
};

}  // namespace

std::string without_variables(std::string_view pattern) {
  std::string out;
  while (!pattern.empty()) {
    const std::size_t open = pattern.find("${");
    const std::size_t close = open == std::string_view::npos ? open : pattern.find('}', open);
    out += pattern.substr(0, close == std::string_view::npos ? close : open);
    if (close == std::string_view::npos) break;
    out += '*';
    pattern.remove_prefix(close + 1);
  }
  return out;
}

ArnFormats::ArnFormats(const Catalogue& catalogue) : catalogue_(catalogue), types_(catalogue.resource_type_count()) {
  std::vector<std::pair<std::string_view, std::string_view>> all;  // service, format
  for (ResourceTypeId type = 0; type < catalogue.resource_type_count(); ++type) {
    for_each_format(catalogue.resource_type(type).arn, [&](std::string_view format) {
      if (const auto service = service_of(format)) all.emplace_back(*service, format);
    });
  }
  std::sort(all.begin(), all.end());
  for (const auto& [service, format] : all) {
    if (services_.empty() || services_.back().name != service) services_.push_back({service, {}, {}});
    services_.back().formats.push_back(format);
  }
}

const ArnFormats& ArnFormats::of(const Catalogue& catalogue) {
  struct Made {
    Catalogue catalogue;
    ArnFormats formats;
  };
  thread_local std::optional<Made> made;
  if (!made || !(made->catalogue == catalogue)) made.emplace(Made{catalogue, ArnFormats(catalogue)});
  return made->formats;
}

const ArnFormats::Service* ArnFormats::find(std::string_view service) const {
  const auto at = std::lower_bound(services_.begin(), services_.end(), service,
                                   [](const Service& a, std::string_view name) { return a.name < name; });
  return at == services_.end() || at->name != service ? nullptr : &*at;
}

bool ArnFormats::name_service(std::string_view service) const {
  return service != closed_service && find(service) != nullptr;
}

ArnFormats::Shape ArnFormats::shape_of(std::string_view format) {
  Shape shape;
  shape.resource_start = resource_start(format);
  shape.glob = glob_of(format);
  const auto parts = split_arn(format);
  const auto is_placeholder = [](std::string_view part) {
    return part.starts_with("${") && part.find('}') + 1 == part.size();
  };
  shape.has_region = !parts->region.empty();
  shape.has_account = !parts->account.empty();
  shape.is_plain = is_placeholder(parts->resource.substr(shape.resource_start.size())) &&
                   (!shape.has_region || is_placeholder(parts->region)) &&
                   (!shape.has_account || is_placeholder(parts->account));
  return shape;
}

const std::vector<ArnFormats::Shape>& ArnFormats::shapes_of(const Service& service) {
  if (service.shapes.empty()) {
    for (const std::string_view format : service.formats) service.shapes.push_back(shape_of(format));
  }
  return service.shapes;
}

bool ArnFormats::fit(std::string_view text, const Glob& pattern) const {
  const auto parts = split_arn(text);
  const Service* service = parts ? find(parts->service) : nullptr;
  if (service == nullptr) return true;
  const std::vector<Shape>& shapes = shapes_of(*service);
  const Sample sample(text);
  const auto sampled = split_arn(sample.text());
  const auto begins = [&](const Shape& shape) { return sampled->resource.starts_with(shape.resource_start); };
  const bool is_plain = std::any_of(shapes.begin(), shapes.end(), [&](const Shape& shape) {
    return shape.is_plain && begins(shape) && sampled->resource.size() > shape.resource_start.size() &&
           sampled->region.empty() != shape.has_region && sampled->account.empty() != shape.has_account;
  });
  if (is_plain && !sampled->partition.empty()) return true;
  for (const Shape& shape : shapes) {
    if (begins(shape) && shape.glob.matches(sample.text())) return true;
  }
  return std::any_of(shapes.begin(), shapes.end(), [&](const Shape& shape) { return !disjoint(pattern, shape.glob); });
}

bool ArnFormats::fit(std::string_view text) const {
  return fit(text, Glob(text));
}

namespace {

/// The ARNs of a format, whatever the account.
Glob of_any_account(std::string_view format) {
  const Glob of_some_account = arn_format(format);
  std::vector<Token> tokens;
  bool has_account = false;
  for (const Token& token : of_some_account.tokens()) {
    const bool is_digit = token.kind == Token::Kind::one && token.cls == CharClass::digit;
    if (!is_digit) tokens.push_back(token);
    if (is_digit && !has_account) tokens.push_back({.kind = Token::Kind::many, .cls = CharClass::no_colon});
    has_account = has_account || is_digit;
  }
  return Glob::from_tokens(std::move(tokens));
}

bool may_have_colons_in_resource(const Glob& format) {
  std::size_t colons = 0;
  for (const Token& token : format.tokens()) {
    const bool literal = token.kind == Token::Kind::literal;
    if (literal && token.c == U':' && ++colons > 5) return true;
    if (!literal && token.cls == CharClass::any) return true;
  }
  return false;
}

/// The format without an id that AWS makes and that is not there when what it is of is made, or in older ARNs:
/// "stack/${StackName}" of "stack/${StackName}/${Id}". "" where the format has none.
std::string_view without_id(std::string_view format) {
  const std::size_t last = format.rfind("/${");
  if (last == std::string_view::npos || format.rfind("${", last - 1) < format.rfind(':', last)) return {};
  const std::string_view name = format.substr(last);
  return name.ends_with("Id}") || name.ends_with("ID}") ? format.substr(0, last) : std::string_view();
}

/// Whether the literal heads of two texts part.
bool heads_part(std::string_view a, std::string_view b) {
  const std::size_t length = std::min(a.size(), b.size());
  return a.substr(0, length) != b.substr(0, length);
}

/// What can be said of a pattern's parts without a search.
struct Heads {
  explicit Heads(std::string_view text) {
    constexpr std::string_view open = "*?";
    const auto parts = split_arn(text);
    if (!parts) return;
    if (parts->service.find_first_of(open) == std::string_view::npos) service = parts->service;
    resource = parts->resource.substr(0, parts->resource.find_first_of(open));
    // What a wildcard may take in goes on after it.
    is_fixed = text.find_first_of(open) >= std::size_t(parts->resource.data() - text.data());
  }

  std::string_view service;   ///< "" where it is open
  std::string_view resource;  ///< the sixth part up to its first wildcard
  bool is_fixed = false;      ///< whether the parts before the sixth have no wildcard
};

}  // namespace

bool ArnFormats::fit_type(ResourceTypeId type, std::string_view text, const Glob& pattern) const {
  std::vector<TypeShape>& shapes = types_[type];
  if (shapes.empty()) {
    const auto add = [&](std::string_view format) {
      Glob glob = of_any_account(format);
      const bool colons = may_have_colons_in_resource(glob);
      shapes.push_back({service_of(format).value_or(""), resource_start(format), std::move(glob), colons});
    };
    for_each_format(catalogue_.resource_type(type).arn, [&](std::string_view format) {
      add(format);
      if (const std::string_view shorter = without_id(format); !shorter.empty()) add(shorter);
    });
  }
  const Heads heads(text);
  return std::any_of(shapes.begin(), shapes.end(), [&](const TypeShape& shape) {
    if (heads.service.empty() || shape.service.empty()) return !disjoint(pattern, shape.glob);
    if (heads.service != shape.service) return false;
    // Colons that are not in the sixth part stand between parts, so that the parts of both are one below the other.
    if (!heads.is_fixed && shape.colons) return true;
    if (heads_part(shape.resource_start, heads.resource)) return false;
    const bool names_type = !shape.resource_start.empty() && heads.resource.starts_with(shape.resource_start);
    return names_type || !disjoint(pattern, shape.glob);
  });
}

}  // namespace iamproof
