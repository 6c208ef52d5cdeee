"""Numbers, dates, addresses and bytes in the forms that AWS documents for condition operators."""

import base64
import ipaddress
import re


def is_number(text):
    return re.fullmatch(r"[+-]?[0-9]+(\.[0-9]+)?", text) is not None


def is_date(text):
    day = r"[0-9]{4}-[0-9]{2}(-[0-9]{2}(T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?(Z|[+-][0-9]{2}:[0-9]{2}))?)?"
    return re.fullmatch(f"[0-9]+|{day}", text) is not None


def address(text):
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        return None


def is_of_type(base, text):
    if "Numeric" in base:
        return is_number(text)
    if "Date" in base:
        return is_date(text)
    if "IpAddress" in base:
        return address(text) is not None
    return "Arn" not in base or text.count(":") >= 4


def binary(text):
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None
