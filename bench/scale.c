/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Measure time and memory of pft compare and pft report on many records, and of
 * jansson alone reading the same file, for make bench-scale:
 *   scale FOLDER [SAMPLES [ROUNDS [SORT]]]    1000000 samples, 3 rounds, plain
 *
 * Each round runs all of them one after the other, so that a slow machine slows all
 * of them. FOLDER must exist and keeps the files: the records of a million samples
 * are 1.6 GB.
 */
#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/file.h"
#include "base/known.h"
#include "base/size.h"
#include "stats/estimate.h"

enum { MOST_ROUNDS = 100 };

/* Goals of the project: multiples of jansson's time, and bytes. */
static const double MOST_TIMES = 4;
static const double MOST_MIB = 1024;

enum contender { JANSSON, COMPARE, REPORT, NR_CONTENDERS };

static const char *const names[NR_CONTENDERS] = {
	"jansson alone", "pft compare", "pft report",
};

/* The cost of one run, including its child processes. */
struct cost {
	double wall_s, cpu_s, mib;
};

struct scale {
	uint64_t nr_samples, nr_rounds;
	const char *sort;
	char file[4096], report[4096], talk[4096];
	struct cost cost[NR_CONTENDERS][MOST_ROUNDS];
};

/* ---- one run ---- */

static _Noreturn void read_lines(const char *path)
{
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	ssize_t n = -1;
	while (file && (n = getline(&line, &size, file)) >= 0) {
		json_t *json = json_loadb(line, (size_t)n, 0, NULL);
		if (!json)
			_exit(1);
		json_decref(json);
	}
	_exit(!file || ferror(file));
}

static void redirect(int fd, const char *path)
{
	const int file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	if (file < 0 || dup2(file, fd) < 0)
		_exit(126);
}

static _Noreturn void become(const struct scale *s, enum contender who)
{
	redirect(STDERR_FILENO, s->talk);
	redirect(STDOUT_FILENO, "/dev/null");
	if (who == JANSSON)
		read_lines(s->file);
	else if (who == COMPARE)
		execl("./pft", "pft", "compare", s->file, (char *)NULL);
	else
		execl("./pft", "pft", "report", "-q", "-o", s->report, s->file,
		      (char *)NULL);
	_exit(127);
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

static double now_s(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int measure_one(const struct scale *s, enum contender who,
		       struct cost *cost, struct error *err)
{
	struct rusage usage;
	int status;
	const double start_s = now_s();
	const pid_t child = fork();
	if (child == 0)
		become(s, who);
	if (child < 0 || wait4(child, &status, 0, &usage) != child)
		return error_set(err, -errno, "%s: %s", names[who],
				 strerror(errno));
	*cost = (struct cost){
		.wall_s = now_s() - start_s,
		.cpu_s = seconds(usage.ru_utime) + seconds(usage.ru_stime),
		.mib = (double)usage.ru_maxrss / 1024,
	};
	return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? 0 :
		error_set(err, -EIO, "%s failed", names[who]);
}

/* ---- all of them ---- */

static int write_file(const struct scale *s, struct error *err)
{
	char n[32];
	int status;
	snprintf(n, sizeof(n), "%llu", (unsigned long long)s->nr_samples);
	const pid_t child = fork();
	if (child == 0) {
		redirect(STDOUT_FILENO, s->file);
		execl("bench/many", "many", n, s->sort, (char *)NULL);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, 0) != child ||
	    !WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return error_set(err, -EIO, "bench/many failed: expected room for the records in TMPDIR, and to run in a build folder");
	return 0;
}

static int measure(struct scale *s, struct error *err)
{
	int rc = write_file(s, err);
	for (size_t round = 0; rc == 0 && round < s->nr_rounds; round++)
		for (int who = 0; rc == 0 && who < NR_CONTENDERS; who++)
			rc = measure_one(s, (enum contender)who,
					 &s->cost[who][round], err);
	return rc;
}

static struct estimate ratios(const struct scale *s, enum contender who, bool cpu)
{
	double value[MOST_ROUNDS];
	for (size_t i = 0; i < s->nr_rounds; i++) {
		const struct cost *a = &s->cost[who][i];
		const struct cost *b = &s->cost[JANSSON][i];
		value[i] = cpu ? a->cpu_s / b->cpu_s : a->wall_s / b->wall_s;
	}
	return estimate_of(value, s->nr_rounds);
}

static void show_ratio(const struct estimate *ratio)
{
	printf(" %6.2f", ratio->mean.value);
	if (ratio->half_width.known)
		printf(" +-%5.2f", ratio->half_width.value);
	else
		printf(" %7s", "-");
}

static void show_row(const struct scale *s, enum contender who)
{
	struct cost mean = { 0 };
	for (size_t i = 0; i < s->nr_rounds; i++) {
		const struct cost *cost = &s->cost[who][i];
		mean.wall_s += cost->wall_s / (double)s->nr_rounds;
		mean.cpu_s += cost->cpu_s / (double)s->nr_rounds;
		mean.mib = cost->mib > mean.mib ? cost->mib : mean.mib;
	}
	const struct estimate wall = ratios(s, who, false);
	const struct estimate cpu = ratios(s, who, true);
	printf("  %-14s %7.2f", names[who], mean.wall_s);
	show_ratio(&wall);
	printf(" %7.2f", mean.cpu_s);
	show_ratio(&cpu);
	printf(" %7.1f", mean.mib);
	if (who != JANSSON)
		printf("  %s", wall.mean.value <= MOST_TIMES &&
			       mean.mib <= MOST_MIB ? "met" : "missed");
	putchar('\n');
}

static void show(const struct scale *s)
{
	struct stat file = { 0 };
	stat(s->file, &file);
	printf("%llu samples (%s), %.2f GB; %llu rounds; goal: %.0f times jansson's wall time, 1 GiB:\n",
	       (unsigned long long)s->nr_samples, s->sort,
	       (double)file.st_size / 1e9, (unsigned long long)s->nr_rounds,
	       MOST_TIMES);
	puts("                   wall / jansson's         CPU / jansson's          most\n"
	     "                      s    mean     95%       s    mean     95%     MiB");
	for (int who = 0; who < NR_CONTENDERS; who++)
		show_row(s, (enum contender)who);
}

/* ---- main ---- */

static void name_files(struct scale *s, const char *folder)
{
	snprintf(s->file, sizeof(s->file), "%s/records.jsonl", folder);
	snprintf(s->report, sizeof(s->report), "%s/report", folder);
	snprintf(s->talk, sizeof(s->talk), "%s/stderr", folder);
}

/* Show the output of the run that failed. */
static void show_talk(const struct scale *s)
{
	char *text = file_text("", "%s", s->talk);
	if (text)
		fprintf(stderr, "%s\n", text);
	free(text);
}

static int parse(int argc, char **argv, struct scale *s, struct error *err)
{
	int rc = 0;
	*s = (struct scale){ .nr_samples = 1000000, .nr_rounds = 3,
			     .sort = argc > 4 ? argv[4] : "plain" };
	if (argc < 2 || argc > 5)
		return error_set(err, -EINVAL,
				 "expected FOLDER, then SAMPLES, ROUNDS and SORT at most");
	name_files(s, argv[1]);
	if (argc > 2)
		rc = number_parse(NUMBERS("SAMPLES", 100, 100000000), argv[2],
				  &s->nr_samples, err);
	if (rc == 0 && argc > 3)
		rc = number_parse(NUMBERS("ROUNDS", 1, MOST_ROUNDS), argv[3],
				  &s->nr_rounds, err);
	return rc;
}

static int fail(const struct error *err, int status)
{
	fprintf(stderr, "scale: %s\n", err->text);
	return status;
}

int main(int argc, char **argv)
{
	static struct scale s;
	struct error err = { "" };
	if (parse(argc, argv, &s, &err) != 0)
		return fail(&err, 2);
	if (measure(&s, &err) != 0) {
		show_talk(&s);
		return fail(&err, 1);
	}
	show(&s);
	return fflush(stdout) != 0;
}
