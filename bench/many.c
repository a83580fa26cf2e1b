/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Write many records as pft writes them, for make bench-scale and for the test
 * that limits how much memory they take:
 *   many SAMPLES [plain|campaign|latency]    on standard output
 *
 * plain is what pft run appends over 100 boots of 4 kernels: 12 rows per boot, with
 * repetitions of the roles measure, limit and nop, interleaved. campaign is one pft
 * ab with as many boots. latency is plain with each touch timed. The figures are
 * drawn with a fixed seed; each boot has its own level.
 */
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/known.h"

enum { NR_BOOTS = 100, NR_KERNELS = 4, NR_KINDS = 4, NR_THREADS = 3,
       NR_ROLES = 3, NR_ROWS = NR_KINDS * NR_THREADS,
       NR_STEPS = NR_ROWS * NR_ROLES, PAGES = 65536 };

static const char *const kernels[NR_KERNELS] = { "stock", "ahead", "folios",
						 "thp" };
static const char *const kinds[NR_KINDS] = { "anon-write", "anon-read",
					     "shmem-write", "file-private" };
static const char *const roles[NR_ROLES] = { "nop", "measure", "limit" };

enum sort { PLAIN, CAMPAIGN, LATENCY };

struct many {
	uint64_t nr_samples, done, seed;
	enum sort sort;
	double level;	/* of the boot, about 1 */
};

/* One repetition. */
struct rep {
	unsigned boot, order, kind, threads;	/* order: in the boot */
	uint64_t pages;
	double wall_s;
	const char *role;
};

/* Knuth's MMIX: good enough for figures that only have to differ. */
static double uniform(struct many *m)
{
	m->seed = m->seed * UINT64_C(6364136223846793005) +
		  UINT64_C(1442695040888963407);
	return (double)(m->seed >> 11) * 0x1p-53;
}

/* About normal: the sum of twelve has a standard deviation of 1. */
static double normal(struct many *m)
{
	double sum = -6;
	for (int i = 0; i < 12; i++)
		sum += uniform(m);
	return sum;
}

static unsigned whole(struct many *m, unsigned below)
{
	return (unsigned)(uniform(m) * below);
}

/* Seconds as a counter of nanoseconds gives them. */
static double ns(double seconds)
{
	return round(seconds * 1e9) / 1e9;
}

static void put_host(void)
{
	puts("{\"type\":\"host\",\"schema\":\"pft/1\",\"id\":\"689974a88d7386e6\",\"architecture\":\"x86_64\",\"cpu_name\":\"a CPU\",\"nr_nodes\":1,\"nr_cpus\":4,\"page_bytes\":4096,\"memory_bytes\":25276510208}");
}

static void put_run(unsigned run)
{
	printf("{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"run-%u\",\"time\":\"2026-01-02T03:00:00.000Z\",\"host\":\"689974a88d7386e6\",\"argv\":[\"pft\",\"run\",\"-t\",\"1,2,4\"],\"seed\":1,\"pft_version\":\"0.1.0\",\"boot_id\":\"bde89836-c16f-479d-8ac6-%012u\",\"kernel_release\":\"6.12.117\",\"hz\":250,\"cpu_accounting\":\"tick\"}\n",
	       run, run);
}

static void put_campaign(void)
{
	printf("{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"run-0\",\"time\":\"2026-01-02T03:00:00.000Z\",\"host\":\"689974a88d7386e6\",\"argv\":[\"pft\",\"ab\",\"--engine\",\"kvm\"],\"seed\":1,\"pft_version\":\"0.1.0\",\"campaign\":\"bbb00f05d56971d6\",\"engine\":\"native\",\"unit\":\"boot\",\"rounds\":%d,\"reps\":100,\"guest\":\"x86_64 guest, 4 CPUs\"",
	       NR_BOOTS / NR_KERNELS);
	for (int list = 0; list < 2; list++)
		for (int i = 0; i < NR_KERNELS; i++)
			printf("%s\"%s\"%s", i ? "," : list ? ",\"kernels\":[" :
			       ",\"treatments\":[", kernels[i],
			       i + 1 == NR_KERNELS ? "]" : "");
	for (int i = 0; i < NR_ROWS; i++)
		printf("%s\"%s sequential, 256M, %d threads\"%s",
		       i ? "," : ",\"rows\":[", kinds[i / NR_THREADS],
		       1 << i % NR_THREADS, i + 1 == NR_ROWS ? "]}\n" : "");
}

static void put_boot(unsigned boot)
{
	printf("{\"type\":\"boot\",\"schema\":\"pft/1\",\"id\":\"bde89836-c16f-479d-8ac6-%012u\",\"run\":\"run-0\",\"time\":\"2026-01-02T03:00:00.000Z\",\"place\":%u,\"round\":%u,\"treatment\":%u,\"kernel\":\"%s\",\"engine\":\"native\",\"release\":\"6.12.117\",\"outcome\":\"ok\",\"why\":null,\"init_s\":0.043}\n",
	       boot, boot, boot / NR_KERNELS, boot % NR_KERNELS,
	       kernels[boot % NR_KERNELS]);
}

static void put_head(const struct many *m, const struct rep *rep)
{
	/* Three repetitions a second; only the time of day advances. */
	const unsigned ms = (unsigned)(m->done * 333 % 86400000);
	printf("{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"run-%u\",\"boot_id\":\"bde89836-c16f-479d-8ac6-%012u\",\"time\":\"2026-01-%02uT%02u:%02u:%02u.%03uZ\",\"kernel\":\"%s\",\"engine\":\"native\",\"clock\":\"monotonic_raw\",\"role\":\"%s\",\"warmup\":%s,\"order\":%" PRIu64 ",\"rep\":%u,\"reps\":1,\"accounting\":\"window\",\"kind\":\"%s\",\"pattern\":\"sequential\",\"tasks\":\"threads\",\"threads\":%u,",
	       m->sort == CAMPAIGN ? 0 : rep->boot, rep->boot,
	       1 + (unsigned)(m->done * 333 / 86400000), ms / 3600000,
	       ms / 60000 % 60, ms / 1000 % 60, ms % 1000,
	       kernels[rep->boot % NR_KERNELS], rep->role,
	       rep->order < NR_STEPS ? "true" : "false",
	       m->sort == CAMPAIGN ? m->done : rep->order,
	       rep->order / NR_STEPS, kinds[rep->kind], rep->threads);
	printf("\"bytes\":268435456,\"requested_bytes\":268435456,\"page_bytes\":4096,\"pages\":%" PRIu64 ",\"cachelines\":1,\"bind\":\"compact\",\"mem\":\"default\",\"thp\":\"never\",\"regions\":\"shared\",",
	       rep->pages);
}

static void put_figures(struct many *m, const struct rep *rep)
{
	const double cpu_s = rep->wall_s * rep->threads;
	printf("\"wall_s\":%.15g,\"user_s\":%.15g,\"system_s\":%.15g,\"cpu_s\":%.15g,\"setup_s\":%.15g,\"teardown_s\":%.15g,\"instructions\":null,\"instructions_teardown\":null,\"faults_minor\":%" PRIu64 ",\"faults_major\":0,\"faults_expected\":[%" PRIu64 ",%" PRIu64 "],\"pages_present\":%" PRIu64 ",\"rss_bytes\":%" PRIu64 ",\"skew_ns\":%u,\"oversubscribed\":false,\"stamped\":%s,",
	       rep->wall_s, ns(0.07 * cpu_s), ns(0.92 * cpu_s), ns(0.99 * cpu_s),
	       ns(0.0015 * (1 + uniform(m))), ns(0.004 * (1 + uniform(m))),
	       rep->pages, rep->pages, rep->pages, rep->pages,
	       rep->pages * 4096, whole(m, 20000),
	       m->sort == LATENCY ? "true" : "false");
	printf("\"knobs\":{\"/sys/kernel/mm/transparent_hugepage/enabled\":\"%s\"},\"config\":{},\"counters\":{\"voluntary_switches\":%u,\"involuntary_switches\":%u,\"system_pgfault\":%" PRIu64 ",\"system_pgmajfault\":0,\"system_thp_fault_alloc\":0,\"system_thp_fault_fallback\":0,\"system_compact_stall\":%u,\"system_numa_hint_faults\":0,\"system_pswpin\":0,\"system_pswpout\":0,\"system_steal_ticks\":%u",
	       "madvise", whole(m, 4),
	       whole(m, 30), rep->pages + whole(m, 2000), whole(m, 3), whole(m, 9));
	if (m->sort == CAMPAIGN)
		printf(",\"row\":%u,\"treatment\":%u",
		       rep->order % NR_STEPS / NR_ROLES, rep->boot % NR_KERNELS);
	printf("},");
}

static void put_latency(struct many *m)
{
	double at = 300;
	printf("\"latency_ns\":{\"stamp\":14.2,\"min\":310,\"p50\":812,\"p90\":1400,\"p99\":2600,\"p99.9\":9100,\"max\":%u,\"histogram\":[",
	       9000 + whole(m, 90000));
	for (int i = 0; i < 80; i++)
		printf("%s[%.0f,%u]", i ? "," : "", at *= 1.0625, 1 + whole(m, 2000));
	printf("],\"along\":[");
	for (int i = 0; i < 1024; i++)
		printf("%s[%u,%u]", i ? "," : "", 700 + whole(m, 300),
		       1000 + whole(m, 20000));
	printf("]},");
}

static void put_tasks(struct many *m, const struct rep *rep)
{
	printf("\"per_task\":[");
	for (unsigned i = 0; i < rep->threads; i++) {
		const double late_s = ns(fmin(2e-5, rep->wall_s) * uniform(m));
		printf("%s{\"task\":%u,\"cpu\":%u,\"pages\":%" PRIu64 ",\"start_s\":%.15g,\"end_s\":%.15g,\"cpu_s\":%.15g,\"faults_minor\":%" PRIu64 ",\"faults_major\":0}",
		       i ? "," : "", i, i, rep->pages / rep->threads, late_s,
		       ns(rep->wall_s - late_s), ns(0.99 * rep->wall_s),
		       rep->pages / rep->threads);
	}
	printf("],\"ok\":true,\"invalid\":null,\"warnings\":[%s]}\n",
	       whole(m, 50) ? "" : "\"not concurrent: tasks began over more than half the window\"");
}

static void put_sample(struct many *m, unsigned boot, unsigned order)
{
	const unsigned row = order % NR_STEPS / NR_ROLES;
	struct rep rep = {
		.boot = boot, .order = order, .kind = row / NR_THREADS,
		.threads = 1u << row % NR_THREADS,
		.role = roles[order % NR_ROLES],
	};
	const bool touches = order % NR_ROLES > 0;
	rep.pages = touches ? PAGES : 0;
	rep.wall_s = touches ? 0.06 : 1e-6;
	rep.wall_s *= order % NR_ROLES == 2 ? 0.3 : m->level;
	rep.wall_s = ns(rep.wall_s / rep.threads * exp(0.003 * normal(m)));
	put_head(m, &rep);
	put_figures(m, &rep);
	if (m->sort == LATENCY && order % NR_ROLES == 1)
		put_latency(m);
	else
		printf("\"latency_ns\":null,");
	put_tasks(m, &rep);
	m->done++;
}

static void put_all(struct many *m)
{
	put_host();
	if (m->sort == CAMPAIGN)
		put_campaign();
	for (unsigned boot = 0; boot < NR_BOOTS; boot++) {
		const uint64_t until = m->nr_samples * (boot + 1) / NR_BOOTS;
		m->level = exp(0.01 * normal(m)) *
			   (1 - 0.02 * (boot % NR_KERNELS));
		if (m->sort != CAMPAIGN)
			put_run(boot);
		for (unsigned order = 0; m->done < until; order++)
			put_sample(m, boot, order);
		if (m->sort == CAMPAIGN)
			put_boot(boot);
	}
}

int main(int argc, char **argv)
{
	static const char *const sorts[] = { "plain", "campaign", "latency" };
	struct many m = { .seed = 1 };
	char *end = "";
	size_t sort = 0;
	if (argc > 2)
		while (sort < ARRAY_SIZE(sorts) && strcmp(argv[2], sorts[sort]) != 0)
			sort++;
	if (argc > 1)
		m.nr_samples = strtoull(argv[1], &end, 10);
	if (argc < 2 || argc > 3 || *end || m.nr_samples < NR_BOOTS ||
	    sort == ARRAY_SIZE(sorts)) {
		fputs("many: expected how many SAMPLES, 100 at least, and plain, campaign or latency\n",
		      stderr);
		return 2;
	}
	m.sort = (enum sort)sort;
	put_all(&m);
	return fflush(stdout) != 0 || ferror(stdout);
}
