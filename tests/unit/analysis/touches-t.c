/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Single touches of several repetitions together.
 */
#include <math.h>

#include "analysis/touches.h"
#include "tap.h"

static struct latency_bucket first_histogram[] = { { 100, 90 }, { 1024, 9 }, { 4096, 1 } };
static struct latency_bucket second_histogram[] = { { 100, 95 }, { 512, 5 } };
static struct latency_slice first_along[] = { { 100, 200 }, { NAN, NAN } };
static struct latency_slice second_along[] = { { 300, 250 }, { 0, 9 } };
static struct latency first = {
	.stamp = { 8, true }, .max = 4100, .histogram = first_histogram, .nr_buckets = 3,
	.along = first_along, .nr_slices = 2,
};
static struct latency second = {
	.stamp = { 10, true }, .max = 530, .histogram = second_histogram, .nr_buckets = 2,
	.along = second_along, .nr_slices = 2,
};

static void test_histograms(const struct sample_list *samples)
{
	struct touches touches = touches_of(samples);
	is_int(touches.n, 4, "equal buckets are one");
	is_int(touches.bucket[0].count, 185, "which has the touches of both");
	is_int(touches.nr_touches, 200, "every touch is counted");
	is_int(touches.nr_reps, 2, "repetitions without a histogram are not");
	is_near(touches.max, 4100, 0, "the longest touch is that of all");
	is_near(touches.stamp.value, 9, 0, "the stamp's cost is a mean");
	is_near(touches_bucket_end(&touches.bucket[0]), 104, 0, "a bucket is 1/16 of an octave wide");
	is_near(touches_bucket_middle(&touches, 0), 102, 0, "and has a middle");
	is_near(touches_quantile(&touches, 0.925), 102, 0, "a quantile that a bucket ends with is in it");
	is_near(touches_quantile(&touches, 0.93), 528, 0, "the next one is in the next bucket");
	is_near(touches_quantile(&touches, 1), 4100, 0, "the last is the longest touch");
	touches_close(&touches);
}

static void test_slices(const struct sample_list *samples)
{
	const struct touches_slice slice = touches_slice(samples, 0);
	is_near(slice.median.value, 200, 0, "a slice has the median of medians");
	is_near(slice.max.value, 250, 0, "and the longest of all");
	is_int(slice.nr_reps, 2, "over both repetitions");
	is_int(touches_slice(samples, 1).nr_reps, 1, "or those that touched something there");
}

int main(void)
{
	const struct sample timed = { .latency = &first, .bytes = { 8192, true } };
	const struct sample other = { .latency = &second, .bytes = { 8192, true } };
	const struct sample plain = { .ok = true };
	const struct sample *all[] = { &plain, &timed, &other };
	const struct sample_list samples = { all, 3 }, none = { all, 1 };
	ok(touches_any(&samples), "some repetition has a histogram");
	ok(!touches_any(&none), "one that was not timed has none");
	ok(touches_sliced(&samples) == &timed, "the first with slices is found");
	is_int(touches_of(&none).nr_touches, 0, "of none there are no touches");
	test_histograms(&samples);
	test_slices(&samples);
	return tap_done();
}
