/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Differences that nobody declared: knobs that were set, the configuration, and
 * what the run records say of the machine and its kernel that changes what a
 * fault costs. What is unknown on one side is no difference that can be shown.
 */
#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "record/caption.h"
#include "analysis/build.h"

/* Facts of a run or boot record; a name that ends in '_' begins several. */
struct condition {
	const char *name, *group;
};

static const char knobs[] = "knobs", config[] = "config",
		  mitigations[] = "mitigations", machine[] = "host",
		  cpus[] = "cpus";

static const struct condition conditions[] = {
	{ "host", machine }, { "machine", machine }, { "guest", machine },
	{ "emulator", machine }, { "cpu_microcode", machine },
	{ "aslr", knobs }, { "current_tracer", knobs },
	{ "hz", config }, { "preempt", config }, { "config_", config },
	{ "kernel_compiler", config },
	{ "init_on_alloc", config }, { "init_on_free", config },
	{ "debug_pagealloc", config }, { "page_poison", config },
	{ "page_owner", config }, { "slab_debug", config },
	{ "swap_total_bytes", knobs }, { "swappiness", knobs },
	{ "zswap", knobs }, { "lru_gen", knobs },
	{ "zone_reclaim_mode", knobs }, { "ksm_run", knobs },
	{ "numa_balancing", knobs }, { "anon_fault_ahead_bytes", knobs },
	{ "fault_around_bytes", knobs }, { "thp_", knobs },
	{ "khugepaged_defrag", knobs }, { "mthp_", knobs },
	{ "free_page_reporting", knobs },
	{ "smt_control", cpus }, { "smt_active", cpus },
	{ "cpuidle_driver", cpus }, { "cpuidle_governor", cpus },
	{ "cpus_online", cpus }, { "cpus_isolated", cpus },
	{ "cpus_allowed", cpus }, { "cpus_nohz_full", cpus },
	{ "nodes_allowed", cpus }, { "cgroup_cpus_max", cpus },
	{ "cpufreq_", cpus }, { "turbo", cpus },
	{ "clocksource", NULL }, { "cpu_accounting", NULL },
	{ "mitigation_", mitigations },
};

static bool is_of(const struct condition *condition, const char *name)
{
	const size_t n = strlen(condition->name);
	return condition->name[n - 1] == '_' ?
		       strncmp(name, condition->name, n) == 0 && name[n] :
		       strcmp(name, condition->name) == 0;
}

static const struct condition *condition_of(const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(conditions); i++)
		if (is_of(&conditions[i], name))
			return &conditions[i];
	return NULL;
}

bool compare_knows_name(const char *name)
{
	struct build keys = { 0 };
	bool known = *name == '/' || strcmp(name, "kernel") == 0 ||
		     condition_of(name);
	key_find(&keys);
	for (size_t i = 0; i < keys.nr_keys; i++)
		known |= strcmp(name, keys.key[i]->name) == 0;
	for (size_t i = 0; i < ARRAY_SIZE(conditions); i++)
		known |= conditions[i].group &&
			 strcmp(name, conditions[i].group) == 0;
	return known;
}

/* ---- a difference ---- */

/* A thing that has a value in two places. */
struct differing {
	const char *name, *group;
	const char *side_x, *side_y;
	char *x, *y;		/* owned */
};

static int judge(struct build *b, struct differing *d, struct error *err)
{
	int rc = 0;
	char *name = text_shown(d->name), *text = NULL;
	if (!match_is_allowed(b->request, d->name, d->group))
		rc = error_set(err, -EINVAL, "'%s' and '%s' differ in %s: %s and %s: expected the same, or --allow %s",
			       d->side_x, d->side_y, name, d->x, d->y, name);
	else if (asprintf(&text, "%s: %s in '%s', %s in '%s'", name, d->x,
			  d->side_x, d->y, d->side_y) >= 0)
		match_say_allowed(b, text);
	free(name);
	free(d->x);
	free(d->y);
	return rc;
}

/* ---- facts of runs and boots ---- */

/* A kernel without fault-ahead does none. */
static char *fact_text(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts_find(facts, name);
	struct text_stream stream;
	if (!fact || fact->type == FACT_UNKNOWN)
		return strcmp(name, "anon_fault_ahead_bytes") == 0 ?
			       error_unless_memory(strdup("0")) : NULL;
	if (fact->type == FACT_NUMBER) {
		fprintf(text_open(&stream), "%.15g", fact->number);
		return text_close(&stream);
	}
	if (fact->type == FACT_BOOL)
		return error_unless_memory(strdup(fact->number != 0 ? "true" : "false"));
	return text_shown(*fact->text ? fact->text : "none");
}

/* The exact engine counts alike on any machine. */
static bool matters(const struct build *b, const char *name)
{
	return !b->compare->exact || (strcmp(name, "host") != 0 &&
					 strcmp(name, "cpu_microcode") != 0);
}

struct two_facts {
	const struct facts *x, *y;
	const struct stretch *of_x, *of_y;
};

static int compare_fact(struct build *b, const struct two_facts *two,
			const char *name, struct error *err)
{
	const struct condition *condition = condition_of(name);
	if (!condition || !matters(b, name))
		return 0;
	struct differing d = {
		.name = name, .group = condition->group,
		.side_x = b->request->side[two->of_x->side].name,
		.side_y = b->request->side[two->of_y->side].name,
		.x = fact_text(two->x, name), .y = fact_text(two->y, name),
	};
	if (d.x && d.y && strcmp(d.x, d.y) != 0)
		return judge(b, &d, err);
	free(d.x);
	free(d.y);
	return 0;
}

/* Also of the fault-ahead knob that one of the kernels does not have. */
static int compare_facts(struct build *b, const struct two_facts *two,
			 struct error *err)
{
	static const char ahead[] = "anon_fault_ahead_bytes";
	int rc = 0;
	if (!two->x || !two->y || two->x == two->y)
		return 0;
	for (size_t i = 0; rc == 0 && i < two->x->n; i++)
		rc = compare_fact(b, two, two->x->fact[i].name, err);
	if (rc == 0 && !facts_find(two->x, ahead) && facts_find(two->y, ahead))
		rc = compare_fact(b, two, ahead, err);
	return rc;
}

/* The first stretch is what all others are held against. */
static int compare_stretches(struct build *b, struct error *err)
{
	const struct stretch *first = NULL;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < b->nr_stretches; i++) {
		const struct stretch *s = b->stretch[i];
		const struct facts *seen = i ? b->stretch[i - 1]->run_facts : NULL;
		if (s->lost)
			continue;
		if (!first)
			first = s;
		const struct two_facts runs = { first->run_facts, s->run_facts,
						first, s };
		const struct two_facts boots = { first->boot_facts,
						 s->boot_facts, first, s };
		if (s->run_facts != seen)
			rc = compare_facts(b, &runs, err);
		if (rc == 0)
			rc = compare_facts(b, &boots, err);
	}
	return rc;
}

/* ---- knobs that were set, and the configuration ---- */

static const struct pair *find_pair(const struct pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (strcmp(pairs->pair[i].name, name) == 0)
			return &pairs->pair[i];
	return NULL;
}

static char *pair_text(const struct pair *pair)
{
	struct text_stream stream;
	if (!pair)
		return error_unless_memory(strdup("not set"));
	if (!pair->number.known)
		return text_shown(pair->text);
	fprintf(text_open(&stream), "%.15g", pair->number.value);
	return text_close(&stream);
}

struct two_samples {
	const struct sample *x, *y;
	size_t side_x, side_y;
	const char *group;	/* of the pairs that are compared */
};

static const struct pairs *pairs_of(const struct two_samples *two,
				    const struct sample *sample)
{
	return two->group == knobs ? &sample->knobs : &sample->config;
}

static int compare_pair(struct build *b, const struct two_samples *two,
			const char *name, struct error *err)
{
	struct differing d = {
		.name = name, .group = two->group,
		.side_x = b->request->side[two->side_x].name,
		.side_y = b->request->side[two->side_y].name,
		.x = pair_text(find_pair(pairs_of(two, two->x), name)),
		.y = pair_text(find_pair(pairs_of(two, two->y), name)),
	};
	if (strcmp(d.x, d.y) != 0)
		return judge(b, &d, err);
	free(d.x);
	free(d.y);
	return 0;
}

static int compare_samples(struct build *b, struct two_samples two,
			   struct error *err)
{
	static const char *const groups[] = { knobs, config };
	int rc = 0;
	for (size_t g = 0; rc == 0 && g < ARRAY_SIZE(groups); g++) {
		two.group = groups[g];
		const struct pairs *x = pairs_of(&two, two.x);
		const struct pairs *y = pairs_of(&two, two.y);
		for (size_t i = 0; rc == 0 && i < x->n; i++)
			rc = compare_pair(b, &two, x->pair[i].name, err);
		for (size_t i = 0; rc == 0 && i < y->n; i++)
			if (!find_pair(x, y->pair[i].name))
				rc = compare_pair(b, &two, y->pair[i].name, err);
	}
	return rc;
}

static const char *plan_of(const struct build *b,
			   const struct sample *sample)
{
	const struct facts *run = sample->run ?
		records_find(b->records, "run", sample->run) : NULL;
	const struct fact *plan = run ? facts_find(run, "campaign") : NULL;
	return plan && plan->type == FACT_TEXT ? plan->text : NULL;
}

/* What treatments of one plan differ in it has declared, whichever run it was. */
static bool same_plan(const struct build *b, const struct sample *x,
		      const struct sample *y)
{
	const char *plan = plan_of(b, x);
	return plan && text_same(plan, plan_of(b, y));
}

static int compare_row_samples(struct build *b,
			       struct side_row *const of[], struct error *err)
{
	int rc = 0;
	assert(of[0]);
	for (size_t side = 0; rc == 0 && side < b->request->nr_sides; side++) {
		if (!of[side])
			continue;
		if (side > 0 && !same_plan(b, of[0]->like, of[side]->like))
			rc = compare_samples(b, (struct two_samples){
				.x = of[0]->like, .y = of[side]->like,
				.side_y = side }, err);
		if (rc == 0 && of[side]->other)
			rc = compare_samples(b, (struct two_samples){
				.x = of[side]->like, .y = of[side]->other,
				.side_x = side, .side_y = side }, err);
	}
	return rc;
}

int alike_check(struct build *b, struct error *err)
{
	const size_t n = b->request->nr_sides;
	int rc = 0;
	if (b->request->by_row)
		return 0;
	for (size_t i = 0; rc == 0 && i < b->compare->nr_rows; i++)
		rc = compare_row_samples(b, b->source + i * n, err);
	return rc ? rc : compare_stretches(b, err);
}
