"""Every component of templates/components for /style/: what it takes, as its comment says, and its states.

tests/unit/test_style.py compares what it takes with the component's own words.
"""

from django.contrib.messages import constants
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator

from portal.style_parts import (
    AT,
    COMPARED,
    DAY,
    FACTS,
    FIGURE,
    OPTIONS,
    ROLE,
    ROWS,
    SHORTAGE,
    STEPS,
    TASKS,
    TERMS,
    WHY,
    ZONES,
    Component,
    Sample,
    fields,
    form,
)

COMPONENTS: dict[str, Component] = {
    "back": Component(
        "url; label.",
        (Sample("", {"url": "/", "label": "Home"}),),
    ),
    "buttons": Component(
        "label (a verb); back_url and back_label (optional: the way out, as a link); id (optional: of the"
        " button, for a link to it).",
        (
            Sample("one way on", {"label": "Save", "id": "sample-save"}),
            Sample("with a way out", {"label": "Save", "back_url": "#buttons", "back_label": "Back to the list"}),
        ),
    ),
    "compare_table": Component(
        "caption; columns (one for each offer: title, url (optional)); rows, each with name, today, and "
        'cells (each: value, differs; value empty: "Not stated yet", with ask (optional)); id (optional, '
        "unique on the page).",
        (Sample("", COMPARED),),
    ),
    "details": Component(
        "summary; text, or body (a template; it sees the context); open (optional).",
        (
            Sample("closed", {"summary": "Can I change it?", "text": "Until the deadline, as often as you like."}),
            Sample("open", {"summary": "Can I change it?", "text": "Until the deadline.", "open": True}),
            Sample("with a template", {"summary": "What it is made of", "body": "components/mark.html"}),
        ),
    ),
    "due": Component(
        "at (aware datetime or None), zone and company_zone (IANA names; from the context when left out).",
        (
            Sample("in two zones", {"at": AT, **ZONES}),
            Sample(
                "where both clocks read alike", {"at": AT, "zone": "Europe/Berlin", "company_zone": "Europe/Paris"}
            ),
            Sample("none", {"at": None}),
        ),
    ),
    "empty": Component(
        "title (why it is empty); text (what comes next); url and link (optional: the next step).",
        (
            Sample(
                "with a next step",
                {
                    "title": "Your draft is empty",
                    "text": "Add roles from the list of roles for you.",
                    "url": "#empty",
                    "link": "Roles for you",
                },
            ),
            Sample("nothing to do", {"title": "No offers yet", "text": "Who may see you can offer you a role."}),
        ),
    ),
    "error_summary": Component(
        "form (a Django form; optional); message (optional: one sentence that belongs to no field).",
        (Sample("", {"form": form("wrong", is_sent=True), "message": "Nothing was saved."}),),
    ),
    "facts": Component(
        "facts (a tuple of short sentences).",
        (Sample("", {"facts": FACTS}),),
    ),
    "field": Component(
        "field (a bound field; for radio buttons use radios.html); hint (optional, instead of the field's"
        " help text).",
        (
            *fields("title", "level", "start_on", "unit", "note", "is_remote", "sites"),
            Sample("with another hint", {"field": form("hinted")["title"], "hint": "Instead of the field's own."}),
            *fields("title", "level", "sites", is_sent=True),
        ),
    ),
    "figure": Component("figure (formats.figures.Figure).", (Sample("", {"figure": FIGURE}),)),
    "form_keys": Component(
        'keys (of web.form_keys). Include it without "only": the token is in the context.',
        (Sample("nothing that is seen", {"keys": {"form_key": "", "drawn": ""}}),),
    ),
    "icon": Component(
        "name (a symbol of static/portal/img/icons.svg), turns (mirrored in right-to-left text).",
        (
            Sample("", {"name": "inbox"}),
            Sample("mirrored from the right", {"name": "arrow-left", "turns": True}),
        ),
    ),
    "interruption": Component(
        "title; points (sentences); keys (of web.form_keys); fields (optional: a template with the hidden"
        " answers that are sent on); action_label; action_url (optional: the form's address, else this "
        'page\'s); back_url; back_label. Include it without "only": the form needs its token.',
        (
            Sample(
                "",
                {
                    "title": "Accepting closes another offer",
                    "points": ["The other offer closes.", "You can undo this."],
                    "keys": None,
                    "fields": "components/mark.html",
                    "action_label": "Accept this offer",
                    "action_url": "#interruption",
                    "back_url": "#interruption",
                    "back_label": "Back to the offer",
                },
            ),
        ),
    ),
    "mark": Component(
        "none.",
        (Sample("", {}),),
    ),
    "message": Component(
        "message.",
        (
            *(
                Sample(state, {"message": Message(level, f"This is {words}.")})
                for state, level, words in (
                    ("success", constants.SUCCESS, "done"),
                    ("info", constants.INFO, "worth knowing"),
                    ("warning", constants.WARNING, "to be looked at"),
                    ("error", constants.ERROR, "refused"),
                )
            ),
        ),
    ),
    "notice": Component(
        'text; title (optional); tone ("info" default, "attention", "done", "error"); url and link '
        "(optional: where to go, and its words).",
        (
            Sample("info", {"text": "You have not answered yet.", "url": "#notice", "link": "Answer"}),
            *(
                Sample(tone, {"title": "A title", "text": "A remark.", "tone": tone})
                for tone in ("attention", "done", "error")
            ),
        ),
    ),
    "options": Component(
        "options (pairs of a value and its words); chosen (optional: the value that is selected).",
        (Sample("", {"options": (("a", "Payments"), ("b", "Storage")), "chosen": "b"}),),
    ),
    "pagination": Component(
        "page (a Page of web.paginate); asked_by (optional: the word that a second list on a page is asked by, its "
        "heading's id too); pages_label (optional: what a second list lists).",
        (
            Sample("in the middle", {"page": Paginator(range(60), 20).page(2)}),
            Sample(
                "of a second list",
                {"page": Paginator(range(60), 20).page(2), "asked_by": "moves", "pages_label": "Moves"},
            ),
        ),
    ),
    "panel": Component(
        "title; text (optional); code (optional: a receipt's code).",
        (
            Sample(
                "",
                {"title": "Your choice is filed", "text": "This proves when, not what.", "code": "ABCDE-FGHIJ-KLMNO"},
            ),
        ),
    ),
    "passkey_button": Component(
        "label (a verb); id (unique on the page).",
        (Sample("before its script runs", {"label": "Use a passkey", "id": "sample-passkey"}),),
    ),
    "passkey_scripts": Component(
        "js_data (of allauth's view; optional: sign-in asks for it when the button is pressed); request.",
        (Sample("nothing that is seen", {"js_data": {}, "request": None}),),
    ),
    "radios": Component(
        "field (a bound field); options (optional: each with value, label, hint, lang where its words are"
        " of another language; else the field's own choices); side (optional: beside each other where "
        "there is room); large (optional: the legend is the page's h1).",
        (
            *fields("option"),
            Sample(
                "side by side", {"field": form("side")["option"], "options": OPTIONS, "side": True, "large": True}
            ),
            *fields("option", is_sent=True),
        ),
    ),
    "role_card": Component(
        "role, with title, public_id, unit, location, level, code; number (optional: its place in the reader's "
        "order); why (optional: the sentence that explains "
        'its place); tags (optional: words such as "Lower level"); facts (optional: a '
        "tuple of short sentences: seats, interest band, start); shortage (optional: short, approved, "
        "basis_points, band); actions (optional: a template with buttons or a form; it sees the context).",
        (
            Sample(
                "with everything",
                {
                    "role": {
                        **ROLE,
                        "number": 3,
                        "why": WHY,
                        "tags": ("With training and a trial", "Full"),
                        "facts": FACTS,
                        "shortage": SHORTAGE,
                    },
                    "actions": "components/mark.html",
                },
            ),
            Sample("with little", {"role": ROLE}),
        ),
    ),
    "role_head": Component(
        "title, public_id, unit; location, level and code (optional).",
        (Sample("", ROLE),),
    ),
    "shortage": Component(
        "short and approved (people); basis_points (short ÷ approved); unit (optional name); band "
        "(optional: the band's words).",
        (
            Sample("short", {**SHORTAGE, "unit": "Payments Reliability:"}),
            Sample("fully staffed", {"short": 0, "approved": 20, "basis_points": 0}),
        ),
    ),
    "summary_list": Component(
        'rows, each with name; value (None or "": "Not given"); url (optional: where to change it); '
        'action (optional: the link\'s verb, "Change" otherwise); due (optional instant, instead of '
        "value); day (optional date, instead of value). zone and company_zone reach it through the "
        'context, so include it without "only".',
        (Sample("", {"rows": ROWS, **ZONES}),),
    ),
    "tag": Component(
        'word; tone (optional: "info", "attention", "done"; none is neutral; a choice is always neutral).',
        (
            *(
                Sample(tone or "neutral", {"word": "Not answered", "tone": tone})
                for tone in ("", "info", "attention", "done")
            ),
        ),
    ),
    "task_list": Component(
        "tasks, each with title; url (none: cannot start yet); status (a word); tone (optional, as "
        "tag.html); hint (optional); due (optional instant); day (optional date); is_late (optional: that "
        'day is over). zone and company_zone reach it through the context, so include it without "only".',
        (Sample("", {"tasks": TASKS, **ZONES}),),
    ),
    "terms_table": Component(
        "rows, each with name, and one of: same (true: no change) · value · ask (whom to ask while it is "
        "not stated); caption (optional); is_final (optional, true: nothing is added any more).",
        (Sample("", {"rows": TERMS, "caption": "Terms of this role"}),),
    ),
    "timeline": Component(
        'steps, each with title; state ("done", "now", "next"); at (optional instant) or day (optional '
        "date); owner (optional: whose turn); text (optional); page with thing and link (optional: the name "
        "of a page and what it is about, and the link's words). zone and company_zone reach it through the"
        ' context, so include it without "only".',
        (Sample("", {"steps": STEPS, **ZONES}),),
    ),
    "working_date": Component(
        "day (date or None).",
        (
            Sample("", {"day": DAY}),
            Sample("none", {"day": None}),
        ),
    ),
}
