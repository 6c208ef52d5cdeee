#include "glob/small_world.h"

#include <array>
#include <cstdlib>

#include "glob/characters.h"

namespace iamproof::small_world {

std::uint64_t seed() {
  static const std::uint64_t value = [] {
    const char* given = std::getenv("IAMPROOF_SEED");
    return given != nullptr ? std::strtoull(given, nullptr, 10) : std::random_device{}();
  }();
  return value;
}

namespace {

bool takes(const Token& token, char c, bool folds) {
  const auto letter = static_cast<char32_t>(static_cast<unsigned char>(c));
  if (token.kind != Token::Kind::literal) return in_class(letter, token.cls);
  return folds ? fold(letter) == fold(token.c) : letter == token.c;
}

}  // namespace

bool naive_matches(const Glob& glob, std::string_view text) {
  const bool folds = glob.letters() == LetterCase::insensitive;
  // rest[i]: whether the tokens looked at so far, from the last backwards, match the text from i on.
  std::vector<bool> rest(text.size() + 1, false);
  rest[text.size()] = true;
  for (auto token = glob.tokens().rbegin(); token != glob.tokens().rend(); ++token) {
    std::vector<bool> longer(text.size() + 1, false);
    const bool many = token->kind == Token::Kind::many;
    longer[text.size()] = many && rest[text.size()];
    for (std::size_t i = text.size(); i-- > 0;) {
      const bool taken = takes(*token, text[i], folds);
      longer[i] = many ? rest[i] || (taken && longer[i + 1]) : taken && rest[i + 1];
    }
    rest.swap(longer);
  }
  return rest[0];
}

Glob random_glob(Random& random, std::size_t most_tokens, bool classes) {
  std::vector<Token> tokens(random.below(most_tokens + 1));
  for (Token& token : tokens) {
    const auto cls = static_cast<CharClass>(classes ? random.below(3) : 0);
    switch (random.below(4)) {
      case 0:
        token = {.kind = Token::Kind::many, .cls = cls};
        break;
      case 1:
        token = {.kind = Token::Kind::one, .cls = cls};
        break;
      default:
        token.c = static_cast<char32_t>(alphabet[random.below(alphabet.size())]);
    }
  }
  return Glob::from_tokens(std::move(tokens), random.chance(3) ? LetterCase::insensitive : LetterCase::sensitive);
}

std::vector<std::string> all_texts(std::string_view letters, std::size_t most) {
  std::vector<std::string> texts = {""};
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (texts[i].size() == most) break;
    for (const char c : letters) texts.push_back(texts[i] + c);
  }
  return texts;
}

World make_world(Random& random, std::size_t globs, std::size_t most_tokens) {
  World world;
  world.texts = all_texts(alphabet, 5);
  for (std::size_t g = 0; g < globs; ++g) {
    const bool classes = random.chance(2);
    world.globs.push_back(random_glob(random, 1 + random.below(most_tokens), classes));
    TextSet& row = world.matched.emplace_back();
    for (std::size_t t = 0; t < world.texts.size(); ++t) row[t] = naive_matches(world.globs.back(), world.texts[t]);
  }
  return world;
}

std::string to_string(const Glob& glob) {
  static constexpr std::array<std::string_view, 3> classes = {"", "[no colon]", "[digit]"};
  std::string text = glob.letters() == LetterCase::insensitive ? "(insensitive) " : "";
  for (const Token& token : glob.tokens()) {
    if (token.kind == Token::Kind::literal) append(text, token.c);
    if (token.kind == Token::Kind::variable) text += "${" + std::to_string(token.variable) + "}";
    if (token.kind == Token::Kind::one) text += "?";
    if (token.kind == Token::Kind::many) text += "*";
    if (token.kind != Token::Kind::literal) text += classes.at(static_cast<std::size_t>(token.cls));
  }
  return text;
}

}  // namespace iamproof::small_world
