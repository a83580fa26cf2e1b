/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page of records that a test writes: a report without its files.
 */
#ifndef TESTS_PAGE_FAKE_H
#define TESTS_PAGE_FAKE_H

#include "cmd/report_files.h"
#include "view/html/page.h"
#include "view/html/section.h"

/* Starts as { 0 }. */
struct page_fake {
	struct report_content content;
	struct plot_list pictures;	/* the test's */
	struct html_page page;		/* after page_fake_make */
};

/* A record, as JSON. */
void page_fake_add(struct page_fake *fake, const char *line);
/*
 * A repetition of 65536 pages on one thread in 0.1 s.
 * members  further ones, which replace these: "\"ok\":false"
 */
void page_fake_sample(struct page_fake *fake, const char *members);
/* All records of a file in tests/. */
void page_fake_read(struct page_fake *fake, const char *path);
/* Collect what the page shows of them. */
void page_fake_make(struct page_fake *fake);
void page_fake_close(struct page_fake *fake);

/* The style of a page; what a section prints, which the caller frees. */
extern const struct table_style page_fake_style;
char *page_fake_print(const struct page_fake *fake,
		      const struct html_section *section, size_t i);

/* Whether text is part of html; else both are shown. */
#define has(html, text, ...) \
	ok(strstr(html, text) || !fprintf(stderr, "no %s in %s\n", text, html), __VA_ARGS__)

#endif
