#include <clocale>

#include <fmt/format.h>

#include "console.h"

using namespace iamproof::cli;

static std::string version_line() {
  const iamproof::Catalogue catalogue = iamproof::Catalogue::built_in();
  return fmt::format("iamproof {} (catalogue of {}, version {})", IAMPROOF_VERSION, catalogue.date(),
                     catalogue.version());
}

static void describe(CLI::App& app) {
  app.name("iamproof");
  app.description(
      "Says what AWS IAM policies can really do, and proves it. Works offline: nothing is ever fetched or sent.");
  app.footer(
      "Examples:\n"
      "  iamproof check policies/            check every policy below a folder\n"
      "  iamproof explain no-billing         what a claim means and how to mend it\n"
      "  iamproof actions 's3:Get*Acl'       which actions a pattern stands for\n"
      "\n"
      "Exit status: 0 nothing found, 1 something found, 2 something could not be done.\n"
      "`iamproof COMMAND --help` tells more of a command.");
  app.require_subcommand(1);
  app.get_formatter()->column_width(32);
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
  add_explain(app, status);
  add_checks(app, status);
  add_actions(app, status);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    for (const CLI::App* command : app.get_subcommands()) return print(command->help()) ? status_clean : status_failed;
    return print(app.help()) ? status_clean : status_failed;
  } catch (const CLI::CallForVersion& version) {
    return print(std::string(version.what()) + '\n') ? status_clean : status_failed;
  } catch (const CLI::ParseError& error) {
    print_error(error.what(), {});
    print_error("`iamproof --help` lists the commands and options", {});
    return status_failed;
  }
  return status;
}
