"""What stands between two brackets, or in a whole query: operands, and the signs that join them.

a И b | c d   →   And(Or(And(a, b), c), d)
"""

from __future__ import annotations

from search.query.clauses import Report, word_for
from search.query.fields import Field
from search.query.items import Item
from search.query.tree import Near, Node, Not, Place, all_of, any_of

FARTHEST = 999
"""How far apart two places may be at most: «/999»."""

_Joined = list[list[Node]]
"""What `|` joined, each of it what И joined."""


class Group:
    """Takes operands and joining signs one after the other, and makes one node of them."""

    def __init__(self, opened: Item | None, field: Field, report: Report) -> None:
        self.opened = opened
        self.field = field
        self._report = report
        self._wanted: list[_Joined] = []
        self._excluded: list[Not] = []
        self._last_excluded = False
        self._joining: Item | None = None  # the |, И or ИЛИ that waits for its second operand
        self._meaning = ""  # of that one: «and» or «or»
        self._near: Item | None = None
        self._negation: Item | None = None

    def take(self, node: Node, excluded: bool) -> None:
        """Take an operand: a leaf or a bracket."""
        excluded = excluded or self._negation is not None
        self._negation = None
        if self._near is not None and self._link(node, excluded):
            return
        joining, self._joining = self._joining, None
        self._last_excluded = excluded and not (joining and self._meaning == "and")
        if self._last_excluded:
            self._exclude(node, joining)
        elif joining is None:
            self._wanted.append([[node]])
        elif self._meaning == "and":
            self._wanted[-1][-1].append(Not(node) if excluded else node)
        else:
            self._wanted[-1].append([node])

    def take_pipe(self, item: Item) -> None:
        """Take a `|`: a problem where nothing wanted stands before it."""
        self._give_up_negation()
        if self._joining is None and self._near is None and self._joinable:
            self._joining, self._meaning = item, "or"
        else:
            self._report("pipe", item, "")

    def take_joining(self, item: Item, meaning: str) -> None:
        """Take И or ИЛИ: a word like any other where there is nothing to join."""
        self._give_up_negation()
        if self._joining or self._near or not (self._wanted or self._excluded):
            self.take(word_for(item), False)
        elif self._joinable:
            self._joining, self._meaning = item, meaning
        elif meaning == "or":
            self._report("pipe", item, "")

    def take_not(self, item: Item) -> None:
        """Take НЕ, which excludes the operand after it."""
        self._give_up_negation()
        self._negation = item

    def take_near(self, item: Item) -> None:
        """Take `/3`: a problem unless a place in the text stands before it."""
        self._give_up_negation()
        alone = self._joining is None and self._near is None
        reachable = len(item.text) <= 3 and 1 <= int(item.text) <= FARTHEST
        if alone and reachable and self._joinable and _places(self._wanted[-1][-1][-1]):
            self._near = item
        else:
            self._report("near", item, "")

    def node(self) -> Node | None:
        """All of it as one node; None where no word was."""
        self._give_up_negation()
        if self._near is not None:
            self._report("near", self._near, "")
        if self._joining is not None:
            self._give_up_joining(self._joining)
        joined = [any_of(_all(parts) for parts in alternatives) for alternatives in self._wanted]
        return all_of([*joined, *self._excluded])

    @property
    def _joinable(self) -> bool:
        return bool(self._wanted) and not self._last_excluded

    def _link(self, node: Node, excluded: bool) -> bool:
        """Join an operand to the one before it by the `/3` that waits; a problem where that cannot be."""
        near, self._near = self._near, None
        assert near is not None
        before, after = self._wanted[-1][-1][-1], _places(node)
        if excluded or not after:
            self._report("near", near, "")
            return False
        reaches = before.reaches if isinstance(before, Near) else ()
        between = node.reaches if isinstance(node, Near) else ()
        self._wanted[-1][-1][-1] = Near((*_places(before), *after), (*reaches, int(near.text), *between))
        return True

    def _exclude(self, node: Node, joining: Item | None) -> None:
        if joining is not None:
            self._report("pipe", joining, "")
        self._excluded.append(Not(node))

    def _give_up_joining(self, item: Item) -> None:
        self._joining = None
        if item.kind == "pipe":
            self._report("pipe", item, "")
        else:
            self.take(word_for(item), False)

    def _give_up_negation(self) -> None:
        """НЕ with no operand after it is a word."""
        if self._negation is not None:
            item, self._negation = self._negation, None
            self.take(word_for(item), False)


def _places(node: Node) -> tuple[Place, ...]:
    """The places that a node can bring to `/3`: those of words and phrases without slop, none of others."""
    if isinstance(node, Near):
        return node.children
    return (node,) if isinstance(node, Place) and not getattr(node, "slop", 0) else ()


def _all(parts: list[Node]) -> Node:
    joined = all_of(parts)
    assert joined is not None
    return joined
