"""Plain values to YAML that `drill.files.yaml_source` reads as the same values."""

from __future__ import annotations

from typing import Any

import yaml

from drill.files.scalars import plain_scalar


class _Dumper(yaml.SafeDumper):
    """PyYAML writes YAML 1.1, in which ``1e3`` is a text that needs no quotes; to our reader it is a number."""

    def ignore_aliases(self, data: Any) -> bool:
        """The same value twice is written twice: our files know no aliases."""
        return True


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_read_as_text = plain_scalar(text) is text
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=None if is_read_as_text else '"')


_Dumper.add_representer(str, _text)


def dump_yaml(values: Any, *, on_one_line: bool = False) -> str:
    """The values as YAML, keys in their order; in braces on one line where that is asked for."""
    width = 10**9 if on_one_line else 100
    text: str = yaml.dump(
        values, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=width, default_flow_style=on_one_line
    )
    return text.strip() if on_one_line else text
