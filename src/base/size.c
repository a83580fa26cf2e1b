/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/size.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/known.h"
#include "base/stream.h"

static const char units[] = "KMGTPE";

/* strtod would take signs, blanks, hex, inf and nan as well. */
static bool is_decimal(const char *text, const char *end)
{
	return isdigit((unsigned char)*text) &&
	       end == text + strspn(text, "0123456789.");
}

/* The power of 1024 that a suffix means, or -1. */
static int unit_power(const char *suffix)
{
	if (*suffix == '\0' || strcasecmp(suffix, "b") == 0)
		return 0;
	const char *unit = strchr(units, toupper((unsigned char)*suffix));
	if (!unit)
		return -1;
	const char *rest = suffix + 1;
	if (*rest && strcasecmp(rest, "b") != 0 && strcasecmp(rest, "ib") != 0)
		return -1;
	return (int)(unit - units) + 1;
}

static int size_bad(const char *what, const char *text, int code,
		    struct error *err)
{
	return error_set(err, code,
			 "%s '%s': expected a number of bytes above 0, such as 64K, 256M or 1.5G%s",
			 what, text, code == -ERANGE ? ", below 2^63" : "");
}

int size_parse(const char *what, const char *text, uint64_t *bytes,
	       struct error *err)
{
	char *end;
	const long double number = strtold(text, &end);
	const int power = unit_power(end);
	if (!is_decimal(text, end) || power < 0)
		return size_bad(what, text, -EINVAL, err);
	const long double value = ldexpl(number, 10 * power);
	if (value >= 0x1p63L)
		return size_bad(what, text, -ERANGE, err);
	if (value < 1.0L)
		return size_bad(what, text, -EINVAL, err);
	*bytes = (uint64_t)value;
	return 0;
}

const char *size_format(uint64_t bytes, char *text, size_t n)
{
	for (int power = 6; power >= 1; power--) {
		const uint64_t unit = UINT64_C(1) << (10 * power);
		if (bytes < unit)
			continue;
		if (bytes % unit == 0)
			snprintf(text, n, "%" PRIu64 "%c", bytes / unit,
				 units[power - 1]);
		else if (bytes >= 10 * unit)
			continue;	/* the next smaller unit says it better */
		else if (bytes * 10 % unit == 0)
			snprintf(text, n, "%.1f%c", (double)bytes / (double)unit,
				 units[power - 1]);
		else
			continue;
		return text;
	}
	snprintf(text, n, "%" PRIu64, bytes);
	return text;
}

int number_parse(const struct number_range *range, const char *text,
		 uint64_t *number, struct error *err)
{
	char *end = NULL;
	errno = 0;
	const unsigned long long value =
		isdigit((unsigned char)*text) ? strtoull(text, &end, 10) : 0;
	if (!end || *end || errno == ERANGE || value < range->min ||
	    value > range->max)
		return error_set(err, -EINVAL,
				 "%s '%s': expected a whole number from %" PRIu64
				 " to %" PRIu64,
				 range->what, text, range->min, range->max);
	*number = value;
	return 0;
}

int number_ascending(const void *a, const void *b)
{
	const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

int percent_parse(const struct percent_range *range, const char *text,
		  double *share, struct error *err)
{
	char *end;
	const double value = strtod(text, &end);
	if (!is_decimal(text, end) || value < range->min || value > range->max ||
	    (*end && strcmp(end, "%") != 0))
		return error_set(err, -EINVAL, "%s '%s': expected a percentage from %g to %g",
				 range->what, text, range->min, range->max);
	*share = value / 100;
	return 0;
}

/* ---- lists ---- */

static void list_append(struct list *list, uint64_t value)
{
	list->values = error_unless_memory(
		realloc(list->values, (list->n + 1) * sizeof(*list->values)));
	list->values[list->n++] = value;
}

bool list_has(const struct list *list, uint64_t value)
{
	for (size_t i = 0; i < list->n; i++)
		if (list->values[i] == value)
			return true;
	return false;
}

void list_add(struct list *list, uint64_t value)
{
	if (!list_has(list, value))
		list_append(list, value);
}

void list_close(struct list *list)
{
	free(list->values);
	*list = (struct list){ 0 };
}

/*
 * One "3" or "3-8" between *p and a comma or the end; both ends are in range.
 * Returns  whether there was one.
 */
static bool parse_range(const char **p, const struct number_range *range,
			struct list *list)
{
	uint64_t bound[2];
	int nr_bounds = 0;
	do {
		char *end;
		if (!isdigit((unsigned char)**p))
			return false;
		errno = 0;
		bound[nr_bounds] = strtoull(*p, &end, 10);
		if (errno == ERANGE || bound[nr_bounds] < range->min ||
		    bound[nr_bounds] > range->max)
			return false;
		*p = end;
	} while (nr_bounds++ == 0 && **p == '-' && (*p)++);

	const uint64_t last = bound[nr_bounds - 1];
	for (uint64_t value = bound[0]; value <= last; value++)
		list_append(list, value);
	return last >= bound[0];
}

/* As list_parse, but a number that is written twice is kept twice. */
static int list_parse_all(const struct number_range *range, const char *text,
			  struct list *list, struct error *err)
{
	const char *p = text;
	bool good;
	*list = (struct list){ 0 };
	do
		good = parse_range(&p, range, list);
	while (good && *p == ',' && p++);
	if (good && *p == '\0')
		return 0;
	list_close(list);
	return error_set(err, -EINVAL,
			 "%s '%s': expected numbers from %" PRIu64 " to %" PRIu64
			 " and upward ranges, such as 1,2,4 or 1-8",
			 range->what, text, range->min, range->max);
}

int list_parse(const struct number_range *range, const char *text,
	       struct list *list, struct error *err)
{
	struct list all;
	const int rc = list_parse_all(range, text, &all, err);
	*list = (struct list){ 0 };
	for (size_t i = 0; i < all.n; i++)
		list_add(list, all.values[i]);
	list_close(&all);
	return rc;
}

char *list_text(const char *prefix, const struct list *list)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	fputs(prefix, out);
	for (size_t i = 0; i < list->n; i++)
		fprintf(out, "%s%" PRIu64, i ? "," : "", list->values[i]);
	return text_close(&stream);
}

int list_word_parse(const struct list_words *words, const char *text,
		    struct list_word *word, struct error *err)
{
	for (int i = 0; words->words[i]; i++) {
		const char *start = words->words[i];
		const size_t n = strlen(start);
		const bool lists = start[n - 1] == ':';
		struct list list = { 0 };
		if (lists ? strncmp(text, start, n) != 0 : strcmp(text, start) != 0)
			continue;
		const int rc = !lists ? 0 : words->twice ?
			list_parse_all(&words->range, text + n, &list, err) :
			list_parse(&words->range, text + n, &list, err);
		if (rc != 0)
			return rc;
		if (words->one && !words->words[i + 1] && list.n != 1) {
			list_close(&list);
			return error_set(err, -EINVAL, "%s '%s': expected %s",
					 words->what, text, words->one);
		}
		list_close(&word->list);
		*word = (struct list_word){ .mode = i, .list = list };
		return 0;
	}
	return error_set(err, -EINVAL, "%s '%s': expected %s", words->what, text,
			 words->expected);
}

char *list_word_text(const struct list_words *words, const struct list_word *word)
{
	return list_text(words->words[word->mode], &word->list);
}

bool list_word_same(const struct list_word *a, const struct list_word *b)
{
	return a->mode == b->mode && a->list.n == b->list.n &&
	       (a->list.n == 0 ||
		memcmp(a->list.values, b->list.values,
		       a->list.n * sizeof(*a->list.values)) == 0);
}

void list_word_close(struct list_word *word)
{
	list_close(&word->list);
	word->mode = 0;
}

/* ---- lengths of time ---- */

enum { HOUR_S = 3600, YEAR_S = 366 * 24 * HOUR_S };

static const struct { char letter; double seconds; } time_units[] = {
	{ 'h', HOUR_S }, { 'm', 60 }, { 's', 1 },
};

static size_t find_unit(char letter)
{
	size_t i = 0;
	while (i < ARRAY_SIZE(time_units) && time_units[i].letter != letter)
		i++;
	return i;
}

/*
 * One number and its unit, from *p on.
 * unit     the smallest so far; receives this one
 * Returns  seconds, below 0 where there is no such thing.
 */
static double part_of(const char **p, size_t *unit)
{
	char *end;
	const double number = strtod(*p, &end);
	const size_t found = find_unit(*end);
	if (!is_decimal(*p, end) || found == ARRAY_SIZE(time_units) || found < *unit)
		return -1;
	*unit = found + 1;
	*p = end + 1;
	return number * time_units[found].seconds;
}

int duration_parse(const char *what, const char *text, double *seconds,
		   struct error *err)
{
	double sum = 0;
	size_t unit = 0;
	const char *p = text;
	bool good = *text != '\0';
	while (good && *p) {
		const double part = part_of(&p, &unit);
		good = part >= 0;
		sum += part;
	}
	if (!good || sum <= 0 || sum > YEAR_S)
		return error_set(err, -EINVAL, "%s '%s': expected a time with its unit, such as 90s, 10m or 1h30m",
				 what, text);
	*seconds = sum;
	return 0;
}

const char *duration_format(double seconds, char *text, size_t n)
{
	const unsigned long s = (unsigned long)(seconds + 0.5);
	if (s >= HOUR_S)
		snprintf(text, n, "%lu:%02lu:%02lu", s / HOUR_S, s / 60 % 60,
			 s % 60);
	else
		snprintf(text, n, "%lu:%02lu", s / 60, s % 60);
	return text;
}
