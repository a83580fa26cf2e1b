/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lab/campaign/state.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"
#include "record/jsonl.h"

static int base_folder(const char *key, char *folder, size_t n,
		       struct error *err)
{
	char state[2048];
	const int rc = file_state_folder(state, sizeof(state), err);
	if (rc == 0)
		snprintf(folder, n, "%s/ab/%s", state, key);
	return rc;
}

/* "KEY", "KEY-2", "KEY-3" ... */
static void numbered(const char *base, unsigned int number, char *folder,
		     size_t n)
{
	if (number == 1)
		snprintf(folder, n, "%s", base);
	else
		snprintf(folder, n, "%s-%u", base, number);
}

static bool is_folder(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* The number of the latest one; 0: there is none. */
static unsigned int latest(const char *base)
{
	char folder[2560];
	unsigned int number = 0;
	do
		numbered(base, ++number, folder, sizeof(folder));
	while (is_folder(folder));
	return number - 1;
}

/* Another pft may make one at the same time: each gets its own. */
static int make_fresh(const char *base, char *folder, size_t n,
		      struct error *err)
{
	for (unsigned int number = latest(base) + 1;; number++) {
		numbered(base, number, folder, n);
		if (mkdir(folder, 0777) == 0)
			return 0;
		if (errno != EEXIST)
			return error_set(err, -errno, "folder '%s': %s: expected to be able to make it",
					 folder, strerror(errno));
	}
}

/* Records of a campaign have their place whatever -o says. */
static int make_folders(const char *folder, struct error *err)
{
	const int rc = file_make_folders(folder, err);
	return rc ? error_set(err, rc, "folder '%s': %s: expected a place that can be written: set XDG_STATE_HOME",
			      folder, strerror(-rc)) : 0;
}

static int choose_folder(const char *key, bool fresh, struct state *state,
			 struct error *err)
{
	char base[2500], parent[2500];
	int rc = base_folder(key, base, sizeof(base), err);
	if (rc != 0)
		return rc;
	snprintf(parent, sizeof(parent), "%s", base);
	*strrchr(parent, '/') = '\0';
	rc = make_folders(parent, err);
	if (rc == 0 && fresh)
		return make_fresh(base, state->folder, sizeof(state->folder), err);
	const unsigned int number = latest(base);
	numbered(base, number ? number : 1, state->folder,
		 sizeof(state->folder));
	return rc ? rc : make_folders(state->folder, err);
}

static bool is_empty(const char *path)
{
	struct stat st;
	return stat(path, &st) != 0 || st.st_size == 0;
}

static int read_records(const char *path, struct records *records, FILE *warn,
			struct error *err)
{
	if (is_empty(path))
		return 0;
	int rc = jsonl_read(path, records, warn, err);
	if (rc != 0) {
		const struct error why = *err;
		error_set(err, rc, "%s: begin anew with --fresh", why.text);
	}
	state_drop_cut_off(records);
	return rc;
}

int state_open(const char *key, bool fresh, struct state *state,
	       struct error *err)
{
	*state = STATE_CLOSED;
	int rc = choose_folder(key, fresh, state, err);
	if (rc != 0)
		return rc;
	snprintf(state->path, sizeof(state->path), "%s/records.jsonl",
		 state->folder);
	/* The lock first: nobody writes while we read. */
	rc = writer_open(&state->writer, state->path, NULL, err);
	if (rc == -EBUSY) {
		char *other = strstr(err->text, ", or name another");
		if (other)
			*other = '\0';
		const struct error why = *err;
		error_set(err, rc, "the same campaign is being measured: %.700s, or measure beside it with --fresh",
			  why.text);
	}
	if (rc == 0)
		rc = read_records(state->path, &state->records, NULL, err);
	if (rc != 0)
		state_close(state);
	return rc;
}

int state_look(const char *key, struct records *records, struct error *err)
{
	char base[2500], folder[2560], path[2600];
	const int rc = base_folder(key, base, sizeof(base), err);
	if (rc != 0)
		return rc;
	const unsigned int number = latest(base);
	if (number == 0)
		return 0;
	numbered(base, number, folder, sizeof(folder));
	snprintf(path, sizeof(path), "%s/records.jsonl", folder);
	return read_records(path, records, NULL, err);
}

void state_close(struct state *state)
{
	writer_close(&state->writer, NULL);
	records_close(&state->records);
	*state = STATE_CLOSED;
}

const struct facts *state_boot(const struct records *records, size_t place)
{
	for (size_t i = 0; i < records->nr_facts; i++) {
		const struct facts *facts = &records->facts[i];
		const struct fact *at = facts_find(facts, "place");
		if (strcmp(facts->type, "boot") == 0 && at &&
		    at->type == FACT_NUMBER && at->number == (double)place)
			return facts;
	}
	return NULL;
}

/* To the end and off it: the others keep their order. */
static void drop(struct records *records, size_t i)
{
	const struct sample sample = records->sample[i];
	const size_t after = records->nr_samples - i - 1;
	memmove(&records->sample[i], &records->sample[i + 1],
		after * sizeof(sample));
	records->sample[records->nr_samples - 1] = sample;
	records_drop(records);
}

void state_drop_cut_off(struct records *records)
{
	for (size_t i = records->nr_samples; i-- > 0;) {
		const char *boot = records->sample[i].boot_id;
		if (!boot || !records_find(records, "boot", boot))
			drop(records, i);
	}
}
