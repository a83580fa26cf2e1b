/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/caption.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/auto.h"
#include "base/size.h"
#include "base/text.h"
#include "fault/engine.h"
#include "fault/workload_field.h"
#include "record/field.h"

static const struct facts *run_of(const struct records *records,
				  const struct sample *sample)
{
	return sample->run ? records_find(records, "run", sample->run) : NULL;
}

static const struct facts *host_of(const struct records *records,
				   const struct sample *sample)
{
	const char *host = facts_text(run_of(records, sample), "host");
	return host ? records_find(records, "host", host) : NULL;
}

const struct fact *caption_fact(const struct records *records,
				const struct sample *sample, const char *name)
{
	const struct fact *fact = facts_find(run_of(records, sample), name);
	if (!fact)
		fact = facts_find(host_of(records, sample), name);
	return fact && fact->type != FACT_UNKNOWN ? fact : NULL;
}

static const char *text_fact(const struct records *records,
			     const struct sample *sample, const char *name)
{
	const struct fact *fact = caption_fact(records, sample, name);
	return fact && fact->type == FACT_TEXT ? fact->text : NULL;
}

/* Each part after the first is set off by a comma. */
static void add_part(FILE *out, const char *text)
{
	AUTO_FREE char *printable = text_shown(text);
	fprintf(out, "%s%s", ftell(out) > 0 ? ", " : "", printable);
}

/* The number is called "... CPUs". */
static void add_number(FILE *out, const struct fact *fact, const char *unit)
{
	if (!fact || fact->type != FACT_NUMBER)
		return;
	AUTO_FREE char *text = text_format("%.0f %s%s", fact->number, unit,
					   fact->number == 1.0 ? "" : "s");
	add_part(out, text);
}

static void add_memory(FILE *out, const struct fact *bytes)
{
	if (!bytes || bytes->type != FACT_NUMBER)
		return;
	AUTO_FREE char *text = text_format("%.4g GiB", bytes->number / 0x1p30);
	add_part(out, text);
}

char *caption_machine(const struct records *records,
		      const struct sample *sample)
{
	/* An imported table's machine is a name that people gave. */
	static const char *const names[] = { "machine", "cpu_name",
					     "architecture" };
	struct text_stream stream;
	FILE *out = text_open(&stream);
	for (size_t i = 0; i < ARRAY_SIZE(names) && ftell(out) == 0; i++)
		if (text_fact(records, sample, names[i]))
			add_part(out, text_fact(records, sample, names[i]));
	add_number(out, caption_fact(records, sample, "nr_cpus"), "CPU");
	add_number(out, caption_fact(records, sample, "nr_nodes"), "node");
	add_memory(out, caption_fact(records, sample, "memory_bytes"));
	const char *guest = text_fact(records, sample, "virtualization");
	if (guest && strcmp(guest, "none") != 0) {
		add_part(out, guest);
		fputs(" guest", out);
	}
	return text_close(&stream);
}

char *caption_kernel(const struct records *records,
		     const struct sample *sample)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	const char *release = text_fact(records, sample, "kernel_release");
	if (sample->kernel)
		add_part(out, sample->kernel);
	if (release && (!sample->kernel || strcmp(release, sample->kernel) != 0)) {
		AUTO_FREE char *printable = text_shown(release);
		fprintf(out, sample->kernel ? " (%s)" : "%s", printable);
	}
	return text_close(&stream);
}

char *caption_date(const struct records *records, const struct sample *sample)
{
	const char *time = text_fact(records, sample, "time");
	if (!time)
		time = sample->time;
	return text_shown(time ? time : "");
}

char *caption_command(const struct records *records,
		      const struct sample *sample)
{
	const struct texts words = facts_texts(run_of(records, sample), "argv");
	return text_command(words.text, words.n);
}

char *caption_size(struct count bytes)
{
	const double gb = (double)bytes.value / 0x1p30;
	char text[24];
	if (!bytes.known)
		return text_format("-");
	if (gb >= 0.01)
		return text_format("%.*g Gb", gb < 1e4 ? 4 : 12, gb);
	return text_format("%s", size_format(bytes.value, text, sizeof(text)));
}

static void print_pairs(FILE *out, const struct pairs *pairs)
{
	for (size_t i = 0; i < pairs->n; i++) {
		const struct pair *pair = &pairs->pair[i];
		AUTO_FREE char *name = text_shown(pair->name);
		AUTO_FREE char *text = text_shown(pair->text);
		fprintf(out, "%s%s=", i ? " " : "", name);
		if (pair->number.known)
			fprintf(out, "%.10g", pair->number.value);
		else
			fputs(text, out);
	}
}

static void print_workload(FILE *out, const struct sample *sample)
{
	AUTO_FREE char *kind = text_shown(sample->kind);
	AUTO_FREE char *pattern = text_shown(sample->pattern);
	fprintf(out, "%s %s", kind, pattern);
}

static void print_page(FILE *out, struct count page_bytes)
{
	char text[24];
	if (page_bytes.known && page_bytes.value != 4096)
		fprintf(out, "%s pages",
			size_format(page_bytes.value, text, sizeof(text)));
}

static void print_cachelines(FILE *out, struct count n)
{
	if (n.known && n.value != 1)
		fprintf(out, "%" PRIu64 " cachelines", n.value);
}

/* A member's value; NULL: it has none. The caller frees it. */
static char *member_text(const struct sample *sample, const struct field *field)
{
	const void *member = (const char *)sample + field->offset;
	const struct count *count = member;
	if (field->type == FIELD_COUNT)
		return count->known ? text_format("%" PRIu64, count->value) : NULL;
	if (field->type == FIELD_BOOL)
		return *(const bool *)member ? text_format("true") : NULL;
	return text_shown(*(const char *const *)member);
}

/* ", each touch timed, pressure 10%": options without a part of their own. */
static void print_others(FILE *out, const struct sample *sample)
{
	for (size_t i = 0; i < nr_workload_fields; i++) {
		const struct workload_field *field = &workload_fields[i];
		if (!field->record || !field->is_extra || field->has_caption)
			continue;
		AUTO_FREE char *text = member_text(sample,
						   field_find(field->record));
		if (text && !text_same(text, field->standard))
			fprintf(out, field->phrase, text);
	}
}

/* Parts that are a text of the sample, unless that is unknown or the usual one. */
static const struct text_part {
	size_t offset;
	const char *usual, *format;
} text_parts[NR_PARTS] = {
	[PART_KERNEL] = { offsetof(struct sample, kernel), "", "%s" },
	[PART_TASKS] = { offsetof(struct sample, tasks), "threads", "%s" },
	[PART_REGIONS] = { offsetof(struct sample, regions), "shared", "%s regions" },
	[PART_ACCOUNTING] = { offsetof(struct sample, accounting), "", "%s accounting" },
	[PART_ENGINE] = { offsetof(struct sample, engine), "", "%s" },
	[PART_CLOCK] = { offsetof(struct sample, clock), "monotonic_raw", "clock %s" },
	[PART_THP] = { offsetof(struct sample, thp), "", "thp %s" },
	[PART_BIND] = { offsetof(struct sample, bind), "", "bind %s" },
	[PART_MEM] = { offsetof(struct sample, mem), "default", "mem %s" },
};

static void print_text(FILE *out, const struct text_part *part,
		       const struct sample *sample)
{
	const char *text = *(const char *const *)((const char *)sample +
						  part->offset);
	AUTO_FREE char *shown = text_shown(text);
	if (text && strcmp(text, part->usual) != 0)
		fprintf(out, part->format, shown);
}

static void print_other(FILE *out, enum caption_part part,
			const struct sample *sample)
{
	AUTO_FREE char *size = part == PART_SIZE ? caption_size(sample->bytes) : NULL;
	if (part == PART_WORKLOAD)
		print_workload(out, sample);
	else if (size)
		fputs(size, out);
	else if (part == PART_PAGE)
		print_page(out, sample->page_bytes);
	else if (part == PART_CACHELINES)
		print_cachelines(out, sample->cachelines);
	else if (part == PART_ACCOUNTING)
		print_others(out, sample);
	else if (part == PART_ENGINE && engine_find(sample->engine)->emulated)
		fputs(" (emulated seconds)", out);
	else if (part == PART_KNOBS || part == PART_CONFIG)
		print_pairs(out, part == PART_KNOBS ? &sample->knobs :
						      &sample->config);
}

char *caption_part(const struct sample *sample, enum caption_part part)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (text_parts[part].format)
		print_text(out, &text_parts[part], sample);
	print_other(out, part, sample);
	return text_close(&stream);
}
