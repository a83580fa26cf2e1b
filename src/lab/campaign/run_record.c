/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/run_record.h"

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

/* ---- lists of texts ---- */

/* "1101": for each side, whether the row is measured on it. */
static char *measured_text(const struct campaign *c, size_t row)
{
	char *text = error_unless_memory(calloc(c->nr_sides + 1, 1));
	for (size_t t = 0; t < c->nr_sides; t++)
		text[t] = campaign_measures(c, row, t) ? '1' : '0';
	return text;
}

/* "6.12.117, build id 0123456789ab, NAME=VALUE, kind populate" */
static char *kernel_text(const struct campaign_side *side,
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
	return text_close(&stream);
}

/* Takes the texts over. */
static void add_texts(struct records *records, struct facts *run,
		      const char *name, char **text)
{
	size_t n = 0;
	while (text[n])
		n++;
	facts_add_texts(records, run, name,
			(struct texts){ (const char *const *)text, n });
	for (size_t i = 0; i < n; i++)
		free(text[i]);
	free(text);
}

static char **texts_of(size_t n)
{
	return error_unless_memory(calloc(n + 1, sizeof(char *)));
}

static void add_sides(struct records *records, struct facts *run,
		      const struct campaign *c, const struct kernel *kernel)
{
	char **label = texts_of(c->nr_sides), **text = texts_of(c->nr_sides);
	for (size_t i = 0; i < c->nr_sides; i++) {
		label[i] = text_format("%s", c->side[i].label);
		text[i] = kernel_text(&c->side[i], &kernel[i]);
	}
	add_texts(records, run, "treatments", label);
	add_texts(records, run, "kernels", text);
}

static void add_rows(struct records *records, struct facts *run,
		     const struct campaign *c)
{
	char **text = texts_of(c->nr_rows);
	for (size_t i = 0; i < c->nr_rows; i++)
		text[i] = workload_text(&c->row[i]);
	add_texts(records, run, "rows", text);
	if (c->row_name) {
		char **name = texts_of(c->nr_rows);
		for (size_t i = 0; i < c->nr_rows; i++)
			name[i] = text_format("%s", c->row_name[i] ?
					      c->row_name[i] : "");
		add_texts(records, run, "names", name);
	}
	if (c->measured) {
		char **measured = texts_of(c->nr_rows);
		for (size_t i = 0; i < c->nr_rows; i++)
			measured[i] = measured_text(c, i);
		add_texts(records, run, "measured", measured);
	}
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

static void add_outcome(struct records *records, struct facts *facts,
			const struct boot_facts *boot)
{
	const struct boot_result *result = boot->result;
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
				    const struct campaign *c,
				    const struct boot_facts *boot)
{
	char now[40];
	struct facts *facts = records_add_facts(records, "boot");
	facts_add_text(records, facts, "id", boot->id);
	facts_add_text(records, facts, "run", boot->run);
	facts_add_text(records, facts, "time", clock_utc(now, sizeof(now)));
	facts_add_number(records, facts, "place", real_of((double)boot->place));
	facts_add_number(records, facts, "round", real_of(boot->round));
	facts_add_number(records, facts, "treatment",
			 real_of((double)boot->side));
	facts_add_text(records, facts, "kernel",
		       c->side[boot->side].label);
	facts_add_text(records, facts, "engine", c->engine->word);
	facts_add_text(records, facts, "release", boot->kernel->release);
	facts_add_text(records, facts, "image", boot->kernel->image);
	facts_add_text(records, facts, "build_id", boot->kernel->build_id);
	facts_add_text(records, facts, "emulator", boot->emulator);
	add_outcome(records, facts, boot);
	return facts;
}
