/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plot-made.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "record/jsonl.h"
#include "tap.h"

void made_open(struct made *made)
{
	*made = (struct made){ 0 };
	text_open(&made->lines);
}

static void put_sample(struct made *made, const char *more, va_list ap)
{
	FILE *out = made->lines.out;
	fputs("{\"type\":\"sample\",\"schema\":\"pft/1\",\"run\":\"r1\",\"boot_id\":\"b1\","
	      "\"time\":\"2026-01-02T03:04:00Z\",\"kernel\":\"stock\",\"engine\":\"native\","
	      "\"clock\":\"monotonic_raw\",\"role\":\"measure\",\"warmup\":false,\"reps\":1,"
	      "\"accounting\":\"window\",\"kind\":\"anon-write\",\"pattern\":\"sequential\","
	      "\"tasks\":\"threads\",\"threads\":1,\"bytes\":409600,\"page_bytes\":4096,"
	      "\"pages\":100,\"pages_present\":100,\"cachelines\":1,\"bind\":\"compact\","
	      "\"mem\":\"default\",\"thp\":\"never\",\"regions\":\"shared\",\"wall_s\":0.0001,"
	      "\"cpu_s\":0.0002,\"faults_minor\":100,\"faults_major\":0,\"ok\":true,"
	      "\"invalid\":null", out);
	vfprintf(out, more, ap);
	fputs("}\n", out);
}

void made_sample(struct made *made, const char *more, ...)
{
	va_list ap;
	va_start(ap, more);
	put_sample(made, more, ap);
	va_end(ap);
}

void made_campaign(struct made *made, const char *engine, size_t nr_boots)
{
	FILE *out = made->lines.out;
	fprintf(out, "{\"type\":\"run\",\"schema\":\"pft/1\",\"id\":\"c\","
		"\"time\":\"2026-01-02T03:04:05Z\",\"engine\":\"%s\",\"unit\":\"boot\","
		"\"argv\":[\"pft\",\"ab\"],\"guest\":\"x86_64 guest, 4 CPUs\",\"rounds\":%zu,"
		"\"reps\":1,\"treatments\":[\"k0\",\"k1\",\"k2\"],"
		"\"kernels\":[\"6.12, a\",\"6.12, b\",\"6.12, c\"],"
		"\"names\":[\"one\",\"\",\"two\"],"
		"\"rows\":[\"seq, 1 thread\",\"seq, 2 threads\",\"random, 1 thread\"]}\n",
		engine, nr_boots);
	for (size_t boot = 0; boot < nr_boots; boot++)
		for (size_t side = 0; side < 3; side++)
			fprintf(out, "{\"type\":\"boot\",\"schema\":\"pft/1\","
				"\"id\":\"b%zu-%zu\",\"run\":\"c\",\"round\":%zu,"
				"\"treatment\":%zu,\"outcome\":\"ok\","
				"\"time\":\"2026-01-02T03:04:%zu%zuZ\"}\n",
				boot, side, boot, side, boot, side);
}

void made_cost(struct made *made, size_t boot, size_t side, const char *more, ...)
{
	char *text = NULL;
	va_list ap;
	va_start(ap, more);
	if (vasprintf(&text, more, ap) < 0)
		abort();
	va_end(ap);
	made_sample(made, ",\"run\":\"c\",\"boot_id\":\"b%zu-%zu\",\"time\":null,"
		    "\"teardown_s\":0.000001,\"counters\":{\"treatment\":%zu}%s",
		    boot, side, side, text);
	free(text);
}

void made_read(struct made *made)
{
	struct error err = { "" };
	char *lines = text_close(&made->lines), *rest = lines, *line;
	while ((line = strsep(&rest, "\n")) && *line)
		is_int(jsonl_read_line(line, &made->records, &err), 0,
		       "a line is a record%s", err.text);
	is_int(campaigns_collect(&made->records, &made->campaigns, &err), 0,
	       "the records are whole%s", err.text);
	plot_input_open(&made->in, &made->campaigns);
	free(lines);
}

void made_close(struct made *made)
{
	plot_input_close(&made->in);
	campaigns_close(&made->campaigns);
	records_close(&made->records);
}

size_t made_fill(const struct made *made, plot_fill_fn *fill, struct picture *picture,
		 size_t first)
{
	struct plot_input in = made->in;
	in.group = in.groups;
	return fill(picture, &in, first);
}

const char *made_table(const struct picture *picture)
{
	fflush(picture->table.out);
	return picture->table.text;
}
