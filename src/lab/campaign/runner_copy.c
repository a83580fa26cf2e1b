/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records of a campaign, appended to a file of the user's.
 */
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "lab/campaign/runner.h"
#include "record/jsonl.h"

/* What is in the user's file already: it is not written twice. */
static void read_there(const char *path, struct records *there)
{
	struct stat st;
	*there = (struct records){ 0 };
	if (strcmp(path, "-") != 0 && stat(path, &st) == 0 &&
	    S_ISREG(st.st_mode) && st.st_size > 0 &&
	    jsonl_read(path, there, NULL, NULL) != 0)
		records_close(there);	/* not ours: the writer reports it */
}

/* What is copied, and where to. */
struct copying {
	const struct records *records;
	struct records there;	/* what the file has already */
	struct writer writer;
	struct error *err;
};

static bool same(const struct facts *a, const struct facts *b, const char *name)
{
	const char *x = facts_text(a, name);
	return x && text_same(x, facts_text(b, name));
}

/* Hosts, runs and boots have an id; a note about a run its time. */
static bool has_facts(const struct records *there, const struct facts *facts)
{
	for (size_t i = 0; i < there->nr_facts; i++) {
		const struct facts *other = &there->facts[i];
		if (strcmp(other->type, facts->type) == 0 &&
		    (same(other, facts, "id") ||
		     (same(other, facts, "run") && same(other, facts, "time"))))
			return true;
	}
	return false;
}

/* Boot records, or all others. */
static int write_facts(struct copying *c, bool boots)
{
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < c->records->nr_facts; i++) {
		const struct facts *facts = &c->records->facts[i];
		const bool is_boot = strcmp(facts->type, "boot") == 0;
		if (is_boot == boots && strcmp(facts->type, "torn") != 0 &&
		    !has_facts(&c->there, facts))
			rc = writer_facts(&c->writer, facts, c->err);
	}
	return rc;
}

static int write_samples(struct copying *c)
{
	const char *boot = NULL;
	bool has = false;
	int rc = 0;
	for (size_t i = 0; rc == 0 && i < c->records->nr_samples; i++) {
		const struct sample *sample = &c->records->sample[i];
		/* Those of a boot stand together, and share its id. */
		if (i == 0 || sample->boot_id != boot)
			has = sample->boot_id &&
			      records_find(&c->there, "boot", sample->boot_id);
		boot = sample->boot_id;
		if (!has)
			rc = writer_sample(&c->writer, sample, c->err);
	}
	return rc;
}

int runner_copy_check(const char *path, struct error *err)
{
	struct writer writer;
	struct stat st;
	/* A reader of a pipe would take its closing for the end. */
	if (strcmp(path, "-") == 0 || (stat(path, &st) == 0 && S_ISFIFO(st.st_mode)))
		return 0;
	const int rc = writer_open(&writer, path, stderr, err);
	return rc ? rc : writer_close(&writer, err);
}

int runner_copy(const struct runner *r, const char *path, struct error *err)
{
	struct copying c = { .records = &r->state.records, .err = err };
	int rc = writer_open(&c.writer, path, stderr, err);
	if (rc != 0)
		return rc;
	read_there(path, &c.there);
	c.writer.syncs = false;	/* once at the end: the campaign's own file has all */
	/* Samples stand before their boot, as they do in the campaign's own file. */
	rc = write_facts(&c, false) ?: write_samples(&c) ?: write_facts(&c, true);
	const int closed = writer_close(&c.writer, rc ? NULL : err);
	records_close(&c.there);
	return rc ? rc : closed;
}
