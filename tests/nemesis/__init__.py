"""Histories: people on pages, sweepers and faults at once, drawn from a seed, judged by a model that is apart.

`make nemesis SEED=1 N=10` starts PostgreSQL, Valkey, a mail server, web and workers of its own. Each history plays
on an empty database: a company, three rounds that begin just before something is due, a rest, and the judgement of
every answer, row, event, deadline, seal and mail. One that fails leaves its logs and the part of it that touches
what is wrong in `var/nemesis/<seed>/`. The seed draws who does what and what breaks; who is first is the machine's.

The portal's clock runs up to a year ahead of the web's, so that reading the wrong one is caught. A deploy puts the
same code in the place of itself; a full disk is the error that PostgreSQL gives for it, at one table.

Seen to find what it should, each with one guard taken out:
- the lock on roles, and a seat's conditional update made a read and a write: seed 1, more seats held than there are;
- the locks and the compare-and-set of undoing, returning and finalising: seed 3, finalised without being announced;
- the lease of a notice, made to lapse at once: seed 1, 77 mails came again.
And one that nobody had planted: sessions ended by the portal's clock instead of the web's (seed 300).
"""
