/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Differences that nobody declared.
 */
#include <errno.h>

#include "base/known.h"
#include "tap.h"
#include "unit/analysis/made.h"
#include "unit/analysis/made_build.h"

/* A fact of the run record of each side. */
struct two_facts {
	const char *name;
	struct real a, b;
	const char *engine;
	const char *allow;	/* NULL: nothing */
	bool by_row;
	const char *text;	/* of the error; "": there is none */
	const char *allowed;	/* what was said of it; NULL: nothing */
};

static const struct two_facts cases[] = {
	{ "swappiness", { 60, true }, { 60, true }, "native", NULL, false, "", NULL },
	{ "swappiness", { 60, true }, { 10, true }, "native", NULL, false,
	  "'a' and 'b' differ in swappiness: 60 and 10: expected the same, or --allow swappiness", NULL },
	{ "swappiness", { 60, true }, { 10, true }, "native", "swappiness", false, "",
	  "swappiness: 60 in 'a', 10 in 'b'" },
	{ "swappiness", { 60, true }, { 10, true }, "native", "knobs", false, "",
	  "swappiness: 60 in 'a', 10 in 'b'" },
	{ "swappiness", { 60, true }, { 10, true }, "native", NULL, true, "", NULL },
	{ "swappiness", { 60, true }, { 0, false }, "native", NULL, false, "", NULL },
	{ "colour", { 1, true }, { 2, true }, "native", NULL, false, "", NULL },
	{ "thp_enabled", { 1, true }, { 2, true }, "native", NULL, false,
	  "'a' and 'b' differ in thp_enabled: 1 and 2: expected the same, or --allow thp_enabled", NULL },
	{ "anon_fault_ahead_bytes", { 0, false }, { 65536, true }, "native", NULL, false,
	  "'a' and 'b' differ in anon_fault_ahead_bytes: 0 and 65536: expected the same, or --allow anon_fault_ahead_bytes", NULL },
	{ "cpu_microcode", { 1, true }, { 2, true }, "native", NULL, false,
	  "'a' and 'b' differ in cpu_microcode: 1 and 2: expected the same, or --allow cpu_microcode", NULL },
	{ "cpu_microcode", { 1, true }, { 2, true }, "exact", NULL, false, "", NULL },
};

static const double cost[] = { 100, 100 };

static void add_run(struct records *records, const char *id, const char *name, struct real number)
{
	struct facts *run = records_add_facts(records, "run");
	facts_add_text(records, run, "id", id);
	if (number.known)
		facts_add_number(records, run, name, number);
}

static int check(struct made_build *made, const char *const *allow, struct error *err)
{
	*err = (struct error){ "" };
	made->request.allow = allow;
	made->request.nr_allow = *allow != NULL;
	made_match(made);
	made->compare.exact = made->build.side_row[0]->like->instructions.known;
	return alike_check(&made->build, err);
}

static void test_case(const struct two_facts *two)
{
	struct records records = { 0 };
	struct made_build made;
	struct error err;
	add_run(&records, "x", two->name, two->a);
	add_run(&records, "y", two->name, two->b);
	made_reps(&records, two->engine, "a1x b2y", cost);
	made_build(&made, &records);
	made.request.by_row = two->by_row;
	is_int(check(&made, &two->allow, &err), *two->text ? -EINVAL : 0,
	       "%s of %g%s and %g%s is %s by %s", two->name, two->a.value,
	       two->a.known ? "" : " (unknown)", two->b.value,
	       two->b.known ? "" : " (unknown)", *two->text ? "refused" : "accepted",
	       two->allow ? two->allow : "default");
	is_text(err.text, two->text, "and the message has the values, if there is one");
	is_text(made.compare.allowed.n ? made.compare.allowed.text[0] : NULL, two->allowed,
		"what was declared is said, and nothing else");
	made_build_close(&made);
	records_close(&records);
}

static void test_knobs(const char *allow, const char *text)
{
	const struct pair low = { "fault_around", NULL, { 4096, true } };
	struct records records = { 0 };
	struct made_build made;
	struct error err;
	made_reps(&records, "native", "a1x b2y", cost);
	pairs_set(&records, &records.sample[1].knobs, &low, 1);
	made_build(&made, &records);
	check(&made, &allow, &err);
	is_text(err.text, text, "a knob that one side set is %s", *text ? "refused" : "accepted where it is declared");
	made_build_close(&made);
	records_close(&records);
}

int main(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(cases); i++)
		test_case(&cases[i]);
	test_knobs(NULL, "'a' and 'b' differ in fault_around: not set and 4096: expected the same, or --allow fault_around");
	test_knobs("knobs", "");
	ok(compare_knows_name("threads") && compare_knows_name("swappiness") &&
		   compare_knows_name("mitigations") && compare_knows_name("kernel"),
	   "--allow knows keys, conditions, their groups and the label");
	ok(compare_knows_name("mitigation_spectre_v2") && !compare_knows_name("mitigation_"),
	   "names that begin with a condition's go on after it");
	ok(compare_knows_name("/sys/x") && !compare_knows_name("colour"),
	   "a file is a knob, and an unknown word is none");
	return tap_done();
}
