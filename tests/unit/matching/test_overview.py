"""What is answered for every line at once is what is answered for each."""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.unit.matching.rounds import EXAMPLES, ROUNDS, SEEDS
from transfers.matching.deferred_acceptance import clear
from transfers.matching.instance import ROLE_BIT, build
from transfers.matching.overview import Answer, answer_all
from transfers.matching.refusals import Refusal, why_not
from transfers.matching.rounds import RoundInput


def say(refusal: Refusal) -> Answer:
    return Answer[refusal.why.name if refusal.criterion is None else refusal.criterion.name]


@settings(max_examples=EXAMPLES, deadline=None)
@given(case=st.tuples(ROUNDS, SEEDS, st.integers(0, 9)))
def test_answers_are_those_of_each_line_alone(case: tuple[RoundInput, bytes, int]) -> None:
    given_round, seed, pick = case
    numbered = build(given_round, seed)
    instance = numbered.instance
    left = numbered.people({each.ballot for each in given_round.participants[:1] if pick < 2})
    roles = clear(instance, left=left)
    answers = answer_all(instance, roles, left=left)
    for person in range(instance.people):
        for line in range(instance.starts[person], instance.starts[person + 1]):
            role = int(instance.entries[line] >> ROLE_BIT)
            if roles[person] == role:
                assert answers[line] == Answer.GOT
            else:
                assert answers[line] == say(why_not(instance, roles, person, role, left=left))
