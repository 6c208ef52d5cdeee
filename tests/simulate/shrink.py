"""Makes a case smaller while two tools still disagree on it: drops documents, statements, conditions, list members and
context keys, one after the other, until nothing more can go.
"""

import copy


def smaller(case):
    """Every case with one thing less."""
    yield from without_members(case, ("policies",), case["policies"])
    for part, policies in case["policies"].items():
        if isinstance(policies, list):
            yield from without_items(case, ("policies", part), policies)
            documents = [(("policies", part, i), policy) for i, policy in enumerate(policies)]
        else:
            documents = [(("policies", part), policies)] if isinstance(policies, dict) else []
        for path, document in documents:
            if isinstance(document, list):  # a level
                yield from without_items(case, path, document)
                for i, one in enumerate(document):
                    yield from smaller_document(case, (*path, i), one)
            else:
                yield from smaller_document(case, path, document)
    context = case["request"]["context"]
    yield from without_members(case, ("request", "context"), context)
    for key, value in context.items():
        if isinstance(value, list):
            yield from without_items(case, ("request", "context", key), value)


def smaller_document(case, path, document):
    statements = document["Statement"]
    if isinstance(statements, dict):
        yield from smaller_statement(case, (*path, "Statement"), statements)
        return
    if len(statements) > 1:
        yield from without_items(case, (*path, "Statement"), statements)
    for i, statement in enumerate(statements):
        yield from smaller_statement(case, (*path, "Statement", i), statement)


def smaller_statement(case, path, statement):
    if "Condition" in statement:
        yield without(case, path, "Condition")
    for operator, keys in statement.get("Condition", {}).items():
        yield without(case, (*path, "Condition"), operator)
        yield from without_members(case, (*path, "Condition", operator), keys)
        for key, values in keys.items():
            if isinstance(values, list) and len(values) > 1:
                yield from without_items(case, (*path, "Condition", operator, key), values)
    for name, value in statement.items():
        if isinstance(value, list) and len(value) > 1:
            yield from without_items(case, (*path, name), value)
    for element in ("Action", "Resource"):
        if statement.get(element, "*") != "*" and statement.get("Principal") != "*":
            changed = copy.deepcopy(case)
            at(changed, path)[element] = "*"
            yield changed


def at(value, path):
    for step in path:
        value = value[step]
    return value


def without(case, path, step):
    changed = copy.deepcopy(case)
    del at(changed, path)[step]
    return changed


def without_members(case, path, members):
    for name in members:
        yield without(case, path, name)


def without_items(case, path, items):
    for i in range(len(items)):
        yield without(case, path, i)


def shrink(case, still_interesting):
    """still_interesting takes a list of cases and gives one Boolean for each."""
    while True:
        candidates = list(smaller(case))
        kept = next((one for one, keep in zip(candidates, still_interesting(candidates)) if keep), None)
        if kept is None:
            return case
        case = kept
