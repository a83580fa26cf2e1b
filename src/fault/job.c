/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault/job.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/known.h"
#include "base/size.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/resolve.h"
#include "fault/workload_field.h"
#include "machine/knobs.h"

/* ---- to text ---- */

static void put_field(FILE *out, const struct workload_field *field,
		      const struct workload *w)
{
	AUTO_FREE char *value = field->alias_of ? NULL : field->text(field, w);
	if (value && field->argument)
		fprintf(out, " %s=%s", workload_field_job(field), value);
	else if (value)
		fprintf(out, " %s", workload_field_job(field));
}

static void put_row(FILE *out, const struct workload *w)
{
	fputs("row", out);
	for (size_t i = 0; i < nr_workload_fields; i++)
		put_field(out, &workload_fields[i], w);
	fputc('\n', out);
}

char *job_text(const struct job *job)
{
	struct text_stream stream;
	char bytes[24];
	FILE *out = text_open(&stream);
	fprintf(out, "job 1\nseed %" PRIu64 "\nengine %s\nreps %" PRIu64
		     "\nwarmup %" PRIu64 "\nlimit %" PRIu64 "\nnop %" PRIu64 "\n",
		job->seed, job->engine->word, job->reps, job->warmup, job->limit_reps,
		job->nop_reps);
	if (job->swap_bytes)
		fprintf(out, "swap %s\n",
			size_format(job->swap_bytes, bytes, sizeof(bytes)));
	for (size_t i = 0; i < job->nr_knobs; i++)
		fprintf(out, "knob %s %s\n", job->knob[i].path,
			job->knob[i].value);
	for (size_t i = 0; i < job->nr_rows; i++)
		put_row(out, &job->row[i]);
	fputs("end\n", out);
	return text_close(&stream);
}

/*
 * ---- from text ----
 * It comes from another machine, perhaps cut or garbled: what is not understood is an
 * error, with its line.
 */

/* Above what anybody asks for, below what would overflow a sum. */
static const uint64_t reps_max = 1000000, seed_max = (UINT64_C(1) << 53) - 1;

struct parsing {
	struct job *job;
	unsigned int seen;	/* bits: lines that may stand once */
	bool ended;
};

static const struct workload_field *find_field(const char *word)
{
	for (size_t i = 0; i < nr_workload_fields; i++)
		if (!workload_fields[i].alias_of &&
		    strcmp(workload_field_job(&workload_fields[i]), word) == 0)
			return &workload_fields[i];
	return NULL;
}

/* One "key=value", or a word that stands alone. */
static int set_word(char *word, struct workload *w, uint64_t *seen,
		    struct error *err)
{
	char *value = strchr(word, '=');
	if (value)
		*value++ = '\0';
	const struct workload_field *field = find_field(word);
	if (!field || (field->argument != NULL) != (value != NULL))
		return error_set(err, -EINVAL, "'%s': expected a word of a row", word);
	const uint64_t bit = UINT64_C(1) << (field - workload_fields);
	if (*seen & bit)
		return error_set(err, -EINVAL, "%s= twice: expected it once", word);
	*seen |= bit;
	return field->parse(field, value ? value : "true", w, err);
}

static struct workload *add_row(struct job *job)
{
	job->row = error_unless_memory(
		realloc(job->row, (job->nr_rows + 1) * sizeof(*job->row)));
	job->row[job->nr_rows] = (struct workload){ 0 };
	return &job->row[job->nr_rows++];
}

static int check_row(uint64_t seen, struct error *err)
{
	for (size_t i = 0; i < nr_workload_fields; i++) {
		const struct workload_field *field = &workload_fields[i];
		if (!field->may_lack && !field->alias_of && !(seen >> i & 1))
			return error_set(err, -EINVAL, "a row without %s=: expected all words of a row",
					 workload_field_job(field));
	}
	return 0;
}

static int parse_row(struct parsing *p, char *rest, struct error *err)
{
	char *save = NULL;
	uint64_t seen = 0;
	struct workload *w = add_row(p->job);
	int rc = 0;
	for (char *word = strtok_r(rest, " ", &save); rc == 0 && word;
	     word = strtok_r(NULL, " ", &save))
		rc = set_word(word, w, &seen, err);
	return rc ? rc : check_row(seen, err);
}

static int parse_knob(struct parsing *p, char *rest, struct error *err)
{
	struct job *job = p->job;
	char *value = strchr(rest, ' ');
	job->knob = error_unless_memory(
		realloc(job->knob, (job->nr_knobs + 1) * sizeof(*job->knob)));
	struct knob *knob = &job->knob[job->nr_knobs];
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
		return size_parse("swap", rest, &job->swap_bytes, err);
	const struct number_range range = {
		once_words[which], which == REPS,
		which == SEED ? seed_max : reps_max,
	};
	return number_parse(&range, rest, number[which], err);
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
	AUTO_FREE char *copy = text_format("%s", text);
	const int rc = parse_lines(&p, copy, err);
	if (rc != 0)
		job_close(job);
	for (size_t i = 0; i < job->nr_rows; i++)
		job->row[i].pattern.seed = job->seed;
	return rc;
}

/* ---- the machine that runs it ---- */

int job_resolve(struct job *job, struct error *err)
{
	return workloads_resolve(job->row, job->nr_rows, err);
}

int job_set_knobs(const struct job *job, const struct knob **knob,
		  struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < job->nr_knobs; i++) {
		if (knob)
			*knob = &job->knob[i];
		rc = knobs_set_for_good(job->knob[i].path, job->knob[i].value,
					err);
	}
	return rc;
}

struct order_choice job_order(const struct job *job)
{
	return (struct order_choice){
		.nr_rows = job->nr_rows, .reps = job->reps,
		.warmup = job->warmup, .limit_reps = job->limit_reps,
		.nop_reps = job->nop_reps, .seed = job->seed,
	};
}

void job_close(struct job *job)
{
	workloads_close(job->row, job->nr_rows);
	free(job->row);
	free(job->knob);
	*job = (struct job){ 0 };
}
