/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Differences that nobody declared: knobs that were set, the configuration, and
 * what the run records say of the machine and its kernel that changes what a
 * fault costs. What is unknown on one side is no difference that can be shown.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "base/text.h"
#include "analysis/build.h"

/* Facts of a run or boot record; a name that ends in '_' begins several. */
struct condition {
	const char *name, *group;
};

static const char knobs[] = "knobs", config[] = "config",
		  mitigations[] = "mitigations", machine[] = "host",
		  cpus[] = "cpus";
static const char ahead[] = "anon_fault_ahead_bytes";

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
	{ "numa_balancing", knobs }, { ahead, knobs },
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

int alike_refuse(const struct build *b, const struct difference_of *d, struct error *err)
{
	const struct side *side = b->compare->side;
	char *name = text_shown(d->name);
	const int rc = error_set(err, -EINVAL, "'%s' and '%s' differ in %s: %s and %s: expected the same, or --allow %s",
				 side[d->side_x].name, side[d->side_y].name, name, d->x,
				 d->y, name);
	free(name);
	free(d->x);
	free(d->y);
	return rc;
}

void alike_say_allowed(struct build *b, const struct difference_of *d)
{
	struct texts_owned *allowed = &b->compare->allowed;
	const struct side *side = b->compare->side;
	char *name = text_shown(d->name);
	char *text = text_format("%s: %s in '%s', %s in '%s'", name, d->x,
				 side[d->side_x].name, d->y, side[d->side_y].name);
	size_t i = 0;
	while (i < allowed->n && strcmp(allowed->text[i], text) != 0)
		i++;
	if (i == allowed->n)
		compare_add_text(allowed, text);
	else
		free(text);
	free(name);
	free(d->x);
	free(d->y);
}

/* ---- two places ---- */

/* What is held against each other: facts of runs or boots, or else pairs of samples. */
struct two {
	size_t side_x, side_y;
	const struct facts *facts_x, *facts_y;
	const struct sample *x, *y;
	const char *group;		/* of the pairs */
};

/* A kernel without fault-ahead does none. */
static char *fact_text(const struct facts *facts, const char *name)
{
	const struct fact *fact = facts_find(facts, name);
	if (!fact || fact->type == FACT_UNKNOWN)
		return strcmp(name, ahead) == 0 ? text_format("0") : NULL;
	if (fact->type == FACT_NUMBER)
		return text_format("%.15g", fact->number);
	if (fact->type == FACT_BOOL)
		return text_format(fact->number != 0 ? "true" : "false");
	return text_shown(*fact->text ? fact->text : "none");
}

static const struct pair *find_pair(const struct pairs *pairs, const char *name)
{
	for (size_t i = 0; i < pairs->n; i++)
		if (strcmp(pairs->pair[i].name, name) == 0)
			return &pairs->pair[i];
	return NULL;
}

static const struct pairs *pairs_of(const struct sample *sample, const char *group)
{
	return group == knobs ? &sample->knobs : &sample->config;
}

static char *pair_text(const struct pairs *pairs, const char *name)
{
	const struct pair *pair = find_pair(pairs, name);
	if (!pair)
		return text_format("not set");
	return pair->number.known ? text_format("%.15g", pair->number.value) :
				    text_shown(pair->text);
}

/* The exact engine counts alike on any machine. */
static bool matters(const struct build *b, const char *name)
{
	return !b->compare->exact || (strcmp(name, "host") != 0 &&
					 strcmp(name, "cpu_microcode") != 0);
}

static int compare_value(struct build *b, const struct two *two, const char *name,
			 struct error *err)
{
	const bool is_fact = two->facts_x != NULL;
	const char *group = two->group;
	const struct condition *condition = is_fact ? condition_of(name) : NULL;
	if (is_fact && (!condition || !matters(b, name)))
		return 0;
	const struct difference_of d = {
		.name = name, .side_x = two->side_x, .side_y = two->side_y,
		.x = is_fact ? fact_text(two->facts_x, name) :
			       pair_text(pairs_of(two->x, group), name),
		.y = is_fact ? fact_text(two->facts_y, name) :
			       pair_text(pairs_of(two->y, group), name),
	};
	if (!d.x || !d.y || strcmp(d.x, d.y) == 0) {
		free(d.x);
		free(d.y);
		return 0;
	}
	if (!compare_allows(b->request, name, is_fact ? condition->group : group))
		return alike_refuse(b, &d, err);
	alike_say_allowed(b, &d);
	return 0;
}

/* ---- facts of runs and boots ---- */

/* Also of the fault-ahead knob that one of the kernels does not have. */
static int compare_facts(struct build *b, const struct two *two, struct error *err)
{
	const struct facts *x = two->facts_x, *y = two->facts_y;
	int rc = 0;
	if (!x || !y || x == y)
		return 0;
	for (size_t i = 0; rc == 0 && i < x->n; i++)
		rc = compare_value(b, two, x->fact[i].name, err);
	if (rc == 0 && !facts_find(x, ahead) && facts_find(y, ahead))
		rc = compare_value(b, two, ahead, err);
	return rc;
}

/* The first stretch is what all others are held against. */
static int compare_stretches(struct build *b, struct error *err)
{
	const struct stretch *first = NULL;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < b->nr_stretches; i++) {
		const struct stretch *s = b->stretch[i];
		if (s->lost)
			continue;
		first = first ? first : s;
		struct two two = { .facts_x = first->run_facts, .facts_y = s->run_facts,
				   .side_x = first->side, .side_y = s->side };
		if (i == 0 || s->run_facts != b->stretch[i - 1]->run_facts)
			rc = compare_facts(b, &two, err);
		two.facts_x = first->boot_facts;
		two.facts_y = s->boot_facts;
		if (rc == 0)
			rc = compare_facts(b, &two, err);
	}
	return rc;
}

/* ---- knobs that were set, and the configuration ---- */

static int compare_pairs(struct build *b, const struct two *two, struct error *err)
{
	const struct pairs *x = pairs_of(two->x, two->group);
	const struct pairs *y = pairs_of(two->y, two->group);
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < x->n; i++)
		rc = compare_value(b, two, x->pair[i].name, err);
	for (size_t i = 0; rc == 0 && i < y->n; i++)
		if (!find_pair(x, y->pair[i].name))
			rc = compare_value(b, two, y->pair[i].name, err);
	return rc;
}

static int compare_samples(struct build *b, struct two two, struct error *err)
{
	two.group = knobs;
	const int rc = compare_pairs(b, &two, err);
	two.group = config;
	return rc ? rc : compare_pairs(b, &two, err);
}

/* What treatments of one plan differ in it has declared, whichever run it was. */
static bool same_plan(const struct build *b, const struct sample *x,
		      const struct sample *y)
{
	const char *plan[2] = { NULL, NULL };
	for (int i = 0; i < 2; i++) {
		const char *run = i ? y->run : x->run;
		plan[i] = facts_text(run ? records_find(b->records, "run", run) : NULL,
				     "campaign");
	}
	return plan[0] && text_same(plan[0], plan[1]);
}

static int compare_row(struct build *b, const struct compare_row *row, struct error *err)
{
	const struct sample *first = row->cell[0].source->like;
	int rc = 0;
	for (size_t side = 0; rc == 0 && side < b->request->nr_sides; side++) {
		const struct side_row *of = row->cell[side].source;
		if (!of)
			continue;
		if (side > 0 && !same_plan(b, first, of->like))
			rc = compare_samples(b, (struct two){
				.side_y = side, .x = first, .y = of->like }, err);
		if (rc == 0 && of->other)
			rc = compare_samples(b, (struct two){
				.side_x = side, .side_y = side,
				.x = of->like, .y = of->other }, err);
	}
	return rc;
}

int alike_check(struct build *b, struct error *err)
{
	int rc = 0;
	if (b->request->by_row)
		return 0;
	for (size_t i = 0; rc == 0 && i < b->compare->nr_rows; i++)
		rc = compare_row(b, &b->compare->row[i], err);
	return rc ? rc : compare_stretches(b, err);
}
