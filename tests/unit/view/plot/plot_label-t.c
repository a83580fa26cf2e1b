/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Labels of bars that fit.
 */
#include <stdlib.h>

#include "base/known.h"
#include "tap.h"
#include "view/plot/plot_label.h"

enum { WIDTH = 2000 };

static void is_label(const char *label, const char *first, const char *second)
{
	char *line[2];
	plot_label(label, WIDTH, line);
	is_text(line[0], first, "the label '%s' begins with '%s'", label, first);
	is_text(line[1], second, "and its second line is '%s'", second);
	free(line[0]);
	free(line[1]);
}

static void test_labels(void)
{
	is_label("stock", "stock", "");
	is_label("", "", "");
	is_label("vmlinux-x86_64 thp:hugepages-64kB=always", "vmlinux-x86_64",
		 "thp:hugepages-64kB=always");
	is_label("base-with-a-name-of-many-parts/and-no-blank",
		 "base-with-a-name-of-many-", "parts/and-no-blank");
	is_label("a kernel that was built with a patch series of its own and a name to match",
		 "a kernel that was built with a", "...of its own and a name to match");
	is_label("line\nbreak", "line?break", "");
}

static void test_label_widths(void)
{
	static const char *const labels[] = {
		"WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW",
		"iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii",
		"\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2"
		"\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2"
		"\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2\xe6\xbc\xa2",
		"CONFIG_PREEMPT_RT=y,CONFIG_SLUB_CPU_PARTIAL=y,CONFIG_DEBUG_VM=y",
		"                                                        x",
	};
	for (size_t i = 0; i < ARRAY_SIZE(labels); i++) {
		char *line[2];
		plot_label(labels[i], WIDTH, line);
		for (size_t j = 0; j < 2; j++)
			ok(plot_text_width(line[j]) <= WIDTH,
			   "line %zu of long label %zu fits", j + 1, i + 1);
		free(line[0]);
		free(line[1]);
	}
}

int main(void)
{
	test_labels();
	test_label_widths();
	return tap_done();
}
