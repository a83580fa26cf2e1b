/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/imported.h"

#include "record/packed.h"

static void add_printed(struct records *records, struct sample *sample,
			const struct classic_table *table,
			const struct classic_row *row)
{
	const struct pair printed[] = {
		{ table->unit_bytes >> 30 ? "gb_printed" :
		  table->unit_bytes >> 20 ? "mb_printed" : "kb_printed", NULL,
		  real_of(printed_value(&row->size)) },
		{ "wall_printed_s", NULL, real_of(printed_value(&row->wall_s)) },
		{ "flt_per_cpu_s", NULL,
		  real_of(printed_value(&row->flt_per_cpu_s)) },
		{ "fault_per_wall_s", NULL,
		  real_of(printed_value(&row->fault_per_wall_s)) },
		{ "input_line", NULL, real_of((double)row->line) },
	};
	counters_set(records, &sample->counters, printed, ARRAY_SIZE(printed));
}

/*
 * Not set, because the tables do not tell: faults, THP, regions, and the clock
 * (the program as published in August 2004 read a CPU's own cycle counter).
 */
static struct sample sample_of(const struct classic_table *table,
			       const struct classic_row *row)
{
	const struct classic_heading *heading = &table->heading;
	return (struct sample){
		.kernel = table->label,
		.engine = "native",
		.role = "measure",
		.reps = count_of(row->reps),
		.accounting = heading->accounting ? heading->accounting : "classic",
		.kind = table->kind,
		.pattern = heading->pattern ? heading->pattern : "sequential",
		.tasks = heading->tasks ? heading->tasks : "threads",
		.threads = count_of(row->threads),
		.cachelines = count_of(row->cachelines),
		.bind = "none",
		.mem = "default",
		.user_s = { printed_value(&row->user_s), row->has_user },
		.system_s = { printed_value(&row->system_s), row->has_system },
	};
}

struct imported imported_add(struct records *records,
			     const struct recovered *whole, const char *run,
			     const char *time)
{
	const struct classic_table *table = whole->table;
	struct imported imported = { 0 };
	for (size_t i = 0; i < table->n; i++) {
		const struct classic_row *row = &table->row[i];
		struct sample sample = sample_of(table, row);
		sample.run = records_keep(records, run);
		sample.time = records_keep(records, time);
		add_printed(records, &sample, table, row);
		const char *doubt = recover_row(whole, row, records, &sample);
		imported.nr_invalid += !sample.ok;
		if (doubt && imported.nr_doubtful++ == 0)
			imported.doubt = doubt;
		records_add(records, &sample);
	}
	return imported;
}
