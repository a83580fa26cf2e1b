/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/recover.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/size.h"
#include "base/text.h"
#include "record/classic_title.h"
#include "record/packed.h"

enum {
	MIN_PAGE_SHIFT = 12,
	MAX_PAGE_SHIFT = 20,
};

/*
 * CPU time is charged in ticks, a whole one to whoever runs when it ends: at
 * most a tick too much for a task in a repetition. HZ is at least 100.
 */
static const double tick_s = 0.010;
/* The most that ntpd lets the clock drift while it is slewed: 500 ppm. */
static const double clock_drift = 500e-6;

const char *recover_quirk_text(enum recover_quirk quirk)
{
	static const char *const texts[NR_QUIRKS] = {
		[QUIRK_NONE] = "none",
		[QUIRK_CENTISECONDS] = "hundredths of a second padded to three digits",
		[QUIRK_TENTHS] = "tenths of a second in the hundredths' place",
	};
	return texts[quirk];
}

/* ---- ranges: both bounds are possible ---- */

struct range {
	double low, high;
};

static struct range around(double value, double below, double above)
{
	return (struct range){ fmax(value - below, 0), value + above };
}

static struct range product(struct range a, struct range b)
{
	return (struct range){ a.low * b.low, a.high * b.high };
}

static struct range times(struct range a, double factor)
{
	return (struct range){ a.low * factor, a.high * factor };
}

static struct range ratio(struct range a, struct range b)
{
	return (struct range){ a.low / b.high,
			       b.low > 0 ? a.high / b.low : INFINITY };
}

static struct range common(struct range a, struct range b)
{
	return (struct range){ fmax(a.low, b.low), fmin(a.high, b.high) };
}

static bool is_empty(struct range a)
{
	return a.low > a.high;
}

static bool is_in(double value, struct range a)
{
	return value >= a.low && value <= a.high;
}

static double printed_unit(const struct printed *number)
{
	return printed_value(&(struct printed){ .units = 1,
						.decimals = number->decimals });
}

/* A number may have been cut or rounded. */
static struct range printed_range(const struct printed *number)
{
	const double unit = printed_unit(number);
	return around(printed_value(number), 0.5 * unit, unit);
}

/* ---- times ---- */

static bool has_cpu(const struct classic_row *row)
{
	return row->has_user && row->has_system;
}

/* User + System, where the row has them: both have as many decimals. */
static struct printed row_cpu(const struct classic_row *row)
{
	struct printed cpu = row->user_s;
	cpu.units += row->system_s.units;
	return cpu;
}

/* That the accounting of ticks may be off. */
static double ticks_s(const struct classic_row *row)
{
	return (double)row->threads * (double)row->reps * tick_s;
}

/*
 * Each of the two was cut, which makes two units. In tables of 2005 the sum
 * falls short of what their own rates say by up to 1.6 units more than that.
 * Our window accounting does not make its rates from User and System, which
 * the kernel brings up to date once a tick, but from the tasks' own clocks.
 */
static struct range cpu_range(const struct classic_table *table,
			      const struct classic_row *row)
{
	const struct printed cpu = row_cpu(row);
	const double unit = printed_unit(&cpu);
	const bool window = text_same(table->heading.accounting, "window");
	const double off_s = window ? ticks_s(row) : 0;
	if (!has_cpu(row))
		return (struct range){ 0, INFINITY };
	return around(printed_value(&cpu), unit + off_s, 3 * unit + off_s);
}

/* What the printed wall time would be under a quirk; false: impossible. */
static bool wall_decode(const struct printed *wall, enum recover_quirk quirk,
			struct printed *decoded)
{
	*decoded = *wall;
	if (quirk == QUIRK_NONE)
		return true;
	const unsigned int decimals = quirk == QUIRK_CENTISECONDS ? 3 : 2;
	const uint64_t scale = quirk == QUIRK_CENTISECONDS ? 1000 : 100;
	const uint64_t below = wall->units % scale;
	if (wall->decimals != decimals || below >= scale / 10)
		return false;
	decoded->decimals = decimals - 1;
	decoded->units = wall->units / scale * (scale / 10) + below;
	return true;
}

static struct range wall_range(const struct classic_row *row,
			       enum recover_quirk quirk)
{
	struct printed wall;
	if (!wall_decode(&row->wall_s, quirk, &wall))
		return (struct range){ 1, 0 };
	return printed_range(&wall);
}

/* Wall = (User + System) x flt/cpu/s / fault/wsec, whatever the pages are. */
static bool wall_agrees(const struct classic_table *table,
			const struct classic_row *row, enum recover_quirk quirk)
{
	const struct range rates = ratio(printed_range(&row->flt_per_cpu_s),
					 printed_range(&row->fault_per_wall_s));
	return !is_empty(common(product(cpu_range(table, row), rates),
				wall_range(row, quirk)));
}

/* The quirk that most rows agree with; as printed, where that is as good. */
static enum recover_quirk find_quirk(const struct classic_table *table)
{
	size_t best = 0;
	enum recover_quirk found = QUIRK_NONE;
	if (table->heading.accounting)
		return found;	/* our own */
	for (enum recover_quirk quirk = 0; quirk < NR_QUIRKS; quirk++) {
		size_t votes = 0;
		for (size_t i = 0; i < table->n; i++)
			votes += wall_agrees(table, &table->row[i], quirk);
		if (votes > best) {
			best = votes;
			found = quirk;
		}
	}
	return found;
}

/*
 * A row's quirk is its table's, unless the row disagrees with that and agrees
 * with another: then rows of two programs stand under one header. One that
 * agrees with none is left as printed.
 */
static enum recover_quirk row_quirk(const struct recovered *whole,
				    const struct classic_row *row)
{
	struct printed decoded;
	if (whole->table->heading.accounting ||
	    wall_agrees(whole->table, row, whole->quirk))
		return whole->quirk;
	for (enum recover_quirk quirk = 0; quirk < NR_QUIRKS; quirk++)
		if (wall_agrees(whole->table, row, quirk))
			return quirk;
	return wall_decode(&row->wall_s, whole->quirk, &decoded) ?
		       whole->quirk : QUIRK_NONE;
}

/* ---- pages and bytes ---- */

static struct range pages_by_cpu(const struct recovered *whole,
				 const struct classic_row *row)
{
	return product(printed_range(&row->flt_per_cpu_s),
		       cpu_range(whole->table, row));
}

static struct range pages_by_wall(const struct recovered *whole,
				  const struct classic_row *row)
{
	return product(printed_range(&row->fault_per_wall_s),
		       wall_range(row, row_quirk(whole, row)));
}

/* Of all repetitions, as the rates say. */
static struct range pages_of(const struct recovered *whole,
			     const struct classic_row *row)
{
	return common(pages_by_cpu(whole, row), pages_by_wall(whole, row));
}

/* Bytes that print like this: these programs divide whole numbers. */
static struct range size_range(const struct recovered *whole,
			       const struct classic_row *row)
{
	const double unit = (double)whole->table->unit_bytes;
	const double size = printed_value(&row->size);
	if (row->size.decimals == 0)
		return (struct range){ size * unit, (size + 1) * unit - 1 };
	return times(printed_range(&row->size), unit);
}

/* Bytes of one repetition that the rates and the size column leave. */
static struct range bytes_range(const struct recovered *whole,
				const struct classic_row *row,
				uint64_t page_bytes)
{
	return common(times(pages_of(whole, row),
			    (double)page_bytes / (double)row->reps),
		      size_range(whole, row));
}

/* The amount that begins with a word: "256M", "0.5 Gb"; or 0. */
static uint64_t amount_at(const struct word *word)
{
	static const char letters[] = "KMGTkmgt";
	char text[32];
	uint64_t bytes;
	const char *unit = word[1].text;
	const bool apart = *unit && !strpbrk(word->text, letters) &&
			   strchr("KMGT", *unit) &&
			   (unit[1] ? strchr("Bb", unit[1]) != NULL :
				      !*word[2].text);
	const int n = snprintf(text, sizeof(text), "%s%.1s", word->text,
			       apart ? unit : "");
	return n < (int)sizeof(text) && strpbrk(text, letters) &&
	       size_parse("", text, &bytes, NULL) == 0 ? bytes : 0;
}

/* An amount of the title, where it prints like the size column; or 0. */
static uint64_t title_bytes(const struct recovered *whole,
			    const struct classic_row *row)
{
	const char *title = whole->table->title ? whole->table->title : "";
	struct classic_words words = words_read(title, strlen(title));
	uint64_t bytes = 0;
	for (size_t i = 0; i < words.n && bytes == 0; i++) {
		bytes = amount_at(&words.word[i]);
		if (!is_in((double)bytes, size_range(whole, row)))
			bytes = 0;
	}
	words_close(&words);
	return bytes;
}

/*
 * What our own heading says, where it prints like the size column; or 0. Of the
 * bytes that would print alike, those that the largest power of two divides.
 */
static uint64_t heading_bytes(const struct recovered *whole,
			      const struct classic_row *row)
{
	const struct classic_heading *heading = &whole->table->heading;
	if (!(heading->high_bytes >= 1 && heading->high_bytes < 0x1p62))
		return 0;
	uint64_t step = UINT64_C(1) << 62;
	while (floor(heading->high_bytes / (double)step) * (double)step <
	       heading->low_bytes)
		step /= 2;
	const uint64_t bytes = (uint64_t)(heading->high_bytes / (double)step) * step;
	return is_in((double)bytes, size_range(whole, row)) ? bytes : 0;
}

/* What the text or the user says the row mapped; 0: nothing. */
static uint64_t told_bytes(const struct recovered *whole,
			   const struct classic_row *row)
{
	const uint64_t heading = heading_bytes(whole, row);
	const double size = printed_value(&row->size) *
			    (double)whole->table->unit_bytes;
	if (whole->hints->bytes || heading)
		return whole->hints->bytes ? whole->hints->bytes : heading;
	/* 2^63 bytes and more are a broken size column, not a size. */
	return size >= 1 && size < 0x1p63 ? (uint64_t)size :
					    title_bytes(whole, row);
}

/* Whether so many bytes on such pages are what the rates say. */
static bool pages_agree(const struct recovered *whole,
			const struct classic_row *row, uint64_t bytes,
			uint64_t page_bytes)
{
	const struct range pages = pages_of(whole, row);
	const double n = (double)bytes * (double)row->reps / (double)page_bytes;
	/* The programs divided whole numbers. */
	return bytes && n >= pages.low && floor(n) <= pages.high;
}

/* Rows that a page size agrees with. */
static size_t page_votes(const struct recovered *whole, uint64_t page_bytes)
{
	size_t votes = 0;
	for (size_t i = 0; i < whole->table->n; i++) {
		const struct classic_row *row = &whole->table->row[i];
		votes += pages_agree(whole, row, told_bytes(whole, row),
				     page_bytes);
	}
	return votes;
}

/* What our heading, or the architecture that words name, says; 0: nothing. */
static uint64_t context_page(const struct recovered *whole)
{
	const char *machine = whole->hints->machine;
	uint64_t page_bytes = whole->table->heading.page_bytes;
	if (!page_bytes && whole->table->title)
		page_bytes = classic_page_bytes(whole->table->title);
	if (!page_bytes && machine)
		page_bytes = classic_page_bytes(machine);
	return page_bytes;
}

/* Whether pages of that size fit below what the size column can print. */
static bool context_possible(const struct recovered *whole, uint64_t page_bytes)
{
	for (size_t i = 0; i < whole->table->n; i++)
		if (!is_empty(bytes_range(whole, &whole->table->row[i],
					  page_bytes)))
			return true;
	return false;
}

static void find_page(struct recovered *found)
{
	size_t best = 0, nr_best = 0;
	const uint64_t context = context_page(found);
	bool context_best = false;
	uint64_t page = 0;
	for (int shift = MIN_PAGE_SHIFT; shift <= MAX_PAGE_SHIFT; shift++) {
		const uint64_t page_bytes = UINT64_C(1) << shift;
		const size_t votes = page_votes(found, page_bytes);
		if (votes == 0 || votes < best)
			continue;
		if (votes > best) {
			nr_best = 0;
			context_best = false;
			page = page_bytes;
		}
		best = votes;
		nr_best++;
		context_best |= page_bytes == context;
	}
	if (nr_best == 1) {
		found->page_bytes = page;
		found->page_bytes_from = "bytes and rates";
	} else if (context_best || (nr_best == 0 && context &&
				    context_possible(found, context))) {
		found->page_bytes = context;
		found->page_bytes_from = found->table->heading.page_bytes ?
						 "the heading" :
						 "the architecture's name";
	}
}

struct recovered recover_table(const struct classic_table *table,
			       const struct recover_hints *hints)
{
	struct recovered recovered = { .table = table, .hints = hints,
				       .quirk = find_quirk(table) };
	if (hints->page_bytes) {
		recovered.page_bytes = hints->page_bytes;
		recovered.page_bytes_from = "--page-size";
	} else {
		find_page(&recovered);
	}
	return recovered;
}

/* ---- a row ---- */

/* A row that is being filled in. */
struct filling {
	const struct recovered *whole;
	const struct classic_row *row;
	struct records *records;
	struct sample *sample;
	bool bytes_recovered;	/* the size column does not tell them */
	const char *doubt;
};

/* The one multiple of step in range, or 0. */
static uint64_t only_multiple(struct range range, uint64_t step)
{
	const double first = ceil(range.low / (double)step);
	if (!(range.high < 0x1p63) || first < 1 ||
	    (first + 1) * (double)step <= range.high ||
	    first * (double)step > range.high)
		return 0;
	return (uint64_t)first * step;
}

/* The one power of two in range, of at least step; or 0. */
static uint64_t only_power(struct range range, uint64_t step)
{
	uint64_t found = 0;
	for (uint64_t power = step; power < UINT64_C(1) << 62; power *= 2) {
		if (!is_in((double)power, range))
			continue;
		if (found)
			return 0;
		found = power;
	}
	return found;
}

static const char *bytes_doubt(const struct filling *f, struct range bytes)
{
	const struct range pages = pages_of(f->whole, f->row);
	if (is_empty(bytes))
		return records_format(f->records, "bytes unknown: the rates say %.0f to %.0f pages in all, which the size column cannot be: give --bytes, or --page-size",
				      pages.low, pages.high);
	return records_format(f->records, "bytes unknown: the rates leave %.0f to %.0f KiB: give --bytes",
			      ceil(bytes.low / 1024), floor(bytes.high / 1024));
}

/* Where the size column prints 0: a natural size that the rates leave alone. */
static void recover_bytes(struct filling *f)
{
	const struct range range = bytes_range(f->whole, f->row,
					       f->whole->page_bytes);
	const uint64_t step = f->whole->table->unit_bytes / 1024;
	uint64_t bytes = 0;
	if (!is_empty(range) && f->row->size.units == 0) {
		bytes = only_power(range, step);
		if (!bytes)
			bytes = only_multiple(range, step);
	}
	if (!bytes) {
		f->doubt = bytes_doubt(f, range);
		return;
	}
	f->sample->bytes = count_of(bytes);
	f->bytes_recovered = true;
}

static bool some_page_agrees(const struct filling *f, uint64_t bytes)
{
	for (int shift = MIN_PAGE_SHIFT; shift <= MAX_PAGE_SHIFT; shift++)
		if (pages_agree(f->whole, f->row, bytes, UINT64_C(1) << shift))
			return true;
	return false;
}

static void take_told(struct filling *f, uint64_t told)
{
	f->sample->bytes = count_of(told);
	f->bytes_recovered = f->row->size.units == 0 &&
			     !f->whole->hints->bytes &&
			     !heading_bytes(f->whole, f->row);
}

static void find_bytes(struct filling *f)
{
	const uint64_t told = told_bytes(f->whole, f->row);
	const uint64_t page_bytes = f->whole->page_bytes;
	const struct range pages = pages_of(f->whole, f->row);
	f->sample->page_bytes = (struct count){ page_bytes, page_bytes != 0 };
	if (page_bytes ? pages_agree(f->whole, f->row, told, page_bytes) :
			 some_page_agrees(f, told))
		take_told(f, told);
	if (!page_bytes)
		f->doubt = records_format(f->records, "page size unknown%s: the rates say %.0f to %.0f pages in all: give --page-size",
					  f->sample->bytes.known ? "" : ", and bytes with it",
					  pages.low, pages.high);
	else if (!f->sample->bytes.known && f->whole->hints->bytes)
		f->doubt = "bytes unknown: those given with --bytes are not what the rates say: give others, or --page-size";
	else if (!f->sample->bytes.known)
		recover_bytes(f);
}

static void check_rates(const struct filling *f)
{
	const struct range cpu = pages_by_cpu(f->whole, f->row);
	const struct range wall = pages_by_wall(f->whole, f->row);
	if (f->row->flt_per_cpu_s.units == 0 || f->row->fault_per_wall_s.units == 0)
		f->sample->invalid = "a rate is 0: no page was touched";
	else if (is_empty(common(cpu, wall)))
		f->sample->invalid = records_format(f->records, "rates contradict times: flt/cpu/s x (User + System) says %.0f to %.0f pages, fault/wsec x Wall %.0f to %.0f",
						    cpu.low, cpu.high, wall.low,
						    wall.high);
}

/* More CPU time than that many threads can use in the wall time. */
static void check_cpu(const struct filling *f, double wall_s)
{
	const struct printed cpu = row_cpu(f->row);
	const double allowed = (double)f->row->threads * wall_s * (1 + clock_drift) +
			       ticks_s(f->row) + 3 * printed_unit(&cpu);
	if (f->sample->invalid || !has_cpu(f->row) || printed_value(&cpu) <= allowed)
		return;
	f->sample->invalid = records_format(f->records, "CPU time of %.*f s is more than %" PRIu64 " thread%s can use in a wall time of %.*f s",
					    (int)cpu.decimals, printed_value(&cpu),
					    f->row->threads,
					    f->row->threads == 1 ? "" : "s",
					    (int)cpu.decimals, wall_s);
}

/* Rates have more digits than times. Returns the longest that Wall may be. */
static double find_times(const struct filling *f, enum recover_quirk quirk)
{
	struct sample *s = f->sample;
	struct printed wall;
	const struct printed cpu = row_cpu(f->row);
	wall_decode(&f->row->wall_s, quirk, &wall);
	s->cpu_s = (struct real){ printed_value(&cpu), has_cpu(f->row) };
	s->wall_s = (struct real){ printed_value(&wall), wall.units > 0 };
	if (!s->bytes.known || !s->page_bytes.known)
		return wall_range(f->row, quirk).high;
	const double total = floor((double)s->bytes.value * (double)f->row->reps /
				   (double)s->page_bytes.value);
	s->pages = count_of(s->bytes.value / s->page_bytes.value);
	s->cpu_s = real_of(total / printed_value(&f->row->flt_per_cpu_s));
	s->wall_s = real_of(total / printed_value(&f->row->fault_per_wall_s));
	return s->wall_s.value;
}

static void add_warnings(const struct filling *f, enum recover_quirk quirk)
{
	char size[24];
	const char *text[3];
	size_t n = 0;
	if (quirk != QUIRK_NONE)
		text[n++] = records_format(f->records, "wall time was printed as %s: undone",
					   recover_quirk_text(quirk));
	if (f->bytes_recovered)
		text[n++] = records_format(f->records, "the size column prints 0: %s is what the rates say",
					   size_format(f->sample->bytes.value,
						       size, sizeof(size)));
	if (f->doubt)
		text[n++] = f->doubt;
	texts_set(f->records, &f->sample->warnings, text, n);
}

/*
 * Where pages are unknown cpu_s is User + System, and a wall time that prints as
 * 0 is unknown.
 * Returns  what could not be found, and what would help; NULL: nothing is
 *          missing. It is the last of the warnings, too.
 */
static const char *recover_row(const struct recovered *whole,
			       const struct classic_row *row,
			       struct records *records, struct sample *sample)
{
	struct filling f = { .whole = whole, .row = row, .records = records,
			     .sample = sample };
	const enum recover_quirk quirk = row_quirk(whole, row);
	check_rates(&f);
	if (!sample->invalid)
		find_bytes(&f);
	check_cpu(&f, find_times(&f, quirk));
	sample->ok = !sample->invalid;
	add_warnings(&f, quirk);
	return f.doubt;
}

/* ---- samples ---- */

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

struct recovered_rows recover_rows(struct records *records,
				   const struct recovered *whole,
				   const char *run, const char *time)
{
	const struct classic_table *table = whole->table;
	struct recovered_rows rows = { 0 };
	for (size_t i = 0; i < table->n; i++) {
		const struct classic_row *row = &table->row[i];
		struct sample sample = sample_of(table, row);
		sample.run = records_keep(records, run);
		sample.time = records_keep(records, time);
		add_printed(records, &sample, table, row);
		const char *doubt = recover_row(whole, row, records, &sample);
		rows.nr_invalid += !sample.ok;
		if (doubt && rows.nr_doubtful++ == 0)
			rows.doubt = doubt;
		records_add(records, &sample);
	}
	return rows;
}
