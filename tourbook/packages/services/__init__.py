"""Changing packages. Nothing here commits: the caller owns the transaction."""

from tourbook.packages.services.drafts import (
    ItemFace,
    add_day,
    add_item,
    add_objective,
    change_day,
    change_item,
    change_objective,
    cover,
    price,
    remove_day,
    remove_item,
    remove_objective,
)
from tourbook.packages.services.packages import create
from tourbook.packages.services.packages import describe as describe_package
from tourbook.packages.services.packages import restore as restore_package
from tourbook.packages.services.packages import retire as retire_package
from tourbook.packages.services.stamp import touch_catalogue
from tourbook.packages.services.versions import copy, discard, publish
from tourbook.packages.services.versions import describe as describe_version
from tourbook.packages.services.versions import retire as retire_version

__all__ = [
    "ItemFace",
    "add_day",
    "add_item",
    "add_objective",
    "change_day",
    "change_item",
    "change_objective",
    "copy",
    "cover",
    "create",
    "describe_package",
    "describe_version",
    "discard",
    "price",
    "publish",
    "remove_day",
    "remove_item",
    "remove_objective",
    "restore_package",
    "retire_package",
    "retire_version",
    "touch_catalogue",
]
