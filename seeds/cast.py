"""The people whose stories the README tells. Only they have a password; everybody else's is unusable."""

from dataclasses import dataclass

PASSWORD = "undraft-demo"  # noqa: S105  (for a demo database on this machine only)


@dataclass(frozen=True, slots=True)
class CastMember:
    """One person with a story: where they sit, where they came from, and what the demo has done to them.

    `unit` is where they work now; `origin` where they were drafted from (empty: not drafted); `leads` tells that
    they head `unit`. `story` is the sentence of the sign-in page.
    """

    sign_in_name: str
    hr_id: str
    name: str
    unit: str
    family: str
    level: int
    site: str
    story: str
    skills: tuple[tuple[str, int], ...] = ()
    origin: str = ""
    leads: bool = False
    choice_offered: bool = True
    on_leave: bool = False
    right_to_work: tuple[str, ...] = ()


_ENGINEER = (
    *(("python", 4), ("go", 3), ("distributed-systems", 4), ("postgresql", 4)),
    *(("observability", 3), ("http-apis", 5)),
)
_BACKEND = (("python", 5), ("java", 4), ("event-streaming", 4), ("postgresql", 3), ("containers", 3))

MIRA = CastMember(
    sign_in_name="mira",
    hr_id="P00001",
    name="Mira Söderqvist-Adeyanju",
    unit="AAI-1-1-1",
    origin="MED-1-1",
    family="SWE",
    level=5,
    site="BER",
    skills=_ENGINEER,
    story="An engineer drafted into Applied AI. She has not filed a choice yet: walk through everything as her.",
)
TOMAS = CastMember(
    sign_in_name="tomas",
    hr_id="P00002",
    name="Tomás Křivánek",
    unit="AAI-1-1-1",
    origin="MED-1-2",
    family="SWE",
    level=5,
    site="BER",
    skills=_BACKEND,
    story="Mira’s drafted peer, at the next desk. He stays, took part in a round, and sees nothing of others.",
)
LIOR = CastMember(
    sign_in_name="lior",
    hr_id="P00003",
    name="ליאור אבןצור",
    unit="AAI-1-1-1",
    origin="CLD-1-1",
    family="SRE",
    level=6,
    site="LON",
    skills=(("linux", 5), ("kubernetes", 4), ("observability", 5), ("incident-response", 4), ("go", 3)),
    right_to_work=("GB", "IE", "DE"),
    story="Drafted, undrafted, and claimed by two managers at once: two offers to compare.",
)
ANNA = CastMember(
    sign_in_name="anna",
    hr_id="P00004",
    name="Anna-Margareta Västerbottensson Hjortsbergskiöld-Lilliecreutzberg",
    unit="AAI-1-1-2",
    origin="MED-2-1",
    family="SWE",
    level=4,
    site="STO",
    skills=_BACKEND,
    right_to_work=("SE", "DE"),
    on_leave=True,
    story="Drafted and on leave, with one offer waiting. Her deadline and the offer’s clock wait for her return.",
)
PRIYA = CastMember(
    sign_in_name="priya",
    hr_id="P00005",
    name="Priyamvada Raghunandan",
    unit="AAI-1-2-1",
    origin="CLD-1-2",
    family="SWE",
    level=6,
    site="BLR",
    skills=_ENGINEER,
    story="She accepted an offer. Her placement is pending; her present managers do not know yet.",
)
WEI = CastMember(
    sign_in_name="wei",
    hr_id="P00006",
    name="Tanumihar Wei Jie",
    unit="AAI-2-1-1",
    origin="CLD-2-1",
    family="SWE",
    level=3,
    site="SIN",
    skills=_BACKEND,
    choice_offered=False,
    story="Reassigned, but this memo is not for him: he reads why not, and whom to ask.",
)
KOFI = CastMember(
    sign_in_name="kofi",
    hr_id="P00007",
    name="Kofi Agyemang-Dua",
    unit="PAY-1-1",
    family="SWE",
    level=8,
    site="BER",
    skills=_ENGINEER,
    leads=True,
    story="A hiring manager short of people, outside the chain of those he may claim.",
)
RASMUS = CastMember(
    sign_in_name="rasmus",
    hr_id="P00008",
    name="Rasmus Åkerblad",
    unit="MED-1-1",
    family="SWE",
    level=8,
    site="STO",
    skills=_BACKEND,
    leads=True,
    story="A second hiring manager. Mira came from his team, so he is in her chain: of her he learns nothing.",
)
HENRIKE = CastMember(
    sign_in_name="henrike",
    hr_id="P00009",
    name="Henrike Mörsdorf",
    unit="AAI",
    family="PGM",
    level=13,
    site="BER",
    skills=(("stakeholder-work", 5), ("roadmapping", 5), ("budgeting", 4)),
    leads=True,
    story="She leads the Applied AI task force, and sees nobody’s choice.",
)
DOLORES = CastMember(
    sign_in_name="dolores",
    hr_id="P00010",
    name="Dolores Echeverría",
    unit="ORG-1-1",
    family="PPL",
    level=7,
    site="DUB",
    skills=(("employment-law", 5), ("coaching", 4), ("stakeholder-work", 5)),
    story="The HR partner of the campaign: one case at a time, opened with a purpose and logged.",
)
ZOFIA = CastMember(
    sign_in_name="zofia",
    hr_id="P00011",
    name="Zofia Szczypiorek",
    unit="ORG-1-2",
    family="PPL",
    level=7,
    site="BER",
    skills=(("project-planning", 4), ("payroll", 4)),
    story="An admin: units, people, roles, campaigns, policies and grants, but nobody’s choice.",
)
AMARU = CastMember(
    sign_in_name="amaru",
    hr_id="P00012",
    name="Amaru Quiñones",
    unit="ORG-1-2",
    family="PPL",
    level=7,
    site="DUB",
    skills=(("project-planning", 4), ("employment-law", 3)),
    story="The second admin: whatever right one of them grants, the other confirms.",
)

NGOZI = CastMember(
    sign_in_name="ngozi",
    hr_id="P00013",
    name="Ngozi Falkenberg-Okonjo",
    unit="ORG-1-1",
    family="PPL",
    level=7,
    site="BER",
    skills=(("employment-law", 4), ("coaching", 3), ("project-planning", 5)),
    story="A second HR partner: what Dolores prepares for a round, she approves before anybody knows a result.",
)

# ten stories, and those behind the scenes: two admins, and a second HR partner
CAST = (MIRA, TOMAS, LIOR, ANNA, PRIYA, WEI, KOFI, RASMUS, HENRIKE, DOLORES, ZOFIA, AMARU, NGOZI)
