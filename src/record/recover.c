/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record/recover.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/size.h"

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

/* --- Ranges --------------------------------------------------------------- */

static double printed_unit(const struct printed *number)
{
	return printed_value(&(struct printed){ .units = 1,
						.decimals = number->decimals });
}

static struct range around(double value, double below, double above)
{
	return (struct range){ .low = fmax(value - below, 0),
			       .high = value + above };
}

static struct range product(struct range a, struct range b)
{
	return (struct range){ .low = a.low * b.low, .high = a.high * b.high };
}

static struct range ratio(struct range a, struct range b)
{
	return (struct range){ .low = a.low / b.high,
			       .high = b.low > 0 ? a.high / b.low : INFINITY };
}

static struct range common(struct range a, struct range b)
{
	return (struct range){ .low = fmax(a.low, b.low),
			       .high = fmin(a.high, b.high) };
}

static bool is_empty(struct range a)
{
	return a.low > a.high;
}

static bool is_in(double value, struct range a)
{
	return value >= a.low && value <= a.high;
}

/* A number may have been cut or rounded. */
static struct range printed_range(const struct printed *number)
{
	const double unit = printed_unit(number);
	return around(printed_value(number), 0.5 * unit, unit);
}

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
	const char *accounting = table->heading.accounting;
	double ticks_s = 0;
	if (!has_cpu(row))
		return (struct range){ .low = 0, .high = INFINITY };
	if (accounting && strcmp(accounting, "window") == 0)
		ticks_s = (double)row->threads * (double)row->reps * tick_s;
	return around(printed_value(&cpu), unit + ticks_s, 3 * unit + ticks_s);
}

/* --- The wall time -------------------------------------------------------- */

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
		return (struct range){ .low = 1, .high = 0 };
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
static enum recover_quirk row_quirk(const struct classic_table *table,
				    const struct classic_row *row,
				    enum recover_quirk table_quirk)
{
	struct printed decoded;
	if (table->heading.accounting || wall_agrees(table, row, table_quirk))
		return table_quirk;
	for (enum recover_quirk quirk = 0; quirk < NR_QUIRKS; quirk++)
		if (wall_agrees(table, row, quirk))
			return quirk;
	return wall_decode(&row->wall_s, table_quirk, &decoded) ? table_quirk :
								  QUIRK_NONE;
}

/* --- Pages and bytes ------------------------------------------------------ */

static struct range pages_by_cpu(const struct classic_table *table,
				 const struct classic_row *row)
{
	return product(printed_range(&row->flt_per_cpu_s),
		       cpu_range(table, row));
}

static struct range pages_by_wall(const struct classic_row *row,
				  enum recover_quirk quirk)
{
	return product(printed_range(&row->fault_per_wall_s),
		       wall_range(row, quirk));
}

static struct range pages_of_row(const struct classic_table *table,
				 const struct classic_row *row,
				 enum recover_quirk table_quirk)
{
	return common(pages_by_cpu(table, row),
		      pages_by_wall(row, row_quirk(table, row, table_quirk)));
}

/* Bytes that print like this: these programs divide whole numbers. */
static struct range size_range(const struct classic_table *table,
			       const struct classic_row *row)
{
	const double unit = (double)table->unit_bytes;
	const double size = printed_value(&row->size);
	if (row->size.decimals == 0)
		return (struct range){ size * unit, (size + 1) * unit - 1 };
	return product(printed_range(&row->size), (struct range){ unit, unit });
}

/*
 * The amount at p: "256M", "0.5 Gb"; or 0.
 * n    receives the length of its first word
 */
static uint64_t amount_at(const char *p, size_t *n)
{
	char word[32];
	uint64_t bytes;
	*n = strcspn(p, " ");
	const char *unit = p + *n + strspn(p + *n, " ");
	if (*n < 2 && (*n == 0 || *unit == '\0'))
		return 0;
	if (*n + 2 > sizeof(word))
		return 0;
	memcpy(word, p, *n);
	word[*n] = '\0';
	if (!strpbrk(word, "KMGTkmgt") && strchr("KMGT", *unit) &&
	    strchr("Bb", unit[0] ? unit[1] : 'x')) {
		word[*n] = *unit;
		word[*n + 1] = '\0';
	}
	if (!strpbrk(word, "KMGTkmgt") || size_parse("size", word, &bytes, NULL) != 0)
		return 0;
	return bytes;
}

/* An amount of the title, where it prints like the size column; or 0. */
static uint64_t title_bytes(const struct classic_table *table,
			    const struct classic_row *row)
{
	size_t n;
	for (const char *p = table->title ? table->title : ""; *p; p += n) {
		p += strspn(p, " ");
		const uint64_t bytes = amount_at(p, &n);
		if (bytes && is_in((double)bytes, size_range(table, row)))
			return bytes;
	}
	return 0;
}

/*
 * What our own heading says, where it prints like the size column; or 0. Of the
 * bytes that would print alike, those that the largest power of two divides.
 */
static uint64_t heading_bytes(const struct classic_table *table,
			      const struct classic_row *row)
{
	const struct range range = { table->heading.low_bytes,
				     table->heading.high_bytes };
	if (!(range.high >= 1 && range.high < 0x1p62))
		return 0;
	uint64_t step = UINT64_C(1) << 62;
	while (floor(range.high / (double)step) * (double)step < range.low)
		step /= 2;
	const uint64_t bytes = (uint64_t)(range.high / (double)step) * step;
	return is_in((double)bytes, size_range(table, row)) ? bytes : 0;
}

/* What the text or the user says the row mapped; 0: nothing. */
static uint64_t told_bytes(const struct classic_table *table,
			   const struct classic_row *row,
			   const struct recover_hints *hints)
{
	if (hints->bytes)
		return hints->bytes;
	const uint64_t heading = heading_bytes(table, row);
	if (heading)
		return heading;
	/* 2^63 bytes and more are a broken size column, not a size. */
	const double size = printed_value(&row->size) * (double)table->unit_bytes;
	if (size >= 1 && size < 0x1p63)
		return (uint64_t)size;
	return title_bytes(table, row);
}

/* Whether so many bytes on such pages are what the rates say. */
static bool pages_agree(double bytes, uint64_t page_bytes, uint64_t reps,
			struct range pages)
{
	const double whole = bytes * (double)reps / (double)page_bytes;
	/* The programs divided whole numbers. */
	return whole >= pages.low && floor(whole) <= pages.high;
}

/* Rows that a page size agrees with. */
static size_t page_votes(const struct classic_table *table,
			 const struct recover_hints *hints,
			 enum recover_quirk quirk, uint64_t page_bytes)
{
	size_t votes = 0;
	for (size_t i = 0; i < table->n; i++) {
		const struct classic_row *row = &table->row[i];
		const uint64_t bytes = told_bytes(table, row, hints);
		votes += bytes && pages_agree((double)bytes, page_bytes,
					      row->reps,
					      pages_of_row(table, row, quirk));
	}
	return votes;
}

/* What our heading, or the architecture that words name, says; 0: nothing. */
static uint64_t context_page(const struct classic_table *table,
			     const struct recover_hints *hints)
{
	uint64_t page_bytes = table->heading.page_bytes;
	if (!page_bytes && table->title)
		page_bytes = classic_page_bytes(table->title);
	if (!page_bytes && hints->machine)
		page_bytes = classic_page_bytes(hints->machine);
	return page_bytes;
}

/* Whether pages of that size fit below what the size column can print. */
static bool context_possible(const struct classic_table *table,
			     enum recover_quirk quirk, uint64_t page_bytes)
{
	size_t votes = 0;
	for (size_t i = 0; i < table->n; i++) {
		const struct classic_row *row = &table->row[i];
		const double once = (double)page_bytes / (double)row->reps;
		const struct range bytes = product(pages_of_row(table, row, quirk),
						   (struct range){ once, once });
		votes += !is_empty(common(bytes, size_range(table, row)));
	}
	return votes > 0;
}

static void find_page(const struct classic_table *table,
		      const struct recover_hints *hints,
		      struct recovered_table *found)
{
	size_t best = 0, nr_best = 0;
	const uint64_t context = context_page(table, hints);
	bool context_best = false;
	for (int shift = MIN_PAGE_SHIFT; shift <= MAX_PAGE_SHIFT; shift++) {
		const uint64_t page_bytes = UINT64_C(1) << shift;
		const size_t votes = page_votes(table, hints, found->quirk,
						page_bytes);
		if (votes == 0 || votes < best)
			continue;
		if (votes > best) {
			nr_best = 0;
			context_best = false;
			found->page_bytes = page_bytes;
		}
		best = votes;
		nr_best++;
		context_best |= page_bytes == context;
	}
	if (nr_best == 1) {
		found->page_bytes_from = "bytes and rates";
		return;
	}
	found->page_bytes = 0;
	if (context_best ||
	    (nr_best == 0 && context &&
	     context_possible(table, found->quirk, context))) {
		found->page_bytes = context;
		found->page_bytes_from = table->heading.page_bytes ?
						 "the heading" :
						 "the architecture's name";
	}
}

void recover_table(const struct classic_table *table,
		   const struct recover_hints *hints,
		   struct recovered_table *recovered)
{
	*recovered = (struct recovered_table){ .quirk = find_quirk(table) };
	if (hints->page_bytes) {
		recovered->page_bytes = hints->page_bytes;
		recovered->page_bytes_from = "--page-size";
		return;
	}
	find_page(table, hints, recovered);
}

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

/* Bytes of one repetition that the rates and the size column leave. */
static struct range bytes_range(const struct classic_table *table,
				const struct recovered_table *whole,
				const struct classic_row *row,
				struct range pages)
{
	const double once = (double)whole->page_bytes / (double)row->reps;
	return common(product(pages, (struct range){ once, once }),
		      size_range(table, row));
}

static void bytes_doubt(const struct recovered_row *row, struct range bytes,
			char *doubt, size_t n)
{
	if (is_empty(bytes))
		snprintf(doubt, n,
			 "bytes unknown: the rates say %.0f to %.0f pages in all, which the size column cannot be: give --bytes, or --page-size",
			 row->pages.low, row->pages.high);
	else
		snprintf(doubt, n,
			 "bytes unknown: the rates leave %.0f to %.0f KiB: give --bytes",
			 ceil(bytes.low / 1024), floor(bytes.high / 1024));
}

/* Where the size column prints 0: a natural size that the rates leave alone. */
static void recover_bytes(const struct classic_table *table,
			  const struct recovered_table *whole,
			  const struct classic_row *row,
			  struct recovered_row *out)
{
	const struct range range = bytes_range(table, whole, row, out->pages);
	const uint64_t step = table->unit_bytes / 1024;
	uint64_t bytes = 0;
	if (!is_empty(range) && row->size.units == 0) {
		bytes = only_power(range, step);
		if (!bytes)
			bytes = only_multiple(range, step);
	}
	if (!bytes) {
		bytes_doubt(out, range, out->doubt, sizeof(out->doubt));
		return;
	}
	out->bytes = count_of(bytes);
	out->bytes_recovered = true;
}

static bool some_page_agrees(const struct classic_row *row, uint64_t bytes,
			     struct range pages)
{
	for (int shift = MIN_PAGE_SHIFT; shift <= MAX_PAGE_SHIFT; shift++)
		if (pages_agree((double)bytes, UINT64_C(1) << shift, row->reps,
				pages))
			return true;
	return false;
}

/* Neither the size column, nor our heading, nor the user tells the bytes. */
static bool recovered_from(const struct classic_table *table,
			   const struct classic_row *row,
			   const struct recover_hints *hints)
{
	return row->size.units == 0 && !hints->bytes &&
	       !heading_bytes(table, row);
}

static void find_bytes(const struct classic_table *table,
		       const struct recovered_table *whole,
		       const struct classic_row *row,
		       const struct recover_hints *hints,
		       struct recovered_row *out)
{
	const uint64_t told = told_bytes(table, row, hints);
	if (whole->page_bytes) {
		out->page_bytes = count_of(whole->page_bytes);
		if (told && pages_agree((double)told, whole->page_bytes,
					row->reps, out->pages)) {
			out->bytes = count_of(told);
			out->bytes_recovered = recovered_from(table, row,
							      hints);
		} else if (hints->bytes) {
			snprintf(out->doubt, sizeof(out->doubt),
				 "bytes unknown: those given with --bytes are not what the rates say: give others, or --page-size");
		} else {
			recover_bytes(table, whole, row, out);
		}
		return;
	}
	if (told && some_page_agrees(row, told, out->pages)) {
		out->bytes = count_of(told);
		out->bytes_recovered = recovered_from(table, row, hints);
	}
	snprintf(out->doubt, sizeof(out->doubt),
		 "page size unknown%s: the rates say %.0f to %.0f pages in all: give --page-size",
		 out->bytes.known ? "" : ", and bytes with it", out->pages.low,
		 out->pages.high);
}

/* --- Rows that cannot be right -------------------------------------------- */

static void check_rates(const struct classic_table *table,
			const struct classic_row *row,
			struct recovered_row *out)
{
	const struct range cpu = pages_by_cpu(table, row);
	const struct range wall = pages_by_wall(row, out->quirk);
	if (row->flt_per_cpu_s.units == 0 || row->fault_per_wall_s.units == 0)
		snprintf(out->invalid, sizeof(out->invalid),
			 "a rate is 0: no page was touched");
	else if (is_empty(common(cpu, wall)))
		snprintf(out->invalid, sizeof(out->invalid),
			 "rates contradict times: flt/cpu/s x (User + System) says %.0f to %.0f pages, fault/wsec x Wall %.0f to %.0f",
			 cpu.low, cpu.high, wall.low, wall.high);
}

/* More CPU time than that many threads can use in the wall time. */
static void check_cpu(const struct classic_row *row, struct range wall,
		      struct recovered_row *out)
{
	const struct printed cpu = row_cpu(row);
	const double threads = (double)row->threads;
	const double allowed = threads * wall.high * (1 + clock_drift) +
			       threads * (double)row->reps * tick_s +
			       3 * printed_unit(&cpu);
	if (!*out->invalid && has_cpu(row) && printed_value(&cpu) > allowed)
		snprintf(out->invalid, sizeof(out->invalid),
			 "CPU time of %.*f s is more than %" PRIu64
			 " thread%s can use in a wall time of %.*f s",
			 (int)cpu.decimals, printed_value(&cpu), row->threads,
			 row->threads == 1 ? "" : "s", (int)cpu.decimals,
			 wall.high);
}

void recover_row(const struct classic_table *table,
		 const struct recovered_table *whole,
		 const struct classic_row *row,
		 const struct recover_hints *hints,
		 struct recovered_row *recovered)
{
	struct printed wall;
	const struct printed cpu = row_cpu(row);
	*recovered = (struct recovered_row){
		.quirk = row_quirk(table, row, whole->quirk),
		.pages = pages_of_row(table, row, whole->quirk),
		.cpu_s = { .value = printed_value(&cpu), .known = has_cpu(row) },
	};
	struct range wall_s = wall_range(row, recovered->quirk);
	wall_decode(&row->wall_s, recovered->quirk, &wall);
	if (wall.units > 0)
		recovered->wall_s = real_of(printed_value(&wall));
	check_rates(table, row, recovered);
	if (!*recovered->invalid)
		find_bytes(table, whole, row, hints, recovered);
	if (recovered->bytes.known && recovered->page_bytes.known) {
		const double total = floor((double)recovered->bytes.value *
					   (double)row->reps /
					   (double)recovered->page_bytes.value);
		recovered->pages_once = count_of(recovered->bytes.value /
						 recovered->page_bytes.value);
		recovered->cpu_s =
			real_of(total / printed_value(&row->flt_per_cpu_s));
		recovered->wall_s =
			real_of(total / printed_value(&row->fault_per_wall_s));
		wall_s.high = recovered->wall_s.value;
	}
	check_cpu(row, wall_s, recovered);
}
