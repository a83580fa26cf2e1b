/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <inttypes.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"
#include "machine/memory.h"
#include "machine/placement.h"
#include "machine/policy.h"
#include "machine/thp.h"
#include "tap.h"

static void test_words(void)
{
	static const char *const good[] = { "none", "compact", "scatter", "core",
					    "node", "list:0", "list:0,2,3" };
	static const char *const bad[] = { "", "Compact", "list", "list:", "list:x",
					   "list:3-1", "compact:1" };
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		struct list_word choice = { 0 };
		is_int(list_word_parse(&bind_words, good[i], &choice, NULL), 0, "--bind %s is taken",
		       good[i]);
		char *text = list_word_text(&bind_words, &choice);
		is_text(text, good[i], "--bind %s is written as it was asked for",
			good[i]);
		free(text);
		list_word_close(&choice);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		struct list_word choice = { 0 };
		struct error err = { "" };
		ok(list_word_parse(&bind_words, bad[i], &choice, &err) < 0 && err.text[0],
		   "--bind '%s' is refused, and it is said why", bad[i]);
	}
}

static void test_plan(void)
{
	static const char *const modes[] = { "compact", "scatter", "core" };
	const size_t nr_cpus = placement_nr_cpus();
	for (size_t m = 0; m < ARRAY_SIZE(modes); m++) {
		struct list_word choice = { 0 };
		struct placement placement;
		list_word_parse(&bind_words, modes[m], &choice, NULL);
		is_int(placement_plan(&choice, &placement, NULL), 0,
		       "%s can be planned", modes[m]);
		bool single = true, apart = true;
		for (size_t i = 0; i < placement.sets.n; i++) {
			single &= placement_cpu(&placement, i).known;
			for (size_t j = 0; j < i; j++)
				apart &= placement_cpu(&placement, i).value !=
					 placement_cpu(&placement, j).value;
		}
		ok(single && apart, "%s gives each task a CPU of its own", modes[m]);
		ok(placement.sets.n <= nr_cpus && placement.sets.n > 0 &&
			   (m == 2 || placement.sets.n == nr_cpus),
		   "%s uses the CPUs we may use", modes[m]);
		is_int(placement_cpu(&placement, placement.sets.n).value,
		       placement_cpu(&placement, 0).value,
		       "%s begins anew when there are more tasks than CPUs",
		       modes[m]);
		placement_close(&placement);
		list_word_close(&choice);
	}
}

static void test_node(void)
{
	struct list_word choice = { .mode = BIND_NODE };
	struct placement placement;
	is_int(placement_plan(&choice, &placement, NULL), 0, "nodes can be planned");
	is_int(placement.nr_cpus, placement_nr_cpus(),
	       "all nodes together have the CPUs we may use");
	placement_close(&placement);
}

static void test_none(void)
{
	struct list_word choice = { .mode = BIND_NONE };
	struct placement placement;
	is_int(placement_plan(&choice, &placement, NULL), 0, "no binding is a plan");
	ok(!placement_cpu(&placement, 0).known, "an unbound task has no CPU of its own");
	is_int(placement_pin(&placement, 0), 0, "an unbound task is left alone");
	placement_close(&placement);
}

static void test_list(void)
{
	struct list allowed;
	struct placement placement;
	struct list_word choice = { 0 };
	struct error err = { "" };
	bind_allowed(&allowed, NULL);
	list_word_parse(&bind_words, "list:65535", &choice, NULL);
	is_int(placement_plan(&choice, &placement, &err), -EINVAL,
	       "a CPU that does not exist is refused");
	ok(strstr(err.text, "65535") && strstr(err.text, "may be used"),
	   "the message names it, and those that may be used: %s", err.text);
	const uint64_t cpu = allowed.values[0];
	char text[32];
	snprintf(text, sizeof(text), "list:%" PRIu64, cpu);
	list_word_parse(&bind_words, text, &choice, NULL);
	is_int(placement_plan(&choice, &placement, NULL), 0,
	       "CPU %" PRIu64 " can be asked for", cpu);
	is_int(placement_cpu(&placement, 5).value, cpu, "and every task gets it");
	is_int(placement_pin(&placement, 5), 0, "a task can be bound to it");
	is_int(sched_getcpu(), (int)cpu, "and runs there");
	placement_close(&placement);
	list_word_close(&choice);
	list_close(&allowed);
}

static void test_policy(void)
{
	static const char *const good[] = { "default", "local", "bind:0",
					    "interleave:0,1", "preferred:0" };
	static const char *const bad[] = { "", "bind", "bind:", "preferred:0,1",
					   "bind:x", "numa" };
	struct list_word policy = { 0 };
	struct error err = { "" };
	for (size_t i = 0; i < ARRAY_SIZE(good); i++) {
		is_int(list_word_parse(&policy_words, good[i], &policy, NULL), 0, "--mem %s is taken",
		       good[i]);
		char *text = list_word_text(&policy_words, &policy);
		is_text(text, good[i], "--mem %s is written as it was asked for",
			good[i]);
		free(text);
	}
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(list_word_parse(&policy_words, bad[i], &policy, &err) < 0, "--mem '%s' is refused",
		   bad[i]);
	list_word_parse(&policy_words, "bind:1023", &policy, NULL);
	ok(policy_check(&policy, &err) < 0, "a node that does not exist is refused: %s",
	   err.text);
	list_word_close(&policy);
	is_int(policy_check(&policy, &err), 0, "the default policy is always there");
}

static void test_thp(void)
{
	struct thp_choice choice;
	char text[24];
	ok(thp_parse("64K", &choice, NULL) == 0 && choice.bytes == 65536,
	   "--thp 64K is a size");
	is_text(thp_text(choice, text, sizeof(text)), "64K",
		"--thp 64K is written as it was asked for");
	static const char *const bad[] = { "", "63K", "1", "4096", "sometimes", "-64K" };
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		ok(thp_parse(bad[i], &choice, NULL) < 0, "--thp '%s' is refused",
		   bad[i]);
	struct knobs knobs = KNOBS_CLOSED;
	struct error err = { "" };
	choice = (struct thp_choice){ THP_SIZE, UINT64_C(1) << 40 };
	ok(thp_prepare(choice, &knobs, &err) < 0 && err.text[0],
	   "a size that no kernel has is refused: %s", err.text);
	is_int(knobs_close(&knobs, NULL), 0, "and no knob was set");
}

static void test_memory(void)
{
	const struct count available = memory_available("");
	const struct count fits = memory_fits("");
	ok(available.known && available.value > 0, "some memory is available");
	ok(fits.value + (UINT64_C(64) << 20) <= available.value + (64 << 20),
	   "what fits is less than what is available");
	const struct count server = memory_available(TESTS_DIR "/machines/none");
	ok(!server.known, "a machine without files has an unknown amount");
}

int main(void)
{
	test_words();
	test_plan();
	test_node();
	test_none();
	test_policy();
	test_thp();
	test_memory();
	test_list();
	return tap_done();
}
