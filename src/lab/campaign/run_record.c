/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/run_record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/size.h"
#include "base/stream.h"
#include "base/text.h"
#include "fault/workload_field.h"
#include "machine/clock.h"
#include "machine/host.h"
#include "record/host_facts.h"
#include "record/jsonl.h"
#include "record/packed.h"

/* ---- lists of texts ---- */

/* "1101": for each side, whether the row is measured on it. */
static const char *measured_text(struct records *records,
				 const struct campaign *c, size_t row)
{
	AUTO_FREE char *text = error_unless_memory(calloc(c->nr_sides + 1, 1));
	for (size_t t = 0; t < c->nr_sides; t++)
		text[t] = campaign_measures(c, row, t) ? '1' : '0';
	return records_keep(records, text);
}

/* "6.12.117, build id 0123456789ab, NAME=VALUE, kind populate" */
static const char *kernel_text(struct records *records,
			       const struct campaign_side *side,
			       const struct kernel *kernel)
{
	const char *comma = "";
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (kernel->release) {
		fprintf(out, "%s", kernel->release);
		comma = ", ";
	}
	if (kernel->build_id) {
		fprintf(out, "%sbuild id %.12s", comma, kernel->build_id);
		comma = ", ";
	}
	for (size_t k = 0; k < side->nr_knobs; k++, comma = ", ")
		fprintf(out, "%s%s=%s", comma, side->knob[k].path,
			side->knob[k].value);
	AUTO_FREE char *own = workload_words_text(&side->own);
	if (*own)
		fprintf(out, "%s%s", comma, own);
	AUTO_FREE char *text = text_close(&stream);
	return records_keep(records, text);
}

static const char **texts_of(size_t n)
{
	return error_unless_memory(calloc(n, sizeof(char *)));
}

static void add_sides(struct records *records, struct facts *run,
		      const struct campaign *c, const struct kernel *kernel)
{
	const size_t n = c->nr_sides;
	AUTO_FREE const char **label = texts_of(n);
	AUTO_FREE const char **text = texts_of(n);
	for (size_t i = 0; i < n; i++) {
		label[i] = c->side[i].label;
		text[i] = kernel_text(records, &c->side[i], &kernel[i]);
	}
	facts_add_texts(records, run, "treatments", (struct texts){ label, n });
	facts_add_texts(records, run, "kernels", (struct texts){ text, n });
}

static void add_rows(struct records *records, struct facts *run,
		     const struct campaign *c)
{
	const size_t n = c->nr_rows;
	AUTO_FREE const char **row = texts_of(n);
	AUTO_FREE const char **name = texts_of(n);
	AUTO_FREE const char **measured = texts_of(n);
	for (size_t i = 0; i < n; i++) {
		AUTO_FREE char *text = workload_text(&c->row[i]);
		row[i] = records_keep(records, text);
		name[i] = c->row_name && c->row_name[i] ? c->row_name[i] : "";
		measured[i] = measured_text(records, c, i);
	}
	facts_add_texts(records, run, "rows", (struct texts){ row, n });
	if (c->row_name)
		facts_add_texts(records, run, "names", (struct texts){ name, n });
	if (c->measured)
		facts_add_texts(records, run, "measured",
				(struct texts){ measured, n });
}

/* ---- the run ---- */

static void add_guest(struct records *records, struct facts *run,
		      const struct campaign *c)
{
	char text[160], bytes[24], cpus[40], swap[24] = "";
	if (c->swap_bytes)
		size_format(c->swap_bytes, swap, sizeof(swap));
	snprintf(text, sizeof(text), "%s guest, %s, %s, %" PRIu32 " node%s%s%s",
		 kernel_arch_words[c->arch],
		 campaign_cpus_text(c, cpus, sizeof(cpus)),
		 size_format(c->memory_bytes, bytes, sizeof(bytes)), c->nodes,
		 c->nodes == 1 ? "" : "s", *swap ? ", compressed swap of " : "",
		 swap);
	facts_add_text(records, run, "guest", text);
}

/* If it is the same for all rows. */
static void add_accounting(struct records *records, struct facts *run,
			   const struct campaign *c)
{
	bool same = true;
	for (size_t i = 1; i < c->nr_rows; i++)
		same &= c->row[i].classic == c->row[0].classic;
	if (same)
		facts_add_text(records, run, "accounting",
			       c->row[0].classic ? "classic" : "window");
}

static void add_plan(struct records *records, struct facts *run,
		     const struct campaign *c, const struct run_head *head)
{
	facts_add_text(records, run, "campaign", head->key);
	if (c->part)
		facts_add_text(records, run, "part", c->part);
	facts_add_text(records, run, "engine", c->engine->word);
	facts_add_text(records, run, "unit", campaign_unit(c));
	add_accounting(records, run, c);
	facts_add_number(records, run, "rounds", real_of(c->rounds));
	if (c->rounds_most > 0)
		facts_add_number(records, run, "rounds_most",
				 real_of(c->rounds_most));
	facts_add_number(records, run, "reps", real_of((double)c->reps));
	if (c->engine->is_guest)
		add_guest(records, run, c);
	add_sides(records, run, c, head->kernel);
	add_rows(records, run, c);
}

const char *run_record_head(struct records *records, const struct campaign *c,
			    const struct run_head *head)
{
	const struct run_start start = { head->argv, head->nr_argv, c->seed };
	struct host host = host_read("");
	struct facts *run = host_facts_run(records, &host, &start);
	add_plan(records, run, c, head);
	/* Facts of this kernel are no facts of the guests' kernels. */
	if (c->engine->is_guest)
		host_facts_add_now(records, run, &host);
	else
		host_facts_add(records, run, &host, true);
	host_close(&host);
	return facts_text(run, "id");
}

/* ---- a boot ---- */

const char *run_record_label(const struct campaign_boot *boot)
{
	return boot->campaign->side[boot->step->side].label;
}

static void add_outcome(struct records *records, struct facts *facts,
			const struct campaign_boot *boot)
{
	const struct boot_result *result = &boot->result;
	const struct real ticks = { (double)result->steal_ticks.value,
				    result->steal_ticks.known };
	facts_add_text(records, facts, "outcome",
		       boot_outcome_words[result->outcome]);
	facts_add_text(records, facts, "why", *result->why ? result->why : NULL);
	facts_add_text(records, facts, "console", result->console);
	facts_add_number(records, facts, "init_s", result->init_s);
	facts_add_number(records, facts, "wall_s", real_of(result->wall_s));
	facts_add_number(records, facts, "steal_ticks", ticks);
	facts_add_number(records, facts, "host_load", result->host_load);
	facts_add_number(records, facts, "nr_pinned",
			 real_of(result->nr_pinned));
}

const struct facts *run_record_boot(struct records *records,
				    const struct campaign_boot *boot)
{
	const struct schedule_step *step = boot->step;
	char now[40];
	struct facts *facts = records_add_facts(records, "boot");
	facts_add_text(records, facts, "id", boot->id);
	facts_add_text(records, facts, "run", boot->run);
	facts_add_text(records, facts, "time", clock_utc(now, sizeof(now)));
	facts_add_number(records, facts, "place", real_of((double)boot->place));
	facts_add_number(records, facts, "round", real_of(step->round));
	facts_add_number(records, facts, "treatment",
			 real_of((double)step->side));
	facts_add_text(records, facts, "kernel", run_record_label(boot));
	facts_add_text(records, facts, "engine", boot->campaign->engine->word);
	facts_add_text(records, facts, "release", boot->kernel->release);
	facts_add_text(records, facts, "image", boot->kernel->image);
	facts_add_text(records, facts, "build_id", boot->kernel->build_id);
	facts_add_text(records, facts, "emulator", boot->emulator);
	add_outcome(records, facts, boot);
	return facts;
}

/* ---- the samples of a boot ---- */

void run_record_mark(struct records *records, struct sample *sample, size_t row,
		     const struct campaign_job *job)
{
	sample->row = count_of(job->row[row]);
	counters_add(records, &sample->counters, "treatment",
		     real_of((double)job->side));
}

/* A boot whose lines are being read. */
struct collecting {
	const struct campaign_boot *boot;
	struct records *records;
	uint64_t *measured;	/* [nr_rows] repetitions, without warm-up */
	uint64_t nr_samples;
	struct error *err;
};

static int take_sample(struct collecting *c, struct sample *sample)
{
	const struct campaign_boot *boot = c->boot;
	const size_t row = sample->row.value;
	if (!sample->row.known || row >= boot->job.job.nr_rows) {
		error_set(c->err, -EINVAL, "a sample of %s on %" PRIu64 " tasks belongs to no row",
			  sample->kind ? sample->kind : "an unknown kind",
			  sample->threads.value);
		records_drop(c->records);
		return -EINVAL;
	}
	sample->run = boot->run;
	sample->boot_id = boot->id;
	sample->kernel = records_keep(c->records, run_record_label(boot));
	sample->engine = boot->job.job.engine->word;
	sample->order = count_of(boot->first_order + c->nr_samples++);
	c->measured[row] += text_same(sample->role, "measure") && !sample->warmup;
	run_record_mark(c->records, sample, row, &boot->job);
	return 0;
}

static int read_line(struct collecting *c, char *line, unsigned int number)
{
	const size_t before = c->records->nr_samples;
	struct error why = { "" };
	if (!*line)
		return 0;
	if (jsonl_read_line(line, c->records, &why) != 0)
		return error_set(c->err, -EINVAL, "line %u of its results: %.300s",
				 number, why.text);
	return c->records->nr_samples == before ? 0 :
		take_sample(c, &c->records->sample[before]);
}

static int check_rows(const struct collecting *c)
{
	const struct job *job = &c->boot->job.job;
	for (size_t i = 0; i < job->nr_rows; i++)
		if (c->measured[i] != job->reps)
			return error_set(c->err, -EINVAL, "row %zu: %" PRIu64 " of %" PRIu64 " repetitions came",
					 i + 1, c->measured[i], job->reps);
	return 0;
}

int run_record_samples(struct records *records, const struct campaign_boot *boot,
		       struct error *err)
{
	AUTO_FREE uint64_t *measured = error_unless_memory(
		calloc(boot->job.job.nr_rows, sizeof(*measured)));
	const char *lines = boot->result.lines;
	AUTO_FREE char *text = text_format("%s", lines ? lines : "");
	char *rest = text;
	struct collecting c = { .boot = boot, .records = records,
				.measured = measured, .err = err };
	unsigned int number = 0;
	int rc = 0;
	for (char *line; rc == 0 && (line = strsep(&rest, "\n"));)
		rc = read_line(&c, line, ++number);
	return rc ?: check_rows(&c);
}
