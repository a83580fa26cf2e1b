/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/metric.h"

#include "base/text.h"

const struct metric metrics[NR_METRICS] = {
	[METRIC_FAULT] = {
		"fault", "wall", "fault", NULL, METRIC_COST, 1, 1, 1,
		"the window: all touches of all tasks; instructions or ns per page touched" },
	[METRIC_UNMAP] = {
		"unmap", NULL, "unmap", NULL, METRIC_COST, 1, 1, 0,
		"unmapping alone; instructions or ns per page touched" },
	[METRIC_BOTH] = {
		"fault_unmap", "unmap", "+unmap", NULL, METRIC_COST, 1, 1, 2,
		"the window and the unmapping; instructions or ns per page touched" },
	[METRIC_CPU] = {
		"cpu", "cpu", "cpu", NULL, METRIC_COST, 1, 1, 0,
		"CPU time of all tasks in the window; ns per page touched" },
	[METRIC_FAULTS] = {
		"faults_per_page", NULL, "flt/page", NULL, METRIC_SHARE, 4, 1, 1,
		"page faults that the kernel counted, per page touched" },
	[METRIC_PRESENT] = {
		"present_per_page", NULL, "present", NULL, METRIC_SHARE, 3, 1, 1,
		"pages present after the window, per page touched" },
	[METRIC_REMOTE] = {
		"remote_per_page", NULL, "remote", NULL, METRIC_SHARE, 3, 1, 0,
		"pages on another node than their task's, per page touched" },
	[METRIC_TOUCH_P50] = {
		"touch_p50", NULL, "p50", "touch", METRIC_MEAN, 0, 1, 1,
		"median of single touches; instructions or ns, mean over repetitions" },
	[METRIC_TOUCH_P99] = {
		"touch_p99", NULL, "p99", "touch", METRIC_MEAN, 0, 1, 1,
		"99th percentile of single touches; instructions or ns, mean over repetitions" },
	[METRIC_TOUCH_MAX] = {
		"touch_max", NULL, "max", "touch", METRIC_LONGEST, 0, 1, 1,
		"longest touch of all; instructions or ns" },
	[METRIC_PRESSURE_UNUSED] = {
		"pressure_unused_of_present", NULL, "unused", "pressure",
		METRIC_OVER_UNITS, 1, 100, 1,
		"share of the pages present that were mapped and never touched" },
	[METRIC_PRESSURE_TAKEN] = {
		"pressure_taken_of_present", NULL, "taken", "pressure",
		METRIC_OVER_UNITS, 1, 100, 2,
		"pages reclaimed, per page present" },
	[METRIC_PRESSURE_GONE] = {
		"pressure_gone_of_unused", NULL, "gone", "pressure",
		METRIC_OVER_UNITS, 1, 100, 1,
		"share of the unused pages that were not present in the end" },
	[METRIC_PRESSURE_BACK] = {
		"pressure_brought_back_per_page", NULL, "back", "pressure",
		METRIC_OVER_UNITS, 1, 100, 1,
		"pages in use that were reclaimed and brought back, per page used" },
	[METRIC_PRESSURE_ENRICHED] = {
		"pressure_enriched", NULL, "enriched", "pressure",
		METRIC_OVER_UNITS, 2, 1, 2,
		"share of unused pages among those reclaimed until half of the unused were, over their share of the pages present: 1 is by chance, above 1 they go first" },
	[METRIC_PRESSURE_FAULTS] = {
		"pressure_major_faults_per_page", NULL, "majflt", "pressure",
		METRIC_OVER_UNITS, 3, 1, 0,
		"major faults, per page used" },
	[METRIC_PRESSURE_COST] = {
		"pressure_cost_per_page", NULL, "cost", "pressure",
		METRIC_OVER_UNITS, 0, 1, 2,
		"instructions or ns that pressure added to touching again what is used, per page used, over all steps" },
};

/* In the order of their metrics, but for what is asked for most. */
const char *const metric_words[] = { "wall", "cpu", "unmap", NULL };

enum metric_id metric_find(const char *word)
{
	int i = 0;
	while (i < NR_METRICS &&
	       (!metrics[i].word || !text_same(metrics[i].word, word)))
		i++;
	return (enum metric_id)i;
}
