/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/side.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/stream.h"
#include "record/record.h"

/* ---- a list of them ---- */

struct campaign_side *campaign_sides_add(struct campaign_sides *sides,
					 char *label)
{
	sides->side = records_grow(sides->side, sides->n, sizeof(*sides->side));
	struct campaign_side *side = &sides->side[sides->n++];
	*side = (struct campaign_side){ .label = label };
	return side;
}

void campaign_side_close(struct campaign_side *side)
{
	free(side->label);
	free(side->patches);
	free(side->config);
	free(side->knob);
	workload_words_close(&side->own);
}

void campaign_sides_remove(struct campaign_sides *sides, size_t i)
{
	campaign_side_close(&sides->side[i]);
	sides->n--;
	memmove(&sides->side[i], &sides->side[i + 1],
		(sides->n - i) * sizeof(*sides->side));
}

void campaign_sides_close(struct campaign_sides *sides)
{
	for (size_t i = 0; i < sides->n; i++)
		campaign_side_close(&sides->side[i]);
	free(sides->side);
	*sides = (struct campaign_sides){ 0 };
}

/* ---- knobs ---- */

void campaign_side_set(struct campaign_side *side, const struct knob *knob)
{
	side->knob = records_grow(side->knob, side->nr_knobs, sizeof(*knob));
	side->knob[side->nr_knobs++] = *knob;
}

int campaign_knob(const char *text, struct knob *knob, struct error *err)
{
	const char *equals = strchr(text, '=');
	char name[sizeof(knob->path)];
	if (!equals || equals == text || !equals[1])
		return error_set(err, -EINVAL, "knob '%s': expected KNOB=VALUE, such as vm.swappiness=10 or thp:enabled=always",
				 text);
	if ((size_t)(equals - text) >= sizeof(name) ||
	    strlen(equals + 1) >= sizeof(knob->value))
		return error_set(err, -EINVAL, "knob '%.40s...': expected a shorter name and value",
				 text);
	snprintf(name, sizeof(name), "%.*s", (int)(equals - text), text);
	snprintf(knob->value, sizeof(knob->value), "%s", equals + 1);
	return knobs_path(name, knob->path, sizeof(knob->path), err);
}

/* ---- labels ---- */

/* "vmlinux" of "/tmp/k/vmlinux", "tree:linux" of "tree:/home/u/linux". */
static void print_word(FILE *out, const char *word)
{
	const bool tree = strncmp(word, "tree:", 5) == 0;
	const char *slash = strrchr(word, '/');
	fprintf(out, "%s%s", tree ? "tree:" : "",
		slash && slash[1] ? slash + 1 : tree ? word + 5 : word);
}

/* "thp:hugepages-64kB=always" of the whole path of a knob. */
static void print_thp(FILE *out, const char *name, const char *value)
{
	size_t n = strlen(name);
	if (strncmp(name, "hugepages-", 10) == 0 && n > 8 &&
	    strcmp(name + n - 8, "/enabled") == 0)
		n -= 8;
	fprintf(out, "thp:%.*s=%s", (int)n, name, value);
}

static void print_knob(FILE *out, const struct knob *knob)
{
	static const char thp[] = "/sys/kernel/mm/transparent_hugepage/";
	static const char sys[] = "/proc/sys/";
	const char *path = knob->path;
	if (strncmp(path, thp, sizeof(thp) - 1) == 0) {
		print_thp(out, path + sizeof(thp) - 1, knob->value);
		return;
	}
	if (strncmp(path, sys, sizeof(sys) - 1) == 0) {
		for (path += sizeof(sys) - 1; *path; path++)
			fputc(*path == '/' ? '.' : *path, out);
	}
	fprintf(out, "%s=%s", path, knob->value);
}

char *campaign_side_label(const char *word, const struct knob knob[], size_t n)
{
	struct text_stream stream;
	FILE *out = text_open(&stream);
	if (word)
		print_word(out, word);
	else if (n == 0)
		fputs("as it is", out);
	for (size_t i = 0; i < n; i++) {
		fputs(i > 0 || word ? " " : "", out);
		print_knob(out, &knob[i]);
	}
	return text_close(&stream);
}
