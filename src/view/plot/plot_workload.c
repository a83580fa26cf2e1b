/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "view/plot/plot_workload.h"

#include <stdlib.h>

#include "record/field.h"

const struct sample *plot_row_like(const struct compare *c, size_t row)
{
	return compare_cell(c, row, 0)->like;
}

uint64_t plot_row_tasks(const struct compare *c, size_t row)
{
	return plot_row_like(c, row)->threads.value;
}

/* The workload of a row, which is a new one perhaps. */
static struct plot_workload *workload_of(struct plot_workloads *workloads,
					 const struct compare *c, size_t row)
{
	for (size_t i = 0; i < workloads->n; i++)
		if (field_same_but_threads(plot_row_like(c, workloads->workload[i].row[0]),
					   plot_row_like(c, row)))
			return &workloads->workload[i];
	workloads->workload = records_grow(workloads->workload, workloads->n,
					   sizeof(*workloads->workload));
	workloads->workload[workloads->n] = (struct plot_workload){ 0 };
	return &workloads->workload[workloads->n++];
}

static void add_row(struct plot_workload *workload, const struct compare *c, size_t row)
{
	size_t i = workload->n;
	workload->row = records_grow(workload->row, workload->n, sizeof(*workload->row));
	for (; i > 0 && plot_row_tasks(c, workload->row[i - 1]) > plot_row_tasks(c, row); i--)
		workload->row[i] = workload->row[i - 1];
	workload->row[i] = row;
	workload->n++;
}

static bool has_several(const struct plot_workload *workload, const struct compare *c)
{
	return plot_row_tasks(c, workload->row[0]) !=
	       plot_row_tasks(c, workload->row[workload->n - 1]);
}

struct plot_workloads plot_workloads_of(const struct compare *c)
{
	struct plot_workloads all = { 0 };
	for (size_t row = 0; row < c->nr_rows; row++)
		if (plot_row_like(c, row) && plot_row_like(c, row)->threads.known)
			add_row(workload_of(&all, c, row), c, row);
	size_t n = 0;
	for (size_t i = 0; i < all.n; i++) {
		if (has_several(&all.workload[i], c))
			all.workload[n++] = all.workload[i];
		else
			free(all.workload[i].row);
	}
	all.n = n;
	return all;
}

void plot_workloads_close(struct plot_workloads *workloads)
{
	for (size_t i = 0; i < workloads->n; i++)
		free(workloads->workload[i].row);
	free(workloads->workload);
	*workloads = (struct plot_workloads){ 0 };
}
