/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory, speed and limits as they are now.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "machine/cgroup.h"
#include "machine/host_build.h"

#define THP "/sys/kernel/mm/transparent_hugepage"
#define HUGETLB "/sys/kernel/mm/hugepages"
#define CPUFREQ "/sys/devices/system/cpu/cpufreq"
#define VIRTIO "/sys/bus/virtio/drivers"
#define REPORTING "/sys/module/page_reporting/parameters/page_reporting_order"

/* What one file says of every size of folio. */
static void build_folios(struct builder *builder, const struct list *sizes,
			 const char *file, const char *of_what)
{
	for (size_t i = 0; i < sizes->n; i++) {
		const unsigned int kb = (unsigned int)sizes->values[i];
		char name[64], title[64];
		snprintf(name, sizeof(name), "mthp_%ukB_%s", kb, file);
		snprintf(title, sizeof(title), "%u kB folios%s", kb, of_what);
		const struct spec spec = { GROUP_HUGE, name, title, true,
					   false };
		errno = 0;
		char *text = tidy_file(builder, THP "/hugepages-%ukB/%s", kb,
				       file);
		/* Some sizes are only for shmem, or only for the others. */
		if (text || errno != ENOENT)
			build_text(builder, &spec, chosen_word(text),
				   THP "/hugepages-%ukB/%s", kb, file);
		free(text);
	}
}

static void build_mthp(struct builder *builder)
{
	struct list sizes = numbered_entries(builder, THP, "hugepages-", "kB");
	build_folios(builder, &sizes, "enabled", "");
	build_folios(builder, &sizes, "shmem_enabled", " of shmem");
	list_close(&sizes);
}

static void build_hugetlb(struct builder *builder)
{
	struct list sizes = numbered_entries(builder, HUGETLB, "hugepages-",
					     "kB");
	for (size_t i = 0; i < sizes.n; i++) {
		const unsigned int kb = (unsigned int)sizes.values[i];
		char name[64], title[64];
		snprintf(name, sizeof(name), "hugetlb_%ukB_pages", kb);
		snprintf(title, sizeof(title), "%u kB hugetlb pages", kb);
		const struct spec spec = { GROUP_HUGE, name, title, true,
					   false };
		char *text = tidy_file(builder,
				       HUGETLB "/hugepages-%ukB/nr_hugepages",
				       kb);
		build_number(builder, &spec, number_of_text(text),
			     HUGETLB "/hugepages-%ukB/nr_hugepages", kb);
		free(text);
	}
	list_close(&sizes);
}

/* The devices of /proc/swaps, a blank between; "" where there is none. */
static void build_swaps(struct builder *builder)
{
	const struct spec spec = { GROUP_RECLAIM, "swap_devices",
				   "swap devices", true, false };
	char *text = file_text(builder->root, "/proc/swaps");
	char names[512] = "";
	size_t n = 0;
	const bool known = text && strncmp(text, "Filename", 8) == 0;
	const char *line = known ? strchr(text, '\n') : NULL;
	for (; line; line = strchr(line + 1, '\n')) {
		const size_t word = strcspn(line + 1, " \t\n");
		if (n + word + 2 >= sizeof(names))
			break;
		n += (size_t)snprintf(names + n, sizeof(names) - n, "%s%.*s",
				      n ? " " : "", (int)word, line + 1);
	}
	build_text(builder, &spec, known ? names : NULL, "/proc/swaps");
	free(text);
}

/* Every value that a file of the frequency policies has, each once. */
static void build_policies(struct builder *builder, const struct spec *spec,
			   const struct list *policies, const char *file)
{
	char values[128] = "";
	for (size_t i = 0; i < policies->n; i++) {
		char *text = tidy_file(builder, CPUFREQ "/policy%u/%s",
				       (unsigned int)policies->values[i], file);
		const size_t n = strlen(values);
		if (text && !text_has_word(values, text) &&
		    n + strlen(text) + 2 < sizeof(values))
			snprintf(values + n, sizeof(values) - n, "%s%s",
				 n ? " " : "", text);
		free(text);
	}
	build_text(builder, spec, *values ? values : NULL,
		   CPUFREQ "/policy*/%s", file);
}

/* The lowest (sign -1) or highest (sign 1) of the policies' values. */
static void build_frequency(struct builder *builder, const struct spec *spec,
			    const struct list *policies, const char *file,
			    int sign)
{
	struct real best = { 0 };
	for (size_t i = 0; i < policies->n; i++) {
		char *text = tidy_file(builder, CPUFREQ "/policy%u/%s",
				       (unsigned int)policies->values[i], file);
		const struct real khz = number_of_text(text);
		if (khz.known &&
		    (!best.known || sign * khz.value > sign * best.value))
			best = khz;
		free(text);
	}
	build_number(builder, spec, best, CPUFREQ "/policy*/%s", file);
}

static void build_turbo(struct builder *builder)
{
	static const char pstate[] =
		"/sys/devices/system/cpu/intel_pstate/no_turbo";
	const struct spec spec = { GROUP_SPEED, "turbo", "turbo", true, false };
	char *text = tidy_file(builder, "%s", pstate);
	struct count turbo = flag_of_text(text);
	const bool intel = turbo.known;
	free(text);
	if (intel) {
		turbo.value = !turbo.value;
		build_bool(builder, &spec, turbo, "%s", pstate);
		return;
	}
	text = tidy_file(builder, CPUFREQ "/boost");
	build_bool(builder, &spec, flag_of_text(text), CPUFREQ "/boost, %s",
		   pstate);
	free(text);
}

static void build_speed(struct builder *builder)
{
	struct list policies = numbered_entries(builder, CPUFREQ, "policy", "");
	build_policies(builder,
		       &(struct spec){ GROUP_SPEED, "cpufreq_driver",
				       "frequency driver", true, false },
		       &policies, "scaling_driver");
	build_policies(builder,
		       &(struct spec){ GROUP_SPEED, "cpufreq_governor",
				       "frequency governor", true, false },
		       &policies, "scaling_governor");
	build_frequency(builder,
			&(struct spec){ GROUP_SPEED, "cpufreq_min_khz",
					"lowest, kHz", true, false },
			&policies, "scaling_min_freq", -1);
	build_frequency(builder,
			&(struct spec){ GROUP_SPEED, "cpufreq_max_khz",
					"highest, kHz", true, false },
			&policies, "scaling_max_freq", 1);
	build_turbo(builder);
	list_close(&policies);
}

/* The bit of a virtio balloon that says free pages are reported. */
static struct count balloon_reports(const struct builder *builder,
				    const struct list *balloons)
{
	enum { VIRTIO_BALLOON_F_REPORTING = 5 };
	struct count reports = { 0 };
	for (size_t i = 0; i < balloons->n; i++) {
		char *bits = tidy_file(builder,
				       VIRTIO "/virtio_balloon/virtio%u/features",
				       (unsigned int)balloons->values[i]);
		if (bits && strspn(bits, "01") == strlen(bits) &&
		    strlen(bits) > VIRTIO_BALLOON_F_REPORTING)
			reports = count_of(reports.value ||
					   bits[VIRTIO_BALLOON_F_REPORTING] ==
						   '1');
		free(bits);
	}
	return reports;
}

/*
 * Free pages given back to the host fault there when they are touched again.
 * The order is -1 until a device asks for reports.
 */
static void build_reporting(struct builder *builder)
{
	const struct spec spec = { GROUP_MEMORY, "free_page_reporting",
				   "free page reporting", true, false };
	struct list balloons = numbered_entries(
		builder, VIRTIO "/virtio_balloon", "virtio", "");
	const struct count bit = balloon_reports(builder, &balloons);
	char *text = tidy_file(builder, REPORTING);
	const struct real order = number_of_text(text);
	if (bit.known)
		build_bool(builder, &spec, bit,
			   VIRTIO "/virtio_balloon/virtio*/features");
	else
		build_bool(builder, &spec,
			   order.known ? count_of(order.value >= 0 &&
						  order.value < 64) :
					 (struct count){ 0 },
			   REPORTING ", " VIRTIO "/virtio_balloon");
	list_close(&balloons);
	free(text);
}

/* Of all time since boot, what the hypervisor gave to others. */
static void build_steal(struct builder *builder)
{
	enum { FIRST = 1, STEAL = 8 };	/* words of the line "cpu ..." */
	const struct spec spec = { GROUP_LOAD, "steal_percent",
				   "stolen since boot, %", true, false };
	char *text = file_text(builder->root, "/proc/stat");
	struct real steal = { 0 };
	double sum = 0;
	if (text && strncmp(text, "cpu ", 4) == 0) {
		text[strcspn(text, "\n")] = '\0';
		steal = nth_number(text, STEAL);
		for (int i = FIRST; i <= STEAL; i++)
			sum += nth_number(text, i).value;
	}
	steal.known = steal.known && sum > 0;
	steal.value *= steal.known ? 100 / sum : 0;
	build_number(builder, &spec, steal, "/proc/stat cpu");
	free(text);
}

/* A number, or "max" as the kernel says for none. */
static void build_limit(struct builder *builder, const struct spec *spec,
			const struct cgroup_limit *limit, const char *source)
{
	if (limit->known && !limit->limited)
		build_text(builder, spec, "max", "%s", source);
	else
		build_number(builder, spec,
			     (struct real){ .value = limit->value,
					    .known = limit->known },
			     "%s", source);
}

static void build_cgroup(struct builder *builder)
{
	struct cgroup_limits limits;
	cgroup_read(builder->root, &limits);
	build_limit(builder,
		    &(struct spec){ GROUP_LIMITS, "cgroup_memory_max_bytes",
				    "memory limit", true, false },
		    &limits.memory,
		    "cgroup memory.max, memory.limit_in_bytes");
	build_limit(builder,
		    &(struct spec){ GROUP_LIMITS, "cgroup_memory_high_bytes",
				    "memory reclaimed above", true, false },
		    &limits.memory_high, "cgroup memory.high");
	build_number(builder,
		     &(struct spec){ GROUP_LIMITS, "cgroup_memory_used_bytes",
				     "memory used", true, false },
		     real_of_count(limits.memory_used_bytes),
		     "cgroup memory.current, memory.usage_in_bytes");
	build_limit(builder,
		    &(struct spec){ GROUP_LIMITS, "cgroup_cpus_max",
				    "CPU quota, CPUs", true, false },
		    &limits.cpus, "cgroup cpu.max, cpu.cfs_quota_us");
}

void build_state(struct builder *builder)
{
	build_mthp(builder);
	build_hugetlb(builder);
	build_swaps(builder);
	build_speed(builder);
	build_reporting(builder);
	build_steal(builder);
	build_cgroup(builder);
}
