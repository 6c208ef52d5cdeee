#include <cctype>
#include <clocale>

#include <fmt/format.h>

#include "console.h"

using namespace iamproof::cli;

static std::string version_line() {
  const iamproof::Catalogue catalogue = iamproof::Catalogue::built_in();
  return fmt::format("iamproof {} (catalogue of {}, version {})", IAMPROOF_VERSION, catalogue.date(),
                     catalogue.version());
}

namespace {

/// Lists commands by the first line of their descriptions.
class HelpFormatter : public CLI::Formatter {
  std::string make_subcommand(const CLI::App* command) const override {
    const std::string text = command->get_description();
    return fmt::format("  {:<10}{}\n", command->get_name(), text.substr(0, text.find('\n')));
  }
};

}  // namespace

static void describe(CLI::App& app) {
  app.name("iamproof");
  app.formatter(std::make_shared<HelpFormatter>());
  app.description("Says what AWS IAM policies can really do, and proves it. Nothing is ever fetched or sent.");
  app.footer(
      "Examples:\n"
      "  iamproof check policies/         try the fitting claims on every policy below a folder\n"
      "  iamproof diff main..HEAD         what has been gained and lost since, and why\n"
      "  iamproof prove --never billing admin.json\n"
      "                                   one's own claims, for every possible request\n"
      "  iamproof evaluate tests/         unit tests of policies: requests with the decision expected\n"
      "  iamproof fmt policies/           one style for all policies; --minify takes out white space\n"
      "  iamproof explain no-billing      what a claim means, and how to mend a policy\n"
      "  iamproof actions 's3:Get*Acl'    which actions a pattern stands for\n"
      "\n"
      "Exit status: 0 nothing found, 1 something found, 2 something could not be done.\n"
      "`iamproof COMMAND --help` tells more of a command.");
  app.require_subcommand(1);
  app.get_formatter()->column_width(24);
}

/// A wrong call: what is wrong, and where to look.
static int refuse(const CLI::App& app, std::string message) {
  const auto byte = [&](std::size_t i) { return i < message.size() ? static_cast<unsigned char>(message[i]) : 0; };
  if (std::islower(byte(1)) != 0) message[0] = static_cast<char>(std::tolower(byte(0)));
  std::string help = "iamproof";
  for (const CLI::App* command : app.get_subcommands()) help += " " + command->get_name();
  print_error(fmt::format("{}; see `{} --help`", message, help), {});
  return status_failed;
}

static bool has_command(const CLI::App& app, std::string_view name) {
  const auto named = [&](const CLI::App* command) { return command->get_name() == name; };
  return !app.get_subcommands(named).empty();
}

/// Cuts off what follows `--`, which CLI11 does not tell from what stands before. Nothing if there is no `--`.
static std::optional<std::vector<std::string>> take_paths(int& argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    if (std::string_view(argv[i]) != "--") continue;
    std::vector<std::string> paths(argv + i + 1, argv + argc);
    argc = i;
    return paths;
  }
  return std::nullopt;
}

int main(int argc, char** argv) {
  // For the locale's character set only: numbers and messages stay as they are.
  std::setlocale(LC_CTYPE, "");
  int status = status_clean;
  CLI::App app;
  describe(app);
  app.add_flag_callback(
      "--version", [] { throw CLI::CallForVersion(version_line(), 0); }, "Print the version and the catalogue's date");
  add_check(app, status);
  const bool is_diff = argc > 1 && std::string_view(argv[1]) == "diff";
  add_diff(app, is_diff ? take_paths(argc, argv) : std::nullopt, status);
  add_prove(app, status);
  add_evaluate(app, status);
  add_fmt(app, status);
  add_explain(app, status);
  add_checks(app, status);
  add_actions(app, status);
  if (argc < 2) return refuse(app, "no command given");
  if (argv[1][0] != '-' && !has_command(app, argv[1])) {
    return refuse(app, fmt::format("there is no command `{}`", argv[1]));
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    for (const CLI::App* command : app.get_subcommands()) {
      return print(command->help("iamproof")) ? status_clean : status_failed;
    }
    return print(app.help()) ? status_clean : status_failed;
  } catch (const CLI::CallForVersion& version) {
    return print(std::string(version.what()) + '\n') ? status_clean : status_failed;
  } catch (const CLI::ParseError& error) {
    return refuse(app, error.what());
  }
  return status;
}
