/* The physical limit that the engine is measured against: the same answers, one loop each, nothing else.
 *
 * Lines are the integers of transfers/matching/instance.py; facts of roles are arrays of the same length. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROLE(line) ((line) >> 41)
#define PERSON(line) ((line) & 0xFFFFF)

static void sift_down(int64_t *heap, int64_t count, int64_t at) {
  int64_t value = heap[at];
  for (;;) {
    int64_t child = 2 * at + 1;
    if (child >= count) break;
    if (child + 1 < count && heap[child + 1] > heap[child]) child++;
    if (heap[child] <= value) break;
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = value;
}

static void sift_up(int64_t *heap, int64_t at, int64_t value) {
  while (at > 0 && heap[(at - 1) / 2] < value) {
    heap[at] = heap[(at - 1) / 2];
    at = (at - 1) / 2;
  }
  heap[at] = value;
}

/* Person-proposing deferred acceptance, one person after the other; a role keeps its holders in a heap, worst first. */
void clear(int64_t people, int64_t roles, const int64_t *starts, const int64_t *lines, const int64_t *seats,
           int64_t *given) {
  int64_t *first = malloc((size_t)(roles + 1) * sizeof *first), total = 0;
  for (int64_t role = 0; role < roles; role++) {
    first[role] = total;
    total += seats[role];
  }
  int64_t *held = malloc((size_t)(total + 1) * sizeof *held);
  int64_t *count = calloc((size_t)roles, sizeof *count), *next = malloc((size_t)people * sizeof *next);
  memcpy(next, starts, (size_t)people * sizeof *next);
  for (int64_t person = 0; person < people; person++) {
    int64_t asking = person;
    while (next[asking] < starts[asking + 1]) {
      int64_t line = lines[next[asking]++], role = ROLE(line), *heap = held + first[role];
      if (count[role] < seats[role]) {
        sift_up(heap, count[role]++, line);
        break;
      }
      if (!seats[role] || heap[0] <= line) continue;
      asking = PERSON(heap[0]);
      heap[0] = line;
      sift_down(heap, seats[role], 0);
    }
  }
  for (int64_t person = 0; person < people; person++) given[person] = -1;
  for (int64_t role = 0; role < roles; role++)
    for (int64_t n = 0; n < count[role]; n++) given[PERSON(held[first[role] + n])] = role;
  free(first), free(held), free(count), free(next);
}

/* What is asked of one role; SKILLS levels of the person, at most NEEDS required and desired skills (level 0: none). */
enum { NEEDS = 8 };
typedef struct {
  int64_t families, level_min, level_max, site, country, is_remote, is_trainable, is_at_risk, unit, above, manager;
  int64_t share, band, wanted_in, short_of, approved, desires;
  int64_t required[NEEDS], required_level[NEEDS], desired[NEEDS], desired_level[NEEDS];
} role_facts;
typedef struct {
  int64_t family, level, site, country, relocation, id, origin, above, skills[256];
} person_facts;

static int64_t score_of(const person_facts *person, const role_facts *role) {
  if (!(role->families >> person->family & 1) || role->level_min > person->level || role->is_at_risk) return -1;
  if (role->manager == person->id) return -1;
  int64_t place = role->site == person->site         ? 10000
                  : role->is_remote                  ? 8000
                  : role->country == person->country ? (person->relocation ? 4000 : 0)
                  : person->relocation == 2          ? 2000
                                                     : 0;
  if (!place) return -1;
  if (!role->is_trainable)
    for (int n = 0; n < NEEDS; n++)
      if (person->skills[role->required[n]] < role->required_level[n]) return -1;
  int64_t parts = 60 * (role->desires ? role->desires : 1), met = role->desires ? 0 : 60;
  for (int n = 0; n < NEEDS; n++) {
    int64_t wanted = role->desired_level[n], has = person->skills[role->desired[n]];
    if (wanted) met += (has < wanted ? has : wanted) * (60 / wanted);
  }
  int64_t apart = person->level > role->level_max ? person->level - role->level_max : 0;
  int64_t level = apart == 0 ? 10000 : apart == 1 ? 5000 : 0;
  int64_t days = role->wanted_in < 30 ? 30 : role->wanted_in;
  int64_t thirds = days < 180 ? (180 - days) * 200 : 0;
  int64_t total = 5000 * 10000 * met + parts * (2000 * level + 2000 * place);
  int64_t back = role->unit == person->origin ? 10000 : role->above == person->above ? 5000 : 0;
  total += parts * 600 * back + 400 * (parts / 3) * thirds;
  return total / (10000 * parts);
}

typedef struct {
  int64_t key, role;
} ranked;

static int by_key(const void *one, const void *other) {
  const ranked *a = one, *b = other;
  if (a->key != b->key) return a->key < b->key ? 1 : -1;
  return a->role < b->role ? -1 : a->role > b->role;
}

/* The roles a person is eligible for, best first, and a sentence for each of the first so many. Returns how many. */
int64_t rank(const person_facts *person, const role_facts *roles, int64_t count, ranked *found, int64_t sentences,
             char *text) {
  int64_t number = 0;
  for (int64_t role = 0; role < count; role++) {
    int64_t score = score_of(person, roles + role);
    if (score < 0) continue;
    found[number].key = roles[role].band << 38 | score << 24 | roles[role].share;
    found[number++].role = role;
  }
  qsort(found, (size_t)number, sizeof *found, by_key);
  for (int64_t n = 0; n < number && n < sentences; n++) {
    const role_facts *role = roles + found[n].role;
    text += sprintf(text, "Unit %lld is short of %lld of %lld people (%lld %%); you have %lld of %lld desired skills; ",
                    (long long)role->unit, (long long)role->short_of, (long long)role->approved,
                    (long long)role->share / 100, (long long)person->skills[role->desired[0]],
                    (long long)role->desires);
    text += sprintf(text, "%s; %s\n", role->level_max >= person->level ? "same level" : "levels below yours",
                    role->site == person->site ? "same city" : role->is_remote ? "remote work possible" : "a move");
  }
  return number;
}

/* Every pair of a person and a role scored; returns how many are eligible, so that nothing is optimised away. */
int64_t score_all(const person_facts *people, int64_t persons, const role_facts *roles, int64_t count) {
  int64_t eligible = 0;
  for (int64_t person = 0; person < persons; person++)
    for (int64_t role = 0; role < count; role++) eligible += score_of(people + person, roles + role) >= 0;
  return eligible;
}
