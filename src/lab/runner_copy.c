/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of a campaign, appended to a file of the user's.
 */
#include <string.h>
#include <sys/stat.h>

#include "lab/runner.h"
#include "record/jsonl.h"

/* A file that has the last boot has all of them; readers count doubles once. */
static bool has_it(const struct runner *r, const char *path)
{
	struct records there = { 0 };
	struct stat st;
	const struct facts *last = state_boot(&r->state.records,
					      r->nr_steps - 1);
	const struct fact *id = last ? facts_find(last, "id") : NULL;
	bool has = false;
	if (id && stat(path, &st) == 0 && S_ISREG(st.st_mode) && st.st_size > 0 &&
	    jsonl_read(path, &there, NULL, NULL) == 0)
		has = records_find(&there, "boot", id->text);
	records_close(&there);
	return has;
}

static bool is_boot(const struct facts *facts)
{
	return strcmp(facts->type, "boot") == 0;
}

/* Samples stand before their boot, as they do in the campaign's own file. */
static int write_all(const struct records *records, struct writer *writer,
		     struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < records->nr_facts; i++)
		if (!is_boot(&records->facts[i]) &&
		    strcmp(records->facts[i].type, "torn") != 0)
			rc = writer_facts(writer, &records->facts[i], err);
	for (size_t i = 0; rc == 0 && i < records->nr_samples; i++)
		rc = writer_sample(writer, &records->sample[i], err);
	for (size_t i = 0; rc == 0 && i < records->nr_facts; i++)
		if (is_boot(&records->facts[i]))
			rc = writer_facts(writer, &records->facts[i], err);
	return rc;
}

int runner_copy_check(const char *path, struct error *err)
{
	struct writer writer;
	struct stat st;
	/* Who reads from a pipe would take its closing for the end. */
	if (strcmp(path, "-") == 0 || (stat(path, &st) == 0 && S_ISFIFO(st.st_mode)))
		return 0;
	const int rc = writer_open(&writer, path, stderr, err);
	return rc ? rc : writer_close(&writer, err);
}

int runner_copy(const struct runner *r, const char *path, struct error *err)
{
	struct writer writer;
	if (strcmp(path, "-") != 0 && has_it(r, path))
		return 0;
	int rc = writer_open(&writer, path, stderr, err);
	if (rc != 0)
		return rc;
	writer.syncs = false;	/* once at the end: it is all there already */
	rc = write_all(&r->state.records, &writer, err);
	const int closed = writer_close(&writer, rc ? NULL : err);
	return rc ? rc : closed;
}
