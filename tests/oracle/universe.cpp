// What one part of a statement says depends on little: its actions on the action alone, a condition on the state of its
// key and of the keys that its variables name, its resources on the resource and on their variables. Each part is asked
// once for every state of the keys that it depends on; what a statement says of a request is the AND of its parts.
//
//   keys aws:username (absent, a), aws:TagKeys ([], [x], [x y])      6 contexts, so 6 words
//   actions s3:GetObject, iam:GetUser; resources b/k, *              4 pairs, so 4 bits of each
//   Allow s3:* on b/${aws:username}, any aws:TagKeys = x             asked twice of its resources, thrice of its
//   condition
#include "oracle/universe.h"

#include <algorithm>
#include <stdexcept>

#include "oracle/text.h"

namespace oracle {

// Every combination of states, the last key's fastest.
static std::vector<std::vector<std::size_t>> combinations(const std::vector<KeyStates>& keys) {
  std::vector<std::vector<std::size_t>> all = {{}};
  for (const KeyStates& key : keys) {
    std::vector<std::vector<std::size_t>> longer;
    for (const auto& shorter : all)
      for (std::size_t state = 0; state < key.states.size(); ++state) {
        longer.push_back(shorter);
        longer.back().push_back(state);
      }
    all = std::move(longer);
  }
  return all;
}

Universe::Universe(World world) : world_(std::move(world)), pairs_(world_.actions.size() * world_.resources.size()) {
  if (pairs_ > 64) throw std::runtime_error("a universe of more than 64 pairs of action and resource");
  if (!world_.parties.empty()) throw std::runtime_error("a universe of several callers");
  contexts_ = combinations(world_.keys);
}

Mask Universe::all() const {
  return Mask(contexts_.size(), pairs_ == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << pairs_) - 1);
}

Mask Universe::where(const std::function<bool(const std::string&, const std::string&)>& is_request) const {
  std::uint64_t word = 0;
  std::uint64_t bit = 1;
  for (const std::string& action : world_.actions)
    for (const std::string& resource : world_.resources) {
      if (is_request(action, resource)) word |= bit;
      bit <<= 1U;
    }
  return Mask(contexts_.size(), word);
}

Mask Universe::where(std::size_t key, const std::function<bool(const std::optional<ContextValue>&)>& takes) const {
  Mask mask = all();
  for (std::size_t i = 0; i < contexts_.size(); ++i)
    if (!takes(world_.keys[key].states[contexts_[i][key]])) mask[i] = 0;
  return mask;
}

// ---- Statements ----

// The keys of the world that policy variables in the texts name.
std::vector<std::size_t> Universe::keys_of(const std::vector<std::string>& texts) const {
  std::vector<std::size_t> keys;
  for (std::size_t key = 0; key < world_.keys.size(); ++key) {
    const std::string variable = fold("${" + world_.keys[key].key);
    if (std::any_of(texts.begin(), texts.end(),
                    [&](const std::string& text) { return fold(text).find(variable) != std::string::npos; }))
      keys.push_back(key);
  }
  return keys;
}

Request Universe::request(const States& states) const {
  Request request;
  for (std::size_t key = 0; key < states.size(); ++key)
    if (const auto& state = world_.keys[key].states[states[key]])
      request.context.emplace_back(world_.keys[key].key, *state);
  return request;
}

Request Universe::request(const States& states, std::size_t pair) const {
  Request found = request(states);
  found.principal = "arn:aws:iam::111122223333:user/example-user";
  found.action = world_.actions[pair / world_.resources.size()];
  found.resource = world_.resources[pair % world_.resources.size()];
  return found;
}

// What a question about the context says, asked once for all contexts that agree on the keys it depends on.
template <class Value, class Ask>
class Universe::Table {
 public:
  Table(const Universe& universe, std::vector<std::size_t> keys, Ask ask)
      : universe_(universe), keys_(std::move(keys)), ask_(std::move(ask)) {
    std::size_t size = 1;
    for (const std::size_t key : keys_) size *= universe.world_.keys[key].states.size();
    answers_.resize(size);
  }

  Value of(const States& states) {
    std::size_t place = 0;
    for (const std::size_t key : keys_) place = place * universe_.world_.keys[key].states.size() + states[key];
    if (!answers_[place]) answers_[place] = ask_(universe_.request(states));
    return *answers_[place];
  }

 private:
  const Universe& universe_;
  std::vector<std::size_t> keys_;
  Ask ask_;
  std::vector<std::optional<Value>> answers_;
};

std::uint64_t Universe::actions_of(const Statement& statement) const {
  std::uint64_t word = 0;
  const std::uint64_t row = (std::uint64_t{1} << world_.resources.size()) - 1;
  for (std::size_t i = 0; i < world_.actions.size(); ++i)
    if (action_matches(statement, world_.actions[i])) word |= row << (i * world_.resources.size());
  return word;
}

std::uint64_t Universe::resources_of(const Statement& statement, Request request) const {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < world_.resources.size(); ++i) {
    request.resource = world_.resources[i];
    if (!resource_matches(statement, request)) continue;
    for (std::size_t action = 0; action < world_.actions.size(); ++action)
      word |= std::uint64_t{1} << (action * world_.resources.size() + i);
  }
  return word;
}

void Universe::keep_where_it_holds(const Condition& condition, bool has_variables, Mask& mask) const {
  std::vector<std::size_t> keys = has_variables ? keys_of(condition.values) : std::vector<std::size_t>();
  for (std::size_t key = 0; key < world_.keys.size(); ++key)
    if (same_but_for_case(world_.keys[key].key, condition.key)) keys.push_back(key);
  const auto ask = [&](const Request& request) { return condition_holds(condition, has_variables, request); };
  Table<bool, decltype(ask)> table(*this, std::move(keys), ask);
  for (std::size_t i = 0; i < contexts_.size(); ++i)
    if (!table.of(contexts_[i])) mask[i] = 0;
}

Mask Universe::applies(const Statement& statement) const {
  Mask mask(contexts_.size(), actions_of(statement));
  for (const Condition& condition : statement.conditions) keep_where_it_holds(condition, statement.has_variables, mask);
  const auto ask = [&](const Request& request) { return resources_of(statement, request); };
  Table<std::uint64_t, decltype(ask)> resources(
      *this, statement.has_variables ? keys_of(statement.resources) : std::vector<std::size_t>(), ask);
  for (std::size_t i = 0; i < contexts_.size(); ++i)
    if (mask[i] != 0) mask[i] &= resources.of(contexts_[i]);
  return mask;
}

Access Universe::decide(const std::vector<Statement>& policies) const {
  Access access{Mask(contexts_.size(), 0), Mask(contexts_.size(), 0)};
  for (const Statement& statement : policies) {
    const Mask mask = applies(statement);
    Mask& side = statement.allow ? access.allowed : access.denied;
    for (std::size_t i = 0; i < mask.size(); ++i) side[i] |= mask[i];
  }
  access.allowed = without(std::move(access.allowed), access.denied);
  return access;
}

// ---- Masks ----

std::optional<Request> Universe::first(const Mask& mask) const {
  for (std::size_t i = 0; i < mask.size(); ++i)
    for (std::size_t pair = 0; pair < pairs_; ++pair)
      if ((mask[i] >> pair & 1U) != 0) return request(contexts_[i], pair);
  return std::nullopt;
}

bool Universe::has_action(const Mask& mask, std::size_t action) const {
  const std::uint64_t row = ((std::uint64_t{1} << world_.resources.size()) - 1) << (action * world_.resources.size());
  return std::any_of(mask.begin(), mask.end(), [&](std::uint64_t word) { return (word & row) != 0; });
}

Mask Universe::where_context(const std::function<bool(const Request&)>& takes) const {
  Mask mask = all();
  for (std::size_t i = 0; i < contexts_.size(); ++i)
    if (!takes(request(contexts_[i]))) mask[i] = 0;
  return mask;
}

Mask Universe::where_request(const std::function<bool(const Request&)>& takes) const {
  Mask mask(contexts_.size(), 0);
  for (std::size_t i = 0; i < contexts_.size(); ++i)
    for (std::size_t pair = 0; pair < pairs_; ++pair)
      if (takes(request(contexts_[i], pair))) mask[i] |= std::uint64_t{1} << pair;
  return mask;
}

Mask both(Mask a, const Mask& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] &= b[i];
  return a;
}

Mask without(Mask a, const Mask& b) {
  for (std::size_t i = 0; i < a.size(); ++i) a[i] &= ~b[i];
  return a;
}

bool is_empty(const Mask& mask) {
  return std::all_of(mask.begin(), mask.end(), [](std::uint64_t word) { return word == 0; });
}

bool exceeds(const Mask& a, const Mask& b, const Mask& within) {
  for (std::size_t i = 0; i < a.size(); ++i)
    if ((a[i] & ~b[i] & within[i]) != 0) return true;
  return false;
}

}  // namespace oracle
