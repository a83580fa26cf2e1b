/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of a campaign, appended to a file of the user's.
 */
#include <string.h>
#include <sys/stat.h>

#include "lab/campaign/runner.h"
#include "record/jsonl.h"

/* What is in a file of the user's already: readers need it once. */
static void read_there(const char *path, struct records *there)
{
	struct stat st;
	*there = (struct records){ 0 };
	if (strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	    S_ISREG(st.st_mode) && st.st_size > 0 &&
	    jsonl_read(path, there, NULL, NULL) != 0)
		records_close(there);	/* others' lines: writing tells of them */
}

static bool is_boot(const struct facts *facts)
{
	return strcmp(facts->type, "boot") == 0;
}

static bool same_fact(const struct facts *a, const struct facts *b,
		      const char *name)
{
	const struct fact *x = facts_find(a, name), *y = facts_find(b, name);
	return x && y && x->type == FACT_TEXT && y->type == FACT_TEXT &&
	       strcmp(x->text, y->text) == 0;
}

/* Hosts, runs and boots have an id; a note about a run its time. */
static bool has_facts(const struct records *there, const struct facts *facts)
{
	for (size_t i = 0; i < there->nr_facts; i++) {
		const struct facts *other = &there->facts[i];
		if (strcmp(other->type, facts->type) == 0 &&
		    (same_fact(other, facts, "id") ||
		     (same_fact(other, facts, "run") &&
		      same_fact(other, facts, "time"))))
			return true;
	}
	return false;
}

static int write_facts(const struct records *records,
		       const struct records *there, bool boots,
		       struct writer *writer, struct error *err)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		if (is_boot(facts) == boots && strcmp(facts->type, "torn") != 0 &&
		    !has_facts(there, facts))
			rc = writer_facts(writer, facts, err);
	}
	return rc;
}

/* Samples stand before their boot, as they do in the campaign's own file. */
static int write_all(const struct records *records, const struct records *there,
		     struct writer *writer, struct error *err)
{
	int rc = write_facts(records, there, false, writer, err);
	const char *boot = NULL;
	bool has = false;
	for (size_t i = 0; rc == 0 && i < records->nr_samples; i++) {
		const struct sample *sample = &records->sample[i];
		/* Those of a boot stand together, and share its id. */
		if (i == 0 || sample->boot_id != boot)
			has = sample->boot_id &&
			      records_find(there, "boot", sample->boot_id);
		boot = sample->boot_id;
		if (!has)
			rc = writer_sample(writer, sample, err);
	}
	return rc ? rc : write_facts(records, there, true, writer, err);
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
	struct records there;
	int rc = writer_open(&writer, path, stderr, err);
	if (rc != 0)
		return rc;
	read_there(path, &there);
	writer.syncs = false;	/* once at the end: it is all there already */
	rc = write_all(&r->state.records, &there, &writer, err);
	const int closed = writer_close(&writer, rc ? NULL : err);
	records_close(&there);
	return rc ? rc : closed;
}
