#include "glob/product.h"

#include <algorithm>

namespace iamproof {

void CharacterSet::insert(char32_t c) {
  if (c < 128) {
    ascii_[c / 64] |= std::uint64_t{1} << (c % 64);
  } else if (!contains(c)) {
    others_.push_back(c);
  }
}

bool CharacterSet::contains(char32_t c) const {
  if (c < 128) return (ascii_[c / 64] >> (c % 64) & 1U) != 0;
  return std::find(others_.begin(), others_.end(), c) != others_.end();
}

void CharacterSet::clear() {
  ascii_ = {};
  others_.clear();
}

std::uint32_t Product::add(const Glob& glob) {
  const std::uint32_t first = size();
  const GlobPositions positions = positions_of(glob);
  positions_.insert(positions_.end(), positions.begin(), positions.end());
  return first;
}

void Product::reach(State& state, std::uint32_t i) const {
  if (!state.empty() && state.back() == i) return;
  while (!state.empty() && state.back() + positions_[i].absorbs >= i) state.pop_back();
  state.push_back(i);
}

void Product::advance(StateView from, char32_t letter, State& to) const {
  for (const std::uint32_t i : from) {
    const GlobPosition& p = positions_[i];
    if (p.loop.has(letter)) reach(to, i);
    if (p.step.has(letter)) reach(to, i + 1);
  }
}

void Product::look(StateView state, Interest& interest) const {
  const auto look_at = [&interest](const Letters& letters) {
    if (letters.kind == Letters::Kind::exact) interest.exact.insert(letters.c);
    if (letters.kind == Letters::Kind::both_cases) interest.both_cases.insert(letters.c);
    if (letters.kind == Letters::Kind::cls) {
      interest.classes = true;
      interest.narrow = interest.narrow || letters.cls != CharClass::any;
    }
  };
  for (const std::uint32_t i : state) {
    look_at(positions_[i].step);
    look_at(positions_[i].loop);
  }
}

namespace {

std::uint64_t hash_of(StateView state) {
  std::uint64_t hash = 0x9E3779B97F4A7C15U + state.size();
  for (const std::uint32_t i : state) {
    hash = (hash ^ i) * 0xD6E8FEB86659FD93U;
    hash ^= hash >> 32U;
  }
  return hash;
}

}  // namespace

StateView StateTable::operator[](std::uint32_t number) const {
  const std::size_t begin = number == 0 ? 0 : ends_[number - 1];
  return StateView(items_).subspan(begin, ends_[number] - begin);
}

StateTable::Entry StateTable::insert(StateView state) {
  if (buckets_.size() < 2 * (size() + 1)) grow();
  const std::uint64_t hash = hash_of(state);
  std::size_t bucket = hash & (buckets_.size() - 1);
  while (buckets_[bucket] != 0) {
    const std::uint32_t number = buckets_[bucket] - 1;
    const StateView known = (*this)[number];
    if (hashes_[number] == hash && std::equal(known.begin(), known.end(), state.begin(), state.end())) {
      return {number, false};
    }
    bucket = (bucket + 1) & (buckets_.size() - 1);
  }
  const auto number = static_cast<std::uint32_t>(size());
  buckets_[bucket] = number + 1;
  items_.insert(items_.end(), state.begin(), state.end());
  ends_.push_back(items_.size());
  hashes_.push_back(hash);
  return {number, true};
}

void StateTable::grow() {
  std::vector<std::uint32_t> buckets(std::max<std::size_t>(64, 2 * buckets_.size()), 0);
  for (std::uint32_t number = 0; number < size(); ++number) {
    std::size_t bucket = hashes_[number] & (buckets.size() - 1);
    while (buckets[bucket] != 0) bucket = (bucket + 1) & (buckets.size() - 1);
    buckets[bucket] = number + 1;
  }
  buckets_ = std::move(buckets);
}

}  // namespace iamproof
