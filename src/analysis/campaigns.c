/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/campaigns.h"

#include <stdlib.h>

#include "base/text.h"
#include "fault/engine.h"

/* ---- which campaign a repetition is of ---- */

static const struct compare *find(const struct campaigns *campaigns, const char *run)
{
	for (size_t i = 0; run && i < campaigns->n; i++)
		if (text_same(campaigns->compare[i].run_id, run))
			return &campaigns->compare[i];
	return NULL;
}

/* Neighbours are of one run and one boot: what was found of the last one holds. */
struct seeking {
	const struct campaigns *campaigns;
	const char *run, *boot_id;
	const struct compare *compare;	/* of that run; NULL: it is no campaign's */
	bool is_lost;			/* that boot */
};

static const struct compare *campaign_of(struct seeking *s, const struct sample *sample)
{
	if (sample->run != s->run) {
		s->run = sample->run;
		s->compare = find(s->campaigns, sample->run);
	}
	return s->compare;
}

static bool is_lost(struct seeking *s, const struct sample *sample)
{
	if (sample->boot_id != s->boot_id) {
		const struct facts *boot = records_find(s->campaigns->records, "boot",
							sample->boot_id);
		s->boot_id = sample->boot_id;
		s->is_lost = !boot || compare_boot_is_lost(boot);
	}
	return !sample->boot_id || s->is_lost;
}

/* ---- each campaign ---- */

static int add(struct campaigns *campaigns, const struct facts *run, struct error *err)
{
	struct compare compare;
	const char *id = facts_text(run, "id");
	if (!compare_is_campaign(run) || !id || find(campaigns, id))
		return 0;
	const int rc = compare_campaign(campaigns->records, run, &compare, err);
	if (rc != 0)
		return rc;
	campaigns->compare = records_grow(campaigns->compare, campaigns->n,
					  sizeof(*campaigns->compare));
	campaigns->compare[campaigns->n++] = compare;
	return 0;
}

int campaigns_collect(const struct records *records, struct campaigns *campaigns,
		      struct error *err)
{
	struct seeking seeking = { .campaigns = campaigns };
	int rc = 0;
	*campaigns = (struct campaigns){ .records = records };
	for (size_t i = 0; rc == 0 && i < records->nr_facts; i++)
		rc = add(campaigns, &records->facts[i], err);
	for (size_t i = 0; i < records->nr_samples; i++)
		campaigns->nr_others += !campaign_of(&seeking, &records->sample[i]);
	return rc;
}

void campaigns_close(struct campaigns *campaigns)
{
	for (size_t i = 0; i < campaigns->n; i++)
		compare_close(&campaigns->compare[i]);
	free(campaigns->compare);
	*campaigns = (struct campaigns){ 0 };
}

/* ---- plain rows ---- */

static bool has_times(const struct compare *c)
{
	return !engine_find(c->engine)->counts_instructions &&
	       !text_same(facts_text(c->run, "accounting"), "classic");
}

static bool is_plain(void *seeking, const struct sample *sample)
{
	const struct compare *c = campaign_of(seeking, sample);
	return !c || (has_times(c) && !is_lost(seeking, sample));
}

void campaigns_plain_rows(const struct campaigns *campaigns, struct rows *rows)
{
	struct seeking seeking = { .campaigns = campaigns };
	const struct rows_filter filter = { is_plain, &seeking };
	rows_collect_some(campaigns->records, &filter, rows);
}

/* ---- what is asked of all ---- */

size_t campaigns_doubles(const struct campaigns *campaigns)
{
	size_t n = 0;
	for (size_t i = 0; i < campaigns->n; i++)
		n += has_times(&campaigns->compare[i]) ? 0 :
		     campaigns->compare[i].nr_doubles;
	return n;
}

bool campaigns_any_invalid(const struct campaigns *campaigns)
{
	for (size_t i = 0; i < campaigns->n; i++)
		if (compare_any_invalid(&campaigns->compare[i]))
			return true;
	return false;
}

bool campaigns_have_locks(const struct campaigns *campaigns)
{
	for (size_t i = 0; i < campaigns->n; i++)
		if (compare_has_locks(&campaigns->compare[i]))
			return true;
	return false;
}

/* ---- labels ---- */

/*
 * With more than that in one report rows are of use, not words; and labels and rows of
 * a file may be any number.
 */
enum { KERNELS_MAX = 64, ROWS_MAX = 4096 };

static char *compare_labels(const struct records *records, const struct side side[],
			    size_t n, bool diagnose, struct compare *compare)
{
	const struct compare_request request = {
		.side = side, .nr_sides = n, .metric = METRIC_FAULT,
		.margin = COMPARE_MARGIN, .diagnose = diagnose,
		.most_rows = ROWS_MAX,
	};
	struct error err = { "" };
	if (n > KERNELS_MAX)
		return text_format("labels of more than %d kernels: report fewer at once",
				   KERNELS_MAX);
	if (compare_records(records, &request, compare, &err) != 0)
		return text_format("%s: see pft-compare(1)", err.text);
	return NULL;
}

void verdicts_make(const struct records *records, bool diagnose, struct verdicts *v)
{
	const struct side whole = {
		.end = records->nr_samples, .no_imports = true, .no_campaigns = true,
	};
	struct side *side = NULL;
	size_t n = 0;
	*v = (struct verdicts){ 0 };
	compare_part(records, &whole, KERNELS_MAX + 1, &side, &n);
	if (n >= 2) {
		v->why_not = compare_labels(records, side, n, diagnose, &v->compare);
		v->made = !v->why_not;
	}
	free(side);
}

void verdicts_close(struct verdicts *v)
{
	if (v->made)
		compare_close(&v->compare);
	free(v->why_not);
	*v = (struct verdicts){ 0 };
}

bool verdicts_any(const struct verdicts *v)
{
	return v->made || v->why_not;
}

bool verdicts_any_invalid(const struct verdicts *v)
{
	return v->made && compare_any_invalid(&v->compare);
}
