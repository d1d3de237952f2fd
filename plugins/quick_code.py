"""What our templates compile to: the Python that Jinja2 writes, without what only its other users need.

No template of ours passes its context to a function, turns escaping off or waits for anything. So a function is called
as it is, a macro takes its arguments as they come, and a text that goes into a page becomes no `Markup` on the way.
What a template makes stays the same; it takes half as long.

Source: https://jinja.palletsprojects.com/en/stable/api/#jinja2.Environment.code_generator_class
"""

from __future__ import annotations

from keyword import iskeyword
from typing import Any

import markupsafe
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.runtime import Macro
from jinja2.utils import missing
from markupsafe import Markup, escape

_escape_text = markupsafe._escape_inner  # type: ignore[attr-defined]
"""What `escape` is made of: it returns text, and the same one where there is nothing to escape."""

_make_text = str.__new__
"""Makes a Markup of a text in a third of the time: `Markup()` first asks what it is given."""


class QuickCode(CodeGenerator):
    """Writes the Python of a template."""

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802 - as Jinja2 names it
        """Write a whole template; its functions find our names in place of Jinja2's."""
        super().visit_Template(node, frame)
        self.writeline(f"from {__name__} import QuickMacro as Macro, write_value as escape")

    def visit_Call(self, node: nodes.Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802, FBT001, FBT002 - likewise
        """Write a call: `words('new')` in place of `context.call(words, 'new', _block_vars=_block_vars)`."""
        if node.dyn_args or node.dyn_kwargs or any(iskeyword(one.key) for one in node.kwargs):
            super().visit_Call(node, frame, forward_caller=forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for argument in (*node.args, *node.kwargs):
            self.visit(argument, frame)
            self.write(", ")
        self.write("caller=caller)" if forward_caller else ")")

    def _import_common(self, node: nodes.Import | nodes.FromImport, frame: Frame) -> None:
        """Write where an imported template comes from; see `kept_modules.py`."""
        if not node.with_context:
            super()._import_common(node, frame)
            return
        self.write("environment.get_template(")
        self.visit(node.template, frame)
        self.write(f", {self.name!r}).find_module(context)")


class QuickMacro(Macro):
    """A macro that is called in a fifth of the time, unless it takes what no parameter of its own is there for."""

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self._is_plain = not (self.catch_kwargs or self.catch_varargs or self.caller)

    def __call__(self, *arguments: Any, **named: Any) -> str:
        """Return what the macro makes of its arguments. Raises TypeError where they are too many, or misnamed."""
        if not self._is_plain:
            return super().__call__(*arguments, **named)
        others = [named.pop(name, missing) for name in self.arguments[len(arguments) :]]
        if named or len(arguments) > self._argument_count:
            return super().__call__(*arguments, *others, **named)  # says what is wrong
        return _make_text(Markup, self._func(*arguments, *others))


def write_value(value: object) -> str:
    """Return a value as it stands in a page: escaped, unless it is Markup."""
    if type(value) is str:
        return _escape_text(value)
    return value if type(value) is Markup else escape(value)
