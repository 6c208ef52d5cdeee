#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "iamproof/catalogue.h"

using namespace iamproof;

static constexpr std::string_view private_service =
    "# a service of our own\r\n"
    "service\tledger\tOur ledger\tinternal\n"
    "resource\tledger\tbook\tarn:${Partition}:ledger:${Region}:${Account}:book/${BookId}\taws:ResourceTag/${TagKey}\n"
    "\n"
    "action\tledger:ReadBook\tRead\tbook!\tledger:Department,ledger:Tag/${Key}\n"
    "action\tledger:CloseYear\tPermissions management\t-\t-\tledger:ReadBook,s3:PutObject\n"
    "key\tledger:Department\tString\n"
    "key\tledger:Tag/${Key}\tArrayOfARN\n"
    "operation\tledger:GetBook\tledger:ReadBook\n"
    "family\tbooks\t3\tour books\n"
    "entry\tbooks\tledger:*\tall of it\n"
    "entry\tbilling\tledger:CloseYear\tbills the customers\n";

TEST_CASE("overlay: a private service is added") {
  const Catalogue base = Catalogue::built_in();
  const Source text("private.txt", std::string(private_service));
  const auto result = base.with_overlay(text);
  REQUIRE(result);
  const Catalogue& catalogue = *result;
  CHECK(catalogue.date() == base.date());
  CHECK(catalogue.action_count() == base.action_count() + 2);
  CHECK(catalogue.service_count() == base.service_count() + 1);
  CHECK(catalogue.expand("ledger:*").size() == 2);
  CHECK(catalogue.expand("*").size() == catalogue.action_count());

  const auto read = catalogue.find_action("Ledger:readbook");
  REQUIRE(read);
  CHECK(catalogue.action_name(*read) == "ledger:ReadBook");
  CHECK(catalogue.access_level(*read) == AccessLevel::read);
  REQUIRE(catalogue.resources(*read).size() == 1);
  CHECK(catalogue.resources(*read).front().required);
  const ResourceTypeInfo book = catalogue.resource_type(catalogue.resources(*read).front().type);
  CHECK(book.name == "book");
  CHECK(catalogue.service(book.service).name == "Our ledger");
  CHECK(catalogue.condition_keys(*read) == std::vector<std::string_view>{"ledger:Department", "ledger:Tag/${Key}"});

  const auto close = catalogue.find_action("ledger:CloseYear");
  REQUIRE(close);
  CHECK(catalogue.access_level(*close) == AccessLevel::permissions_management);
  CHECK(catalogue.dependent_actions(*close) == std::vector<std::string_view>{"ledger:ReadBook", "s3:PutObject"});
  CHECK(catalogue.dependent_actions(*read).empty());

  const auto key = catalogue.find_key("ledger:tag/x");
  REQUIRE(key);
  CHECK(key->name == "ledger:Tag/${Key}");
  CHECK(key->type == KeyType::arn);
  CHECK(key->multivalued);
  CHECK(!key->global);
  CHECK(catalogue.action_for_operation("ledger:GetBook") == "ledger:ReadBook");
  CHECK(catalogue.family_description("books") == "our books");
  CHECK(catalogue.family_version("books") == 3);
  REQUIRE(catalogue.family("books").size() == 1);
  CHECK(catalogue.family("books").front().reason == "all of it");
  CHECK(catalogue.family("billing").size() == base.family("billing").size() + 1);

  // What was there is still there, and the base is untouched.
  const auto get = catalogue.find_action("s3:GetObject");
  REQUIRE(get);
  CHECK(catalogue.condition_keys(*get) == base.condition_keys(*base.find_action("s3:GetObject")));
  CHECK(!base.find_action("ledger:ReadBook"));
}

TEST_CASE("overlay: a record takes the place of the one of the same name") {
  const Catalogue base = Catalogue::built_in();
  const Source text("own.txt",
                    "action\ts3:getobject\tWrite\t-\t-\n"
                    "service\ts3\tMy S3\tmine\n"
                    "key\ts3:prefix\tNumeric\n"
                    "operation\ts3:ListBuckets\ts3:GetObject\n"
                    "family\tmembers-leave\t2\tmine\n"
                    "entry\tmembers-leave\t*\teverything\n");
  const auto result = base.with_overlay(text);
  REQUIRE(result);
  CHECK(result->action_count() == base.action_count());
  CHECK(result->service_count() == base.service_count());
  const auto get = result->find_action("s3:GetObject");
  REQUIRE(get);
  CHECK(result->action_name(*get) == "s3:getobject");
  CHECK(result->access_level(*get) == AccessLevel::write);
  CHECK(result->resources(*get).empty());
  CHECK(result->service(*result->find_service("s3")).name == "My S3");
  CHECK(result->find_key("s3:prefix")->type == KeyType::numeric);
  CHECK(result->action_for_operation("s3:ListBuckets") == "s3:getobject");
  CHECK(result->family_version("members-leave") == 2);
  REQUIRE(result->family("members-leave").size() == 1);
  CHECK(result->family("members-leave").front().pattern == "*");
}

TEST_CASE("overlay: one can lie over another, and an empty one changes nothing") {
  const Source first("first.txt", std::string(private_service));
  const Source second("second.txt", "action\tledger:Burn\tWrite\tbook\tledger:Department\n");
  const auto one = Catalogue::built_in().with_overlay(first);
  REQUIRE(one);
  const auto two = one->with_overlay(second);
  REQUIRE(two);
  CHECK(two->expand("ledger:*").size() == 3);
  CHECK(two->dependent_actions(*two->find_action("ledger:CloseYear")).size() == 2);
  const auto same = two->with_overlay(Source("empty.txt", ""));
  REQUIRE(same);
  CHECK(same->action_count() == two->action_count());
}

TEST_CASE("overlay: a whole catalogue can be read from text") {
  const Source text("small.txt", "catalogue\t1\t2030-01-02\tmine\n" + std::string(private_service) +
                                     "key\taws:ResourceTag/${TagKey}\tString\nfamily\tbilling\t1\tbills\n");
  const auto catalogue = Catalogue::read(text);
  REQUIRE(catalogue);
  CHECK(catalogue->date() == "2030-01-02");
  CHECK(catalogue->version() == "mine");
  CHECK(catalogue->action_count() == 2);
  CHECK(catalogue->expand("*").size() == 2);
  CHECK(!catalogue->find_action("s3:GetObject"));
  CHECK(catalogue->families() == std::vector<std::string_view>{"billing", "books"});
  CHECK(catalogue->nearest_actions("ledger:ReadBooks") == std::vector<std::string_view>{"ledger:ReadBook"});
  const auto bare = Catalogue::read(Source("bare.txt", "catalogue\t1\t2030-01-02\tmine"));
  REQUIRE(bare);
  CHECK(bare->action_count() == 0);
  CHECK(bare->service_count() == 0);
  CHECK(bare->expand("*").empty());
  CHECK(bare->families().empty());
  CHECK(!bare->find_key("aws:RequestTag/x"));
}
