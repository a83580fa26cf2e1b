/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "page-fake.h"

#include <stdlib.h>

#include "base/stream.h"
#include "base/text.h"
#include "record/jsonl.h"

static void stop_on(int rc, const struct error *err)
{
	if (rc == 0)
		return;
	fprintf(stderr, "%s\n", err->text);
	exit(EXIT_FAILURE);
}

void page_fake_add(struct page_fake *fake, const char *line)
{
	struct error err = { "" };
	stop_on(jsonl_read_line(line, &fake->content.records, &err), &err);
}

void page_fake_sample(struct page_fake *fake, const char *members)
{
	static const char usual[] =
		"{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"r1\",\"boot_id\":\"b1\","
		"\"time\":\"2026-01-02T03:04:06Z\",\"kernel\":\"stock\",\"engine\":\"native\","
		"\"clock\":\"monotonic_raw\",\"role\":\"measure\",\"warmup\":false,\"reps\":1,"
		"\"accounting\":\"window\",\"kind\":\"anon-write\",\"pattern\":\"sequential\","
		"\"tasks\":\"threads\",\"threads\":1,\"bytes\":268435456,\"page_bytes\":4096,"
		"\"pages\":65536,\"cachelines\":1,\"bind\":\"compact\",\"mem\":\"default\","
		"\"thp\":\"never\",\"regions\":\"shared\",\"wall_s\":0.1,\"cpu_s\":0.2,"
		"\"user_s\":0.02,\"system_s\":0.18,\"faults_minor\":65536,\"faults_major\":0,"
		"\"ok\":true,\"invalid\":null";
	char *line = text_format("%s%s%s}", usual, *members ? "," : "", members);
	page_fake_add(fake, line);
	free(line);
}

void page_fake_read(struct page_fake *fake, const char *path)
{
	struct error err = { "" };
	char *name = text_format("%s/%s", TESTS_DIR, path);
	stop_on(jsonl_read(name, &fake->content.records, NULL, &err), &err);
	free(name);
}

void page_fake_make(struct page_fake *fake)
{
	struct error err = { "" };
	stop_on(report_collect(&fake->content, &err), &err);
	fake->page = (struct html_page){
		.records = &fake->content.records, .campaigns = &fake->content.campaigns,
		.verdicts = &fake->content.verdicts, .rows = &fake->content.rows,
		.summary = fake->content.summary, .dir = ".",
		.pictures = &fake->pictures,
	};
}

void page_fake_close(struct page_fake *fake)
{
	report_close(&fake->content);
	*fake = (struct page_fake){ 0 };
}

const struct table_style page_fake_style = { .format = TABLE_PAGE };

char *page_fake_print(const struct page_fake *fake,
		      const struct html_section *section, size_t i)
{
	struct text_stream stream;
	const struct doc doc = { text_open(&stream), &page_fake_style };
	section->print(&doc, &fake->page, i);
	return text_close(&stream);
}
