/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures of how long single touches took: what share of them took longer. The
 * histograms of a line's repetitions are put together.
 */
#include "view/plot/plot_group.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "fault/latency.h"
#include "view/table/csv.h"

/* What latency.gp has colours for, and columns of its key. */
enum { LINES = 8, NAME_COLUMNS = 56 };

/* ---- histograms put together ---- */

struct merged {
	struct latency_bucket *bucket;	/* ascending, each once; owned */
	size_t n;
	uint64_t touches;
	size_t nr_reps;
	double max_ns;
	struct real stamp_ns;		/* mean */
};

static bool has_latency(const struct sample *sample)
{
	const struct latency *latency = sample->latency;
	for (size_t i = 0; latency && i < latency->nr_buckets; i++)
		if (latency->histogram[i].count > 0)
			return true;
	return false;
}

static bool any_latency(const struct sample_list *samples)
{
	for (size_t i = 0; i < samples->n; i++)
		if (has_latency(samples->sample[i]))
			return true;
	return false;
}

static int by_low(const void *left, const void *right)
{
	const struct latency_bucket *a = left, *b = right;
	return (a->low > b->low) - (a->low < b->low);
}

static void add_histogram(struct merged *merged, const struct latency *latency)
{
	for (size_t i = 0; i < latency->nr_buckets; i++) {
		const struct latency_bucket *bucket = &latency->histogram[i];
		if (bucket->count == 0 ||
		    bucket->count > UINT64_MAX - merged->touches)
			continue;
		merged->bucket = records_grow(merged->bucket, merged->n,
					      sizeof(*merged->bucket));
		merged->bucket[merged->n++] = *bucket;
		merged->touches += bucket->count;
	}
	merged->nr_reps++;
	merged->max_ns = fmax(merged->max_ns, latency->max);
	merged->stamp_ns.value += latency->stamp.value;
	merged->stamp_ns.known = merged->stamp_ns.known &&
				 latency->stamp.known;
}

static void join_equal(struct merged *merged)
{
	size_t n = 0;
	for (size_t i = 0; i < merged->n; i++) {
		if (n > 0 && merged->bucket[n - 1].low ==
				     merged->bucket[i].low)
			merged->bucket[n - 1].count += merged->bucket[i].count;
		else
			merged->bucket[n++] = merged->bucket[i];
	}
	merged->n = n;
}

/* The first value that is above all of a bucket. */
static double bucket_end(const struct latency_bucket *bucket)
{
	const uint64_t low = bucket->low;
	const uint64_t wide = low < 32 ? 1 :
			      (uint64_t)1 << (63 - __builtin_clzll(low) - 4);
	return (double)low + (double)wide;
}

/* The longest touch is in the last bucket, whatever a file says. */
static void clamp_max(struct merged *merged)
{
	if (merged->n == 0)
		return;
	const struct latency_bucket *last = &merged->bucket[merged->n - 1];
	/* It was rounded to find its bucket. */
	merged->max_ns = fmin(fmax(merged->max_ns, (double)last->low - 0.5),
			      bucket_end(last));
}

static struct merged merge(const struct sample_list *samples)
{
	struct merged merged = { .stamp_ns.known = true };
	for (size_t i = 0; i < samples->n; i++)
		if (has_latency(samples->sample[i]))
			add_histogram(&merged, samples->sample[i]->latency);
	if (merged.n > 0)
		qsort(merged.bucket, merged.n, sizeof(*merged.bucket), by_low);
	join_equal(&merged);
	clamp_max(&merged);
	merged.stamp_ns.value /= (double)merged.nr_reps;
	return merged;
}

/* Where its line is: in its middle, which is off by 3% at most. */
static double bucket_middle(const struct merged *merged, size_t i)
{
	const double end = bucket_end(&merged->bucket[i]);
	const double low = (double)merged->bucket[i].low;
	/* Values are rounded to whole ones before they fall into a bucket. */
	const double middle = end - low <= 1 ? low : (low + end) / 2;
	/* The axis is logarithmic, and a clock may not have moved. */
	return fmax(fmin(middle, merged->max_ns), 0.5);
}

static double quantile_of(const struct merged *merged, double q)
{
	const double rank = ceil(q * (double)merged->touches);
	uint64_t below = 0;
	for (size_t i = 0; i < merged->n; i++) {
		below += merged->bucket[i].count;
		if ((double)below >= rank)
			return bucket_middle(merged, i);
	}
	return merged->max_ns;
}

/* ---- data files ---- */

/* Three digits, with the unit that needs the fewest zeros. */
static void put_short(FILE *out, double value, bool time)
{
	static const char *const of_time[] = { " ns", " \xc2\xb5s", " ms", " s" };
	static const char *const of_count[] = { "", "k", "M", "G" };
	size_t i = 0;
	while (i < 3 && value >= 999.5) {
		value /= 1000;
		i++;
	}
	fprintf(out, "%.*f%s", value < 9.995 ? 2 : value < 99.95 ? 1 : 0, value,
		time ? of_time[i] : of_count[i]);
}

/* A line of the key: what it is, and in figures what the line shows. */
static void put_key(FILE *out, const struct plot_group *group,
		    const struct merged *merged, char *name)
{
	static const struct {
		double q;
		const char *name;
	} told[] = { { 0.5, "p50" }, { 0.99, "p99" }, { 0.999, "p99.9" } };
	plot_name(out, name, NAME_COLUMNS);
	for (size_t i = 0; i < ARRAY_SIZE(told); i++) {
		fprintf(out, "\t");
		put_short(out, quantile_of(merged, told[i].q), plot_group_has_times(group));
	}
	fputc('\t', out);
	put_short(out, merged->max_ns, plot_group_has_times(group));
	fprintf(out, "\t%zu\n", merged->nr_reps);
}

/* From where to where on the axis of shares a bucket is the one in question. */
static void put_steps(FILE *out, const struct merged *merged)
{
	uint64_t below = 0;
	for (size_t i = 0; i < merged->n; i++) {
		const double all = (double)merged->touches;
		const double middle = bucket_middle(merged, i);
		const double from = (double)(merged->touches - below) / all;
		below += merged->bucket[i].count;
		const uint64_t left = merged->touches - below;
		/* The longest touch of all has no share above it: half of its own. */
		const double to = (left > 0 ? (double)left : 0.5) / all;
		fprintf(out, "%.10g\t%.10g\tNaN\n%.10g\t%.10g\tNaN\n", from,
			middle, to, middle);
	}
	fprintf(out, "%.10g\tNaN\t%.10g\n", 0.5 / (double)merged->touches,
		merged->max_ns);
}

static void put_csv(FILE *out, const struct merged *merged, const char *name)
{
	uint64_t below = 0;
	for (size_t i = 0; i < merged->n; i++) {
		below += merged->bucket[i].count;
		csv_text(out, name);
		fprintf(out, ",%zu,", merged->nr_reps);
		csv_real(out, merged->stamp_ns);
		fprintf(out, ",%" PRIu64 ",%.0f,%" PRIu64 ",%.12g\n",
			merged->bucket[i].low, bucket_end(&merged->bucket[i]),
			merged->bucket[i].count,
			(double)below / (double)merged->touches);
	}
}

/* What is drawn, and what the picture's axes have to hold. */
struct drawing {
	const struct plot_group *group;
	struct plot_curve curve[LINES];
	size_t n, nr_left_out;
	double least, most, rarest;
	struct real stamp;		/* the mean of all lines */
	size_t reps_least, reps_most;
};

static void stretch(struct drawing *drawing, const struct merged *merged)
{
	drawing->least = fmin(drawing->least, bucket_middle(merged, 0));
	drawing->most = fmax(drawing->most, merged->max_ns);
	drawing->rarest = fmin(drawing->rarest, 0.5 / (double)merged->touches);
	drawing->stamp.value += merged->stamp_ns.value;
	drawing->stamp.known = drawing->stamp.known && merged->stamp_ns.known;
	if (merged->nr_reps < drawing->reps_least)
		drawing->reps_least = merged->nr_reps;
	if (merged->nr_reps > drawing->reps_most)
		drawing->reps_most = merged->nr_reps;
}

/* The three files that have a part for each line, written side by side. */
struct files {
	struct text_stream data, key, csv;
};

static void put_line(struct files *files, struct drawing *drawing, size_t i)
{
	struct merged merged = merge(drawing->curve[i].samples);
	char *name = plot_curve_name(drawing->group, drawing->curve, drawing->n, i);
	fprintf(files->data.out, "%sline\n", i ? "\n\n" : "");
	put_steps(files->data.out, &merged);
	put_csv(files->csv.out, &merged, name);
	put_key(files->key.out, drawing->group, &merged, name);
	stretch(drawing, &merged);
	free(merged.bucket);
}

static int write_lines(const struct plot_job *job, struct drawing *drawing,
		       const char *name)
{
	struct files files;
	text_open(&files.data);
	text_open(&files.key);
	const char *unit = plot_group_has_times(drawing->group) ? "ns" : "instructions";
	fprintf(text_open(&files.csv), "series,nr_reps,stamp_%s,from_%s,below_%s,touches,share_up_to\n",
		unit, unit, unit);
	for (size_t i = 0; i < drawing->n; i++)
		put_line(&files, drawing, i);
	int rc = plot_csv(job, name, &files.csv);
	const int data = plot_file(job, job->work, "data.txt", &files.data);
	const int key = plot_file(job, job->work, "key.txt", &files.key);
	rc = rc != 0 ? rc : data;
	return rc != 0 ? rc : key;
}

static int write_axis(const struct plot_job *job, const struct drawing *drawing)
{
	struct text_stream file, words;
	FILE *out = text_open(&words);
	const double stamp = drawing->stamp.value / (double)drawing->n;
	if (drawing->stamp.known) {
		fputs("a time stamp alone: ", out);
		put_short(out, stamp, plot_group_has_times(drawing->group));
	}
	char *text = text_close(&words);
	out = text_open(&file);
	fprintf(out, "%.10g\t%.10g\t%.10g\t", drawing->least, drawing->most,
		drawing->rarest);
	plot_number(out, (struct real){ stamp, drawing->stamp.known && stamp > 0 });
	fprintf(out, "\t%d\t%s\t%s\n", plot_group_has_times(drawing->group),
		plot_group_touch_axis(drawing->group), *text ? text : "\xc2\xa0");
	free(text);
	return plot_file(job, job->work, "axis.txt", &file);
}

static char *counts_of(const struct drawing *drawing)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs("Every touch of the repetitions of a line, put together: ", out);
	plot_put_n(out, drawing->reps_least, drawing->reps_most);
	fputs(" a line. Values are in buckets 1/16 of an octave wide; the time stamp's own cost is in each. The point is the longest touch.",
	      out);
	plot_put_left_out(out, drawing->group, drawing->nr_left_out);
	return text_close(&stream);
}

static size_t count_lines(const struct plot_group *group)
{
	return plot_count_curves(group, any_latency);
}

static size_t take_lines(const struct plot_group *group, size_t first)
{
	return plot_take_curves(group, any_latency, first, LINES);
}

static const struct plot_kind latency_kind = {
	"latency", "how long single touches took", "latency.gp", NULL
};

static int draw_latency(const struct plot_job *job,
			const struct plot_group *group, size_t first, size_t n,
			size_t nr_left_out, const char *name)
{
	struct drawing drawing = {
		.group = group, .n = n, .nr_left_out = nr_left_out,
		.least = INFINITY, .rarest = 1, .stamp.known = true,
		.reps_least = SIZE_MAX,
	};
	for (size_t i = 0; i < n; i++)
		drawing.curve[i] = plot_nth_curve(group, any_latency, first + i);
	int rc = write_lines(job, &drawing, name);
	if (rc == 0)
		rc = write_axis(job, &drawing);
	if (rc == 0)
		rc = plot_group_words(job, group, "How long single touches took",
				      drawing.curve, n, counts_of(&drawing));
	return rc != 0 ? rc : plot_draw(job, &latency_kind, name, name);
}

const struct plot_sort plot_latency_sort = {
	&latency_kind, count_lines, take_lines, draw_latency
};
