/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/imported.h"

#include <stdio.h>

#include "base/size.h"
#include "record/packed.h"

static void add_counter(struct records *records, struct sample *sample,
			const char *name, double value)
{
	counters_add(records, &sample->counters, name, real_of(value));
}

static void add_printed(struct records *records, struct sample *sample,
			const struct classic_table *table,
			const struct classic_row *row)
{
	add_counter(records, sample,
		    table->unit_bytes >> 30 ? "gb_printed" :
		    table->unit_bytes >> 20 ? "mb_printed" : "kb_printed",
		    printed_value(&row->size));
	add_counter(records, sample, "wall_printed_s",
		    printed_value(&row->wall_s));
	add_counter(records, sample, "flt_per_cpu_s",
		    printed_value(&row->flt_per_cpu_s));
	add_counter(records, sample, "fault_per_wall_s",
		    printed_value(&row->fault_per_wall_s));
	add_counter(records, sample, "input_line", (double)row->line);
}

static void add_warnings(struct records *records, struct sample *sample,
			 const struct recovered_row *row)
{
	char text[200], size[24];
	if (row->quirk != QUIRK_NONE) {
		snprintf(text, sizeof(text), "wall time was printed as %s: undone",
			 recover_quirk_text(row->quirk));
		texts_add(records, &sample->warnings, text);
	}
	if (row->bytes_recovered) {
		snprintf(text, sizeof(text),
			 "the size column prints 0: %s is what the rates say",
			 size_format(row->bytes.value, size, sizeof(size)));
		texts_add(records, &sample->warnings, text);
	}
	if (*row->doubt)
		texts_add(records, &sample->warnings, row->doubt);
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

static bool add_sample(struct records *records,
		       const struct recovered_row *row,
		       struct sample *sample)
{
	sample->bytes = row->bytes;
	sample->page_bytes = row->page_bytes;
	sample->pages = row->pages_once;
	sample->wall_s = row->wall_s;
	sample->cpu_s = row->cpu_s;
	sample->ok = *row->invalid == '\0';
	if (!sample->ok)
		sample->invalid = records_keep(records, row->invalid);
	add_warnings(records, sample, row);
	records_add(records, sample);
	return sample->ok;
}

struct imported imported_add(struct records *records,
			     const struct classic_table *table,
			     const struct recovered_table *whole,
			     const struct recover_hints *hints, const char *run,
			     const char *time)
{
	struct imported imported = { 0 };
	for (size_t i = 0; i < table->n; i++) {
		struct recovered_row row;
		struct sample sample = sample_of(table, &table->row[i]);
		sample.run = records_keep(records, run);
		sample.time = records_keep(records, time);
		recover_row(table, whole, &table->row[i], hints, &row);
		add_printed(records, &sample, table, &table->row[i]);
		imported.nr_invalid += !add_sample(records, &row, &sample);
		if (*row.doubt && imported.nr_doubtful++ == 0)
			imported.doubt = records_keep(records, row.doubt);
	}
	return imported;
}
