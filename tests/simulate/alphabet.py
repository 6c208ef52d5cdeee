"""What cases are made of: few callers, actions, keys and values, so that statements and requests meet often, and
among them those that fool people: case, wildcards in odd places, neighbours of a bound, texts that look like
patterns.

iam-simulate knows AWS's actions, resource types and context keys, and refuses a request outside them; so everything
here exists, and each action comes with resources of a type it has and, beside the global keys, the keys it has.
"""

from dataclasses import dataclass, field

A = "111122223333"
B = "444455556666"
ELSEWHERE = "777788889999"


@dataclass(frozen=True)
class Key:
    name: str
    kind: str  # text, number, date, boolean, address, arn
    multivalued: bool = False


@dataclass(frozen=True)
class Action:
    name: str
    resources: tuple[str, ...]  # {} is the owner's account
    keys: tuple[str, ...] = field(default=())
    weight: int = 2


GLOBAL_KEYS = [
    Key("aws:username", "text"),
    Key("aws:PrincipalTag/Team", "text"),
    Key("aws:RequestTag/env", "text"),
    Key("aws:SourceVpc", "text"),
    Key("aws:userid", "text"),
    Key("aws:SecureTransport", "boolean"),
    Key("aws:MultiFactorAuthPresent", "boolean"),
    Key("aws:MultiFactorAuthAge", "number"),
    Key("aws:CurrentTime", "date"),
    Key("aws:TokenIssueTime", "date"),
    Key("aws:SourceIp", "address"),
    Key("aws:VpcSourceIp", "address"),
    Key("aws:PrincipalArn", "arn"),
    Key("aws:SourceArn", "arn"),
    Key("aws:TagKeys", "text", True),
    Key("aws:CalledVia", "text", True),
    Key("aws:PrincipalOrgPaths", "text", True),
]
SERVICE_KEYS = [
    Key("s3:prefix", "text"),
    Key("s3:max-keys", "number"),
    Key("s3:ExistingObjectTag/Team", "text"),
    Key("s3:RequestObjectTagKeys", "text", True),
    Key("iam:PassedToService", "text"),
    Key("iam:PolicyARN", "arn"),
    Key("dynamodb:Attributes", "text", True),
    Key("dynamodb:LeadingKeys", "text", True),
]
KEYS = {key.name: key for key in GLOBAL_KEYS + SERVICE_KEYS}

ACTIONS = [
    Action(
        "s3:GetObject",
        (
            "arn:aws:s3:::b/k", "arn:aws:s3:::b/a/k", "arn:aws:s3:::b/home/alice/x", "arn:aws:s3:::bb/k",
            "arn:aws:s3:::b/a:b:c", "arn:aws:s3:::b/a+b(1).t[x]t", "arn:aws:s3:::B/K", "arn:aws:s3:::b/${aws:username}",
            "arn:aws:s3:::b/line\nfeed", "arn:aws:s3:::b/gr\u00fc\u00df", "arn:aws-cn:s3:::b/k",
        ),
        ("s3:ExistingObjectTag/Team",),
        10,
    ),
    Action("s3:PutObject", ("arn:aws:s3:::b/k", "arn:aws:s3:::b/a/k"), ("s3:RequestObjectTagKeys",), 4),
    Action("s3:ListBucket", ("arn:aws:s3:::b", "arn:aws:s3:::bb"), ("s3:prefix", "s3:max-keys"), 6),
    Action("s3:ListAllMyBuckets", ("*",)),
    Action("iam:GetUser", ("arn:aws:iam::{}:user/alice", "arn:aws:iam::{}:user/team/alice")),
    Action("iam:PassRole", ("arn:aws:iam::{}:role/app", "arn:aws:iam::{}:role/svc/app"), ("iam:PassedToService",)),
    Action("iam:AttachRolePolicy", ("arn:aws:iam::{}:role/app",), ("iam:PolicyARN",)),
    Action("iam:ListUsers", ("*",)),
    Action("sqs:SendMessage", ("arn:aws:sqs:us-east-1:{}:q", "arn:aws:sqs:eu-west-1:{}:alerts"), (), 4),
    Action("sns:Publish", ("arn:aws:sns:us-east-1:{}:alerts",)),
    Action(
        "dynamodb:GetItem",
        ("arn:aws:dynamodb:us-east-1:{}:table/T", "arn:aws:dynamodb:eu-west-1:{}:table/alice"),
        ("dynamodb:Attributes", "dynamodb:LeadingKeys"),
        4,
    ),
    Action("logs:PutLogEvents", ("arn:aws:logs:us-east-1:{}:log-group:/app/x:log-stream:y",)),
    Action(
        "lambda:InvokeFunction",
        ("arn:aws:lambda:us-east-1:{}:function:f", "arn:aws:lambda:us-east-1:{}:function:F"),
    ),
    Action("ec2:StopInstances", ("arn:aws:ec2:us-east-1:{}:instance/i-1",)),
    Action("ec2:DescribeInstances", ("*",)),
    Action("organizations:ListAccounts", ("*",)),
    Action("secretsmanager:GetSecretValue", ("arn:aws:secretsmanager:us-east-1:{}:secret:db-AbCdEf",)),
    Action("kms:Decrypt", ("arn:aws:kms:us-east-1:{}:key/1234abcd", "arn:aws:kms:us-east-1:{}:key/mrk-1"), (), 5),
    Action("kms:RetireGrant", ("arn:aws:kms:us-east-1:{}:key/1234abcd",)),
    Action("kms:CreateAlias", ("arn:aws:kms:us-east-1:{}:alias/mine", "arn:aws:kms:us-east-1:{}:key/1234abcd")),
    Action("kms:ListKeys", ("*",)),
    Action("sts:AssumeRole", ("arn:aws:iam::{}:role/app", "arn:aws:iam::{}:role/svc/app"), (), 5),
    Action("sts:AssumeRoleWithSAML", ("arn:aws:iam::{}:role/app",)),
    Action("sts:AssumeRoleWithWebIdentity", ("arn:aws:iam::{}:role/app",)),
    Action("sts:GetCallerIdentity", ("*",), (), 1),
]
FEDERATION = ("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")

OPERATORS = {
    "text": [
        "StringEquals", "StringNotEquals", "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "StringLike",
        "StringNotLike", "StringLike", "StringNotLike",
    ],
    "number": [
        "NumericEquals", "NumericNotEquals", "NumericLessThan", "NumericLessThanEquals", "NumericGreaterThan",
        "NumericGreaterThanEquals",
    ],
    "date": [
        "DateEquals", "DateNotEquals", "DateLessThan", "DateLessThanEquals", "DateGreaterThan", "DateGreaterThanEquals",
    ],
    "boolean": ["Bool"],
    "address": ["IpAddress", "NotIpAddress"],
    "arn": [
        "ArnEquals", "ArnNotEquals", "ArnLike", "ArnNotLike", "ArnLike", "ArnNotLike", "StringLike", "StringNotEquals",
    ],
    "bytes": ["BinaryEquals"],
}

# What policies ask, what requests carry.
OPERANDS = {
    "text": ["a", "b", "A", "ab", "a*", "*b", "?", "*", "a?b", "*a*", "a/b", "", "aa", "b*a", "?*", "a.b", "red",
             "alice", "\u00fc*"],
    "number": ["0", "5", "10", "10.0", "5.5", "-1", "+5", "100"],
    "date": ["2026-01-01", "2026-07-01T00:00:00+02:00", "2026-06-30T22:00:00Z", "2026-07-01T00:00:00Z",
             "2026-01-01T00:00:00.5Z", "2026-01"],
    "boolean": ["true", "false", "true", "false", "True"],
    "address": ["10.0.0.0/8", "10.128.0.0/9", "10.0.0.0/9", "203.0.113.5/24", "10.0.0.1/32", "::/0", "2001:DB8::/32",
                "128.0.0.0/1", "2001:db8::/127", "0.0.0.0/1"],
    "arn": ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/*", "arn:aws:iam::*:role/app",
            "arn:aws:iam::111122223333:*", "arn:aws:iam::111122223333:role/ap?", "arn:*:*:*:*:*",
            "arn:aws:svc:*:111122223333:finance/*", "arn:aws:iam::111122223333:user/alice"],
    "bytes": ["YQ==", "YWI=", "QmluYXJ5"],
}
CARRIED = {
    "text": ["a", "b", "A", "ab", "a*", "aa", "aab", "a/b", "B", "ba", "a:b", "*", "?", "zz", "axb", "acb", "red",
             "YQ==", "alice", "\u00fc"],
    "number": ["0", "4.99", "5", "5.0", "5.5", "7", "9.999", "10", "11", "-1", "-2", "99"],
    "date": ["2025-12-31T23:59:59Z", "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.5Z", "2026-06-30T22:00:00Z",
             "2026-06-30T23:00:00Z", "2026-07-01T00:00:00Z", "2026-07-01T02:00:00+02:00", "2099-01-01T00:00:00Z"],
    "boolean": ["true", "false"],
    "address": ["10.0.0.1", "10.0.0.2", "10.200.0.1", "203.0.113.77", "198.51.100.7", "127.255.255.255", "128.0.0.0",
                "2001:db8::1", "2001:DB8:0:0:0:0:0:2", "fe80::1"],
    "arn": ["arn:aws:iam::111122223333:role/app", "arn:aws:iam::111122223333:role/b",
            "arn:aws:iam::111122223333:role/a/b", "arn:aws:iam::111122223333:user/alice",
            "arn:aws:iam::444455556666:role/app",
            "arn:aws:svc:us-east-2:999999999999:store/abc:111122223333:finance/doc", "arn:aws:s3:::b"],
}
# What the two tools are known to read differently, sown thinly: what a policy asks and what the request carries.
PAIRS = {
    "text": [("a?b", "a\U0001F600b"), ("?", "\U0001F600"), ("a*", "a\nb"), ("*", "a\u2028b"), ("a\nb", "a\nb"),
             ("", ""), ("gr\u00dcn", "gr\u00fcn"), ("YR==", "YQ=="), ("a${*}", "a*")],
    "number": [("9007199254740993", "9007199254740992"), ("5", "5 apples"), ("5", "5e3"), ("5.", "5")],
    "date": [("1782856800", "2026-06-30T22:00:00Z"), ("2026", "2025-06-01T00:00:00Z"), ("2026-01-01", "1767225600"),
             ("2026-01-01T00:00:00.1234567Z", "2026-01-01T00:00:00.1234566Z"),
             ("2026-01-01T00:00:00+02", "2025-12-31T22:00:00Z"),
             ("2026-01-01T5:00:00Z", "2026-01-01T05:00:00Z"), ("2026-02-30", "2026-03-01T00:00:00Z")],
    "boolean": [("yes", "yes"), ("true", "1"), ("${aws:username, 'true'}", "true")],
    "address": [("0.0.0.0/0", "10.0.0.1"), ("0.0.0.0/0", "2001:db8::1"), ("10.0.0.1", "10.0.0.1"),
                ("10.0.0.1", "fe80::1"), ("2001:DB8::1", "2001:db8::1"), ("2001:db8::1", "203.0.113.77"),
                ("10.0.0.1", "10.0.0.2")],
    "arn": [("*", "arn:aws:s3:::b"), ("arn:aws:iam::*", "arn:aws:iam::111122223333:role/b"),
            ("arn:aws:s3", "arn:aws:s3:::b"), ("arn:aws:s3:::*", "bucket"),
            ("arn:aws:iam::${aws:username, '111122223333'}:role/b", "arn:aws:iam::111122223333:role/b")],
    "bytes": [("YQ==", "YQ==")],
}

VARIABLES = [
    "${aws:username}", "${aws:username, 'a'}", "x${aws:username}*", "${AWS:UserName}", "${aws:PrincipalTag/Team}",
    "${aws:PrincipalTag/Team, 'b'}*", "${aws:PrincipalTag/Team, 'red'}", "${aws:username}${aws:PrincipalTag/Team, 'b'}",
    "${*}", "a${*}", "a${?}*", "*${aws:username}", "$a",
]
RARE_VARIABLES = ["${aws:username, ''}", "${aws:TagKeys}", "${aws:TagKeys, 'a'}"]
ARN_VARIABLES = [
    "arn:aws:iam::111122223333:role/${aws:username}", "arn:aws:iam::111122223333:role/${aws:username, 'app'}",
    "arn:aws:iam::*:role/${aws:PrincipalTag/Team}*", "arn:aws:iam::111122223333:role/${*}",
]
RARE_ARN_VARIABLES = ["${aws:PrincipalArn}", "arn:aws:iam::${aws:username, '111122223333'}:role/app"]

RESOURCE_VARIABLES = {
    "s3": [
        "arn:aws:s3:::b/home/${aws:username}/*", "arn:aws:s3:::b/${aws:PrincipalTag/Team, 'a'}/*",
        "arn:aws:s3:::b/${aws:username}*", "arn:aws:s3:::b/${*}", "arn:aws:s3:::b${?}*",
        "arn:aws:s3:::${aws:PrincipalTag/Team}/k", "arn:aws:s3:::b/${aws:username, 'k'}",
    ],
    "iam": ["arn:aws:iam::111122223333:user/${aws:username}", "arn:aws:iam::*:role/${aws:username, 'app'}"],
    "dynamodb": [
        "arn:aws:dynamodb:*:*:table/${aws:username}", "arn:aws:dynamodb:*:*:table/${aws:PrincipalTag/Team, 'T'}",
    ],
}
RARE_RESOURCE_VARIABLES = [  # SERVICE is the action's
    "arn:aws:SERVICE:*:${aws:username, '111122223333'}:*", "arn:aws:SERVICE:${aws:username, ''}:*:*",
    "arn:aws:s3:::b/${aws:username, ''}*",
]

SERVICES = ["s3.amazonaws.com", "lambda.amazonaws.com"]
PROVIDERS = [
    "accounts.google.com", f"arn:aws:iam::{A}:saml-provider/corp", f"arn:aws:iam::{A}:oidc-provider/id.example.com",
]
