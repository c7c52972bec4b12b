"""What a row of the table says, and what it makes an answer be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.privacy.scene import NEVER, Life
from tests.privacy.viewers import SIGNED_IN, Viewer

READS = ("GET", "HEAD")
METHODS = (*READS, "POST", "OPTIONS")
NOT_TAKEN, HIDDEN, LED_TO_SIGN_IN = 405, 404, 302


@dataclass(frozen=True, slots=True)
class Says:
    """The status of an answer: to who looks, to who sends an empty form, to who asks what may be sent."""

    read: int = 200
    form: int = NOT_TAKEN
    options: int = NOT_TAKEN

    def to(self, method: str) -> int:
        return self.read if method in READS else self.form if method == "POST" else self.options


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one route shows, and to whom.

    `of` names the nouns whose ids stand in its address, in their order. `who` is answered as `says` tells; everybody
    else is told 404, and who is signed out is led to sign-in, unless `outside` says what they are told. `states` are
    the states in which the thing is there at all, None for all of them; `but` has another answer for one state, `at`
    has other people. `fellows` adds the drafted peer where the life belongs to the peer's own campaign, and
    `colleagues` the HR partner with no case open where the campaign is one of theirs. A page of the admin (`desk`)
    tells 404 where the product's pages tell 405: whoever has no right there is told nothing first. A page
    that no life `changes` is walked once.
    """

    shows: str
    of: tuple[str, ...] = ()
    who: frozenset[Viewer] = SIGNED_IN
    says: Says = field(default_factory=Says)
    outside: Says | None = None
    states: frozenset[str] | None = None
    but: Mapping[str, Says] = field(default_factory=dict)
    at: Mapping[str, frozenset[Viewer]] = field(default_factory=dict)
    fellows: bool = False
    colleagues: bool = False
    desk: bool = False
    changes: bool = True

    def expects(self, viewer: Viewer, life: Life, method: str, *, is_fellow: bool) -> int:
        """The status that this viewer is told of this life by this method."""
        says = self.but.get(life.state, self.says)
        if viewer is Viewer.SIGNED_OUT:
            if self.outside is not None:
                return self.outside.to(method)
            return NOT_TAKEN if says.to(method) == NOT_TAKEN else LED_TO_SIGN_IN
        if says.to(method) == NOT_TAKEN and not self.desk:
            return NOT_TAKEN  # before anything is looked for: alike for what is there and what is not
        who = self.at.get(life.state, self.who)
        if is_fellow:
            who |= {Viewer.PEER} if self.fellows else frozenset()
            who |= {Viewer.PARTNER_OUTSIDE} if self.colleagues else frozenset()
        is_there = not self.of or (life.state != NEVER and (self.states is None or life.state in self.states))
        return says.to(method) if is_there and viewer in who else HIDDEN
