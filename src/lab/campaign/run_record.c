/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/run_record.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/size.h"
#include "config.h"
#include "lab/campaign/runner.h"
#include "machine/clock.h"
#include "machine/host_read.h"
#include "record/host_facts.h"
#include "record/jsonl.h"

/* ---- lists of texts ---- */

typedef char *text_of(const struct campaign *campaign,
		      const struct run_head *head, size_t i);

static char *label_of(const struct campaign *c, const struct run_head *head,
		      size_t i)
{
	(void)head;
	return strdup(c->side[i].label);
}

static char *row_text(const struct campaign *c, const struct run_head *head,
		      size_t i)
{
	(void)head;
	return campaign_row_text(c, i);
}

static char *row_name(const struct campaign *c, const struct run_head *head,
		      size_t i)
{
	(void)head;
	return strdup(c->row_name[i] ? c->row_name[i] : "");
}

/* "1101": of each side, whether the row is measured on it. */
static char *row_measured(const struct campaign *c, const struct run_head *head,
			  size_t i)
{
	(void)head;
	char *text = calloc(c->nr_sides + 1, 1);
	for (size_t t = 0; text && t < c->nr_sides; t++)
		text[t] = campaign_measures(c, i, t) ? '1' : '0';
	return text;
}

/* "6.12.117, build id 0123456789ab, NAME=VALUE, kind populate" */
static char *kernel_text(const struct campaign *c, const struct run_head *head,
			 size_t i)
{
	const struct campaign_side *t = &c->side[i];
	const struct kernel *kernel = &head->kernel[i];
	const char *comma = "";
	char *text = NULL;
	size_t n;
	FILE *out = open_memstream(&text, &n);
	if (!out)
		return NULL;
	if (kernel->release) {
		fprintf(out, "%s", kernel->release);
		comma = ", ";
	}
	if (kernel->build_id) {
		fprintf(out, "%sbuild id %.12s", comma, kernel->build_id);
		comma = ", ";
	}
	for (size_t k = 0; k < t->nr_knobs; k++, comma = ", ")
		fprintf(out, "%s%s=%s", comma, t->knob[k].path,
			t->knob[k].value);
	char *own = workload_words_text(&t->own);
	if (*own)
		fprintf(out, "%s%s", comma, own);
	free(own);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static int add_texts(struct records *records, struct facts *run,
		     const char *name, const struct campaign *c,
		     const struct run_head *head, text_of *of, size_t n)
{
	char **text = calloc(n + 1, sizeof(*text));
	char *json = NULL;
	bool whole = text;
	for (size_t i = 0; whole && i < n; i++)
		whole = (text[i] = of(c, head, i));
	if (whole)
		json = jsonl_text_list((const char *const *)text, n);
	if (json)
		facts_add_json(records, run, name, json);
	for (size_t i = 0; text && i < n; i++)
		free(text[i]);
	free(text);
	free(json);
	return json ? 0 : -ENOMEM;
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

/* Of all rows, if it is the same. */
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

static int add_plan(struct records *records, struct facts *run,
		    const struct campaign *c, const struct run_head *head)
{
	char *argv = jsonl_text_list(head->argv, head->nr_argv);
	if (!argv)
		return -ENOMEM;
	facts_add_json(records, run, "argv", argv);
	free(argv);
	facts_add_number(records, run, "seed", real_of((double)c->seed));
	facts_add_text(records, run, "pft_version", PACKAGE_VERSION);
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
	int rc = add_texts(records, run, "treatments", c, head, label_of,
			   c->nr_sides);
	if (rc == 0)
		rc = add_texts(records, run, "kernels", c, head, kernel_text,
			       c->nr_sides);
	if (rc == 0)
		rc = add_texts(records, run, "rows", c, head, row_text,
			       c->nr_rows);
	if (rc == 0 && c->row_name)
		rc = add_texts(records, run, "names", c, head, row_name,
			       c->nr_rows);
	if (rc == 0 && c->measured)
		rc = add_texts(records, run, "measured", c, head, row_measured,
			       c->nr_rows);
	return rc;
}

int run_record_head(struct records *records, const struct campaign *c,
		    const struct run_head *head, const char **run_id,
		    struct error *err)
{
	struct host host = host_read("");
	char id[24], now[40];
	record_new_id(id, sizeof(id));
	*run_id = records_keep(records, id);
	host_facts_add(records, records_add_facts(records, "host"), &host, false);
	struct facts *run = records_add_facts(records, "run");
	facts_add_text(records, run, "id", id);
	facts_add_text(records, run, "time", clock_utc(now, sizeof(now)));
	facts_add_text(records, run, "host", host.id);
	const int rc = add_plan(records, run, c, head);
	/* What is true of this kernel is not of the guests'. */
	if (c->engine->is_guest)
		host_facts_add_now(records, run, &host);
	else
		host_facts_add(records, run, &host, true);
	host_close(&host);
	return rc ? error_set(err, rc, "out of memory") : 0;
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
	facts_add_text(records, facts, "why", *boot->why ? boot->why : NULL);
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
