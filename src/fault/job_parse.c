/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text to a job. It comes from another machine, perhaps cut or garbled: what is
 * not understood is an error, with its line.
 */
#include "fault/job.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "base/size.h"
#include "fault/pressure.h"

/* Above what anybody asks for, below what would overflow a sum. */
static const uint64_t reps_max = 1000000, seed_max = (UINT64_C(1) << 53) - 1;

struct parsing {
	struct job *job;
	unsigned int seen;	/* bits: lines that may stand once */
	bool ended;
};

/* ---- rows ---- */

/* Which of two words; -1: neither. */
static int either(const char *value, const char *first, const char *second)
{
	return strcmp(value, second) == 0 ? 1 : strcmp(value, first) == 0 ? 0 : -1;
}

static int set_either(const char *name, const char *value, const char *first,
		      const char *second, bool *is_second, struct error *err)
{
	const int which = either(value, first, second);
	if (which < 0)
		return error_set(err, -EINVAL, "%s=%s: expected %s or %s", name,
				 value, first, second);
	*is_second = which == 1;
	return 0;
}

static int set_u32(const char *name, const char *value, uint64_t most,
		   uint32_t *number, struct error *err)
{
	uint64_t parsed;
	const int rc = number_parse(name, value, 1, most, &parsed, err);
	if (rc == 0)
		*number = (uint32_t)parsed;
	return rc;
}

enum key { KIND, PATTERN, BYTES, TASKS, N, CACHELINES, REGIONS, BIND, MEM, THP,
	   FAULTS, NR_MUST, PRESSURE = NR_MUST, NR_KEYS };
static const char *const keys[NR_KEYS] = {
	"kind", "pattern", "bytes", "tasks", "n", "cachelines", "regions",
	"bind", "mem", "thp", "faults", "pressure",
};

static int set_key(enum key key, const char *value, struct workload *w,
		   struct bind_choice *bind, struct error *err)
{
	switch (key) {
	case KIND:
		w->kind = kind_find(value);
		return w->kind ? 0 : error_set(err, -EINVAL,
					       "kind=%s: expected a kind that this pft knows",
					       value);
	case PATTERN:
		return pattern_parse(value, &w->pattern, err);
	case BYTES:
		return size_parse(value, &w->requested_bytes, err);
	case TASKS:
		return set_either(keys[key], value, "threads", "processes",
				  &w->processes, err);
	case N:
		return set_u32(keys[key], value, TASKS_MAX, &w->nr_tasks, err);
	case CACHELINES:
		return set_u32(keys[key], value, UINT32_MAX, &w->cachelines, err);
	case REGIONS:
		return set_either(keys[key], value, "shared", "own",
				  &w->own_regions, err);
	case BIND:
		return bind_parse(value, bind, err);
	case MEM:
		return policy_parse(value, &w->policy, err);
	case THP:
		return thp_parse(value, &w->thp, err);
	case FAULTS:
		return set_either(keys[key], value, "exact", "any",
				  &w->any_faults, err);
	case PRESSURE:
		return set_u32(keys[key], value, PRESSURE_PERCENT_MAX,
			       &w->pressure, err);
	case NR_KEYS:
		break;
	}
	return -EINVAL;
}

/* One "key=value", or a word that stands alone. */
static int set_word(char *word, struct workload *w, struct bind_choice *bind,
		    unsigned int *seen, struct error *err)
{
	char *value = strchr(word, '=');
	if (!value && strcmp(word, "latency") == 0)
		return w->latency = true, 0;
	if (!value && strcmp(word, "classic") == 0)
		return w->classic = true, 0;
	if (value)
		*value++ = '\0';
	for (unsigned int key = 0; value && key < NR_KEYS; key++) {
		if (strcmp(word, keys[key]) != 0)
			continue;
		if (*seen & 1u << key)
			return error_set(err, -EINVAL, "%s= twice: expected it once",
					 word);
		*seen |= 1u << key;
		return set_key((enum key)key, value, w, bind, err);
	}
	return error_set(err, -EINVAL, "'%s': expected a word of a row", word);
}

static int grow(struct job *job)
{
	struct workload *row = realloc(job->row,
				       (job->nr_rows + 1) * sizeof(*row));
	if (!row)
		return -ENOMEM;
	job->row = row;
	struct bind_choice *bind = realloc(job->bind,
					   (job->nr_rows + 1) * sizeof(*bind));
	if (!bind)
		return -ENOMEM;
	job->bind = bind;
	row[job->nr_rows] = (struct workload){ 0 };
	bind[job->nr_rows] = (struct bind_choice){ 0 };
	job->nr_rows++;
	return 0;
}

static int check_row(const struct workload *w, unsigned int seen,
		     struct error *err)
{
	for (unsigned int key = 0; key < NR_MUST; key++)
		if (!(seen & 1u << key))
			return error_set(err, -EINVAL, "a row without %s=: expected all words of a row",
					 keys[key]);
	if (w->processes && !w->own_regions)
		return error_set(err, -EINVAL,
				 "tasks=processes regions=shared: processes map their own: expected regions=own");
	return 0;
}

static int parse_row(struct parsing *p, char *rest, struct error *err)
{
	char *save = NULL;
	unsigned int seen = 0;
	if (grow(p->job) != 0)
		return error_set(err, -ENOMEM, "out of memory");
	struct workload *w = &p->job->row[p->job->nr_rows - 1];
	struct bind_choice *bind = &p->job->bind[p->job->nr_rows - 1];
	int rc = 0;
	for (char *word = strtok_r(rest, " ", &save); rc == 0 && word;
	     word = strtok_r(NULL, " ", &save))
		rc = set_word(word, w, bind, &seen, err);
	return rc ? rc : check_row(w, seen, err);
}

/* ---- the other lines ---- */

static int parse_knob(struct parsing *p, char *rest, struct error *err)
{
	struct job *job = p->job;
	char *value = strchr(rest, ' ');
	struct knob *knob = realloc(job->knob,
					(job->nr_knobs + 1) * sizeof(*knob));
	if (!knob)
		return error_set(err, -ENOMEM, "out of memory");
	job->knob = knob;
	knob += job->nr_knobs;
	if (value)
		*value++ = '\0';
	if (rest[0] != '/' || !value || !*value)
		return error_set(err, -EINVAL, "knob '%s': expected a path from / on, a blank and a value",
				 rest);
	if (strlen(rest) >= sizeof(knob->path) ||
	    strlen(value) >= sizeof(knob->value))
		return error_set(err, -EINVAL, "knob '%s': expected a path of less than %zu bytes and a value of less than %zu",
				 rest, sizeof(knob->path), sizeof(knob->value));
	strcpy(knob->path, rest);
	strcpy(knob->value, value);
	job->nr_knobs++;
	return 0;
}

/* The first of them must stand. */
enum once { SEED, ENGINE, REPS, WARMUP, LIMIT, NOP, NR_ONCE_MUST,
	    SWAP = NR_ONCE_MUST, NR_ONCE };
static const char *const once_words[NR_ONCE] = { "seed", "engine", "reps",
						 "warmup", "limit", "nop",
						 "swap" };

static int parse_once(struct parsing *p, enum once which, char *rest,
		      struct error *err)
{
	struct job *job = p->job;
	uint64_t *const number[NR_ONCE] = {
		[SEED] = &job->seed, [REPS] = &job->reps,
		[WARMUP] = &job->warmup, [LIMIT] = &job->limit_reps,
		[NOP] = &job->nop_reps,
	};
	if (p->seen & 1u << which)
		return error_set(err, -EINVAL, "%s twice: expected it once",
				 once_words[which]);
	p->seen |= 1u << which;
	if (which == ENGINE)
		return engine_parse(rest, &p->job->engine, err);
	if (which == SWAP)
		return size_parse(rest, &job->swap_bytes, err);
	return number_parse(once_words[which], rest, which == REPS,
			    which == SEED ? seed_max : reps_max, number[which],
			    err);
}

static int parse_end(struct parsing *p, struct error *err)
{
	p->ended = true;
	for (unsigned int i = 0; i < NR_ONCE_MUST; i++)
		if (!(p->seen & 1u << i))
			return error_set(err, -EINVAL, "the end without %s: expected a line '%s'",
					 once_words[i], once_words[i]);
	if (p->job->nr_rows == 0)
		return error_set(err, -EINVAL, "the end without a row: expected one at least");
	return 0;
}

static int parse_line(struct parsing *p, char *line, struct error *err)
{
	char *rest = strchr(line, ' ');
	if (*line == '\0' || *line == '#')
		return 0;
	if (p->ended)
		return error_set(err, -EINVAL, "'%s': expected nothing after the end",
				 line);
	if (strcmp(line, "end") == 0)
		return parse_end(p, err);
	if (rest)
		*rest++ = '\0';
	for (unsigned int i = 0; rest && i < NR_ONCE; i++)
		if (strcmp(line, once_words[i]) == 0)
			return parse_once(p, (enum once)i, rest, err);
	if (rest && strcmp(line, "knob") == 0)
		return parse_knob(p, rest, err);
	if (rest && strcmp(line, "row") == 0)
		return parse_row(p, rest, err);
	return error_set(err, -EINVAL, "'%s': expected a line of a job", line);
}

static int parse_lines(struct parsing *p, char *text, struct error *err)
{
	struct error why = { "" };
	unsigned int number = 1;
	for (char *line = text, *next; line; line = next, number++) {
		next = strchr(line, '\n');
		if (next)
			*next++ = '\0';
		int rc = 0;
		if (number == 1 && strcmp(line, "job 1") != 0)
			rc = error_set(&why, -EINVAL, "'%s': expected 'job 1'", line);
		else if (number > 1)
			rc = parse_line(p, line, &why);
		if (rc != 0)
			return error_set(err, rc, "job line %u: %s", number, why.text);
	}
	if (!p->ended)
		return error_set(err, -EINVAL, "job line %u: expected 'end': the job was cut off",
				 number);
	return 0;
}

int job_parse(const char *text, struct job *job, struct error *err)
{
	struct parsing p = { .job = job };
	*job = (struct job){ 0 };
	char *copy = strdup(text);
	const int rc = copy ? parse_lines(&p, copy, err) :
			      error_set(err, -ENOMEM, "out of memory");
	free(copy);
	if (rc != 0)
		job_close(job);
	for (size_t i = 0; i < job->nr_rows; i++)
		job->row[i].pattern.seed = job->seed;
	return rc;
}
