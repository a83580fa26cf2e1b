/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/auto.h"
#include "base/file.h"
#include "base/text.h"
#include "record/jsonl.h"

/* The folder of a key's first records; the caller frees it. NULL with a message. */
static char *first_folder(const char *key, struct error *err)
{
	char state[2048];
	return file_state_folder(state, sizeof(state), err) == 0 ?
		       text_format("%s/ab/%s", state, key) : NULL;
}

/* "KEY", "KEY-2", "KEY-3" ... */
static char *numbered(const char *first, unsigned int number)
{
	return number == 1 ? text_format("%s", first) :
			     text_format("%s-%u", first, number);
}

/* The number of the latest folder; 0: there is none. */
static unsigned int latest(const char *first)
{
	struct stat st;
	for (unsigned int number = 1;; number++) {
		AUTO_FREE char *folder = numbered(first, number);
		if (stat(folder, &st) != 0 || !S_ISDIR(st.st_mode))
			return number - 1;
	}
}

static int make_folders(const char *folder, struct error *err)
{
	const int rc = file_make_folders(folder, err);
	/* Not its message, which names -o: that does not move these. */
	return rc ? error_set(err, rc, "directory '%s': %s: expected a place that can be written: set XDG_STATE_HOME",
			      folder, strerror(-rc)) : 0;
}

/* Another pft may make one at the same time: each gets its own. */
static int make_fresh(const char *first, struct state *state, struct error *err)
{
	for (unsigned int number = latest(first) + 1;; number++) {
		state->folder = numbered(first, number);
		if (mkdir(state->folder, 0777) == 0)
			return 0;
		if (errno != EEXIST)
			return error_set(err, -errno, "directory '%s': %m: expected to be able to make it",
					 state->folder);
		free(state->folder);
	}
}

static int choose_folder(const char *key, bool fresh, struct state *state,
			 struct error *err)
{
	AUTO_FREE char *first = first_folder(key, err);
	if (!first)
		return -ENOENT;
	if (fresh) {
		AUTO_FREE char *parent = text_format("%.*s",
			(int)(strrchr(first, '/') - first), first);
		return make_folders(parent, err) ?: make_fresh(first, state, err);
	}
	const unsigned int number = latest(first);
	state->folder = numbered(first, number ? number : 1);
	return make_folders(state->folder, err);
}

static bool is_empty(const char *path)
{
	struct stat st;
	return stat(path, &st) != 0 || st.st_size == 0;
}

/* Drop samples whose boot has no record; the others keep their order. */
static void drop_cut_off(struct records *records)
{
	const size_t n = records->nr_samples;
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		const struct sample sample = records->sample[i];
		if (!sample.boot_id || !records_find(records, "boot", sample.boot_id))
			continue;
		records->sample[i] = records->sample[kept];
		records->sample[kept++] = sample;
	}
	while (records->nr_samples > kept)
		records_drop(records);
}

static int read_records(const char *path, struct records *records,
			struct error *err)
{
	struct error why = { "" };
	if (is_empty(path))
		return 0;
	const int rc = jsonl_read(path, records, NULL, &why);
	if (rc != 0)
		return error_set(err, rc, "%s: begin anew with --fresh", why.text);
	drop_cut_off(records);
	return 0;
}

static int held(int rc, struct error *err)
{
	const struct error why = *err;
	const char *other = strstr(why.text, ", or name another");
	return error_set(err, rc, "the same campaign is being measured: %.*s, or measure beside it with --fresh",
			 other ? (int)(other - why.text) : 700, why.text);
}

int state_open(const char *key, bool fresh, struct state *state,
	       struct error *err)
{
	*state = STATE_CLOSED;
	int rc = choose_folder(key, fresh, state, err);
	if (rc == 0) {
		state->path = text_format("%s/records.jsonl", state->folder);
		/* The lock first: nobody writes while we read. */
		rc = writer_open(&state->writer, state->path, NULL, err);
	}
	if (rc == -EBUSY)
		held(rc, err);
	if (rc == 0)
		rc = read_records(state->path, &state->records, err);
	if (rc != 0)
		state_close(state);
	return rc;
}

int state_look(const char *key, struct records *records, struct error *err)
{
	AUTO_FREE char *first = first_folder(key, err);
	if (!first)
		return -ENOENT;
	const unsigned int number = latest(first);
	if (number == 0)
		return 0;
	AUTO_FREE char *folder = numbered(first, number);
	AUTO_FREE char *path = text_format("%s/records.jsonl", folder);
	return read_records(path, records, err);
}

void state_close(struct state *state)
{
	writer_close(&state->writer, NULL);
	records_close(&state->records);
	free(state->folder);
	free(state->path);
	*state = STATE_CLOSED;
}

const struct facts *state_boot(const struct records *records, size_t place)
{
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		const struct real at = facts_number(facts, "place");
		if (strcmp(facts->type, "boot") == 0 && at.known &&
		    at.value == (double)place)
			return facts;
	}
	return NULL;
}
