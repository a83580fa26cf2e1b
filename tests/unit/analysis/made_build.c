/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit/analysis/made_build.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "unit/analysis/made.h"

static const char *const labels[] = { "a", "b" };

void made_build(struct made_build *made, const struct records *records)
{
	*made = (struct made_build){ 0 };
	for (size_t i = 0; i < 2; i++)
		made->side[i] = (struct side){ .name = labels[i], .kernel = labels[i],
					       .end = records->nr_samples,
					       .end_facts = records->nr_facts };
	made->request = (struct compare_request){ .side = made->side, .nr_sides = 2,
						  .metric = METRIC_FAULT,
						  .margin = COMPARE_MARGIN };
	made->compare = (struct compare){ .records = records, .nr_sides = 2,
					  .metric = METRIC_FAULT,
					  .margin = COMPARE_MARGIN };
	made->compare.side = error_unless_memory(malloc(sizeof(made->side)));
	memcpy(made->compare.side, made->side, sizeof(made->side));
	made->build = (struct build){ .records = records, .request = &made->request,
				      .compare = &made->compare };
}

void made_match(struct made_build *made)
{
	if (build_read(&made->build, NULL) != 0 || match_rows(&made->build, NULL) != 0)
		abort();
}

void made_build_close(struct made_build *made)
{
	build_close(&made->build);
	compare_close(&made->compare);
}

void made_reps(struct records *records, const char *engine, const char *words,
	       const double cost[])
{
	for (size_t i = 0; strlen(words) >= 3; i++, words += words[3] ? 4 : 3) {
		char time[40];
		const char kernel[] = { words[0], '\0' }, boot[] = { words[1], '\0' };
		const char run[] = { words[2], '\0' };
		snprintf(time, sizeof(time), "2026-01-02T03:%02zu:%02zuZ", i / 60, i % 60);
		made_rep(records, &(struct made_rep){
			.kernel = kernel, .boot = *boot == '-' ? NULL : boot, .run = run,
			.engine = engine, .time = time, .cost = cost[i] });
	}
}
