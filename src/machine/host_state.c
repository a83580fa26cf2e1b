/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory, speed and limits as they are now.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/file.h"
#include "machine/cgroup.h"
#include "machine/host_build.h"

#define CPUFREQ "/sys/devices/system/cpu/cpufreq"
#define PSTATE "/sys/devices/system/cpu/intel_pstate/no_turbo"
#define BALLOONS "/sys/bus/virtio/drivers/virtio_balloon"
#define REPORTING "/sys/module/page_reporting/parameters/page_reporting_order"

/* Put a word behind others, a blank between, if it fits; text [n]. */
static void add_word(char *text, size_t n, const char *word, size_t length)
{
	const size_t at = strlen(text);
	if (at + length + 2 < n)
		snprintf(text + at, n - at, "%s%.*s", at ? " " : "",
			 (int)length, word);
}

/* The devices of /proc/swaps; "" where there is none. */
static void build_swaps(struct builder *builder)
{
	AUTO_FREE char *text = file_text(builder->root, "/proc/swaps");
	char names[512] = "";
	const bool known = text && strncmp(text, "Filename", 8) == 0;
	const char *line = known ? strchr(text, '\n') : NULL;
	for (; line; line = strchr(line + 1, '\n'))
		add_word(names, sizeof(names), line + 1,
			 strcspn(line + 1, " \t\n"));
	fact_text(build_fact(builder, CHANGES(GROUP_RECLAIM, "swap_devices",
					      "swap devices"),
			     "/proc/swaps"),
		  known ? names : NULL);
}

static char *policy_file(const struct builder *builder, const struct list *policies,
			 size_t i, const char *file)
{
	return tidy_file(builder, CPUFREQ "/policy%u/%s",
			 (unsigned int)policies->values[i], file);
}

/* Every value that a file of the frequency policies has, each once. */
static void build_policies(struct builder *builder, const struct spec *spec,
			   const struct list *policies, const char *file)
{
	char values[128] = "";
	for (size_t i = 0; i < policies->n; i++) {
		AUTO_FREE char *text = policy_file(builder, policies, i, file);
		if (text && !text_has_word(values, text))
			add_word(values, sizeof(values), text, strlen(text));
	}
	fact_text(build_fact(builder, spec, CPUFREQ "/policy*/%s", file),
		  *values ? values : NULL);
}

/* The highest of the policies' values; of their lowest ones, the lowest. */
static void build_frequency(struct builder *builder, const struct spec *spec,
			    const struct list *policies, const char *file)
{
	const int sign = strcmp(file, "scaling_min_freq") == 0 ? -1 : 1;
	struct real best = { 0 };
	for (size_t i = 0; i < policies->n; i++) {
		AUTO_FREE char *text = policy_file(builder, policies, i, file);
		const struct real khz = number_of_text(text);
		if (khz.known &&
		    (!best.known || sign * khz.value > sign * best.value))
			best = khz;
	}
	fact_number(build_fact(builder, spec, CPUFREQ "/policy*/%s", file), best);
}

static void build_turbo(struct builder *builder)
{
	const struct spec *spec = CHANGES(GROUP_SPEED, "turbo", "turbo");
	AUTO_FREE char *off = tidy_file(builder, PSTATE);
	AUTO_FREE char *boost = tidy_file(builder, CPUFREQ "/boost");
	struct count turbo = flag_of_text(off);
	turbo.value = !turbo.value;
	if (turbo.known)
		fact_bool(build_fact(builder, spec, PSTATE), turbo);
	else
		fact_bool(build_fact(builder, spec, CPUFREQ "/boost, " PSTATE),
			  flag_of_text(boost));
}

static void build_speed(struct builder *builder)
{
	struct list policies = numbered_entries(builder, CPUFREQ, "policy", "");
	build_policies(builder,
		       CHANGES(GROUP_SPEED, "cpufreq_driver", "frequency driver"),
		       &policies, "scaling_driver");
	build_policies(builder, CHANGES(GROUP_SPEED, "cpufreq_governor",
					"frequency governor"),
		       &policies, "scaling_governor");
	build_frequency(builder,
			CHANGES(GROUP_SPEED, "cpufreq_min_khz", "lowest, kHz"),
			&policies, "scaling_min_freq");
	build_frequency(builder,
			CHANGES(GROUP_SPEED, "cpufreq_max_khz", "highest, kHz"),
			&policies, "scaling_max_freq");
	build_turbo(builder);
	list_close(&policies);
}

/* Whether some virtio balloon reports free pages; unknown without a balloon. */
static struct count balloon_reports(const struct builder *builder)
{
	enum { VIRTIO_BALLOON_F_REPORTING = 5 };
	struct count reports = { 0 };
	struct list balloons = numbered_entries(builder, BALLOONS, "virtio", "");
	for (size_t i = 0; i < balloons.n; i++) {
		AUTO_FREE char *bits = tidy_file(
			builder, BALLOONS "/virtio%u/features",
			(unsigned int)balloons.values[i]);
		if (bits && strspn(bits, "01") == strlen(bits) &&
		    strlen(bits) > VIRTIO_BALLOON_F_REPORTING)
			reports = count_of(reports.value ||
					   bits[VIRTIO_BALLOON_F_REPORTING] == '1');
	}
	list_close(&balloons);
	return reports;
}

/*
 * Free pages given back to the host fault there when they are touched again.
 * The order is -1 until a device asks for reports.
 */
static void build_reporting(struct builder *builder)
{
	const struct spec *spec = CHANGES(GROUP_MEMORY, "free_page_reporting",
					  "free page reporting");
	const struct count reports = balloon_reports(builder);
	AUTO_FREE char *text = tidy_file(builder, REPORTING);
	const struct real order = number_of_text(text);
	if (reports.known)
		fact_bool(build_fact(builder, spec, BALLOONS "/virtio*/features"),
			  reports);
	else
		fact_bool(build_fact(builder, spec, REPORTING ", " BALLOONS),
			  (struct count){ order.value >= 0 && order.value < 64,
					  order.known });
}

/* Of all time since boot, what the hypervisor gave to others. */
static void build_steal(struct builder *builder)
{
	enum { FIRST = 1, STEAL = 8 };	/* words of the line "cpu ..." */
	AUTO_FREE char *text = file_text(builder->root, "/proc/stat");
	AUTO_FREE char *line = text_behind_key(text, "cpu");
	struct real steal = nth_number(line, STEAL - FIRST);
	double sum = 0;
	for (int i = FIRST; i <= STEAL; i++)
		sum += nth_number(line, i - FIRST).value;
	steal.known = steal.known && sum > 0;
	steal.value *= steal.known ? 100 / sum : 0;
	fact_number(build_fact(builder, CHANGES(GROUP_LOAD, "steal_percent",
						"stolen since boot, %"),
			       "/proc/stat cpu"),
		    steal);
}

/* A number, or "max" as the kernel says for none. */
static void build_limit(struct builder *builder, const struct spec *spec,
			const struct cgroup_limit *limit, const char *source)
{
	struct host_fact *fact = build_fact(builder, spec, "%s", source);
	if (limit->known && !limit->limited)
		fact_text(fact, "max");
	else
		fact_number(fact, (struct real){ limit->value, limit->known });
}

static void build_cgroup(struct builder *builder)
{
	struct cgroup_limits limits;
	cgroup_read(builder->root, &limits);
	build_limit(builder, CHANGES(GROUP_LIMITS, "cgroup_memory_max_bytes",
				     "memory limit"),
		    &limits.memory, "cgroup memory.max, memory.limit_in_bytes");
	build_limit(builder, CHANGES(GROUP_LIMITS, "cgroup_memory_high_bytes",
				     "memory reclaimed above"),
		    &limits.memory_high, "cgroup memory.high");
	fact_count(build_fact(builder, CHANGES(GROUP_LIMITS,
					       "cgroup_memory_used_bytes",
					       "memory used"),
			      "cgroup memory.current, memory.usage_in_bytes"),
		   limits.memory_used_bytes);
	build_limit(builder,
		    CHANGES(GROUP_LIMITS, "cgroup_cpus_max", "CPU quota, CPUs"),
		    &limits.cpus, "cgroup cpu.max, cpu.cfs_quota_us");
}

void build_state(struct builder *builder)
{
	build_swaps(builder);
	build_speed(builder);
	build_reporting(builder);
	build_steal(builder);
	build_cgroup(builder);
}
